/** One thing in a segment of a glob: a character, any run of characters, any one character, one out of ranges. */
export type GlobToken =
  | { readonly kind: 'char'; readonly code: number }
  | { readonly kind: 'star' }
  | { readonly kind: 'any' }
  | { readonly kind: 'class'; readonly ranges: readonly (readonly [number, number])[] };

/** One name of a path as a glob has it: a name written out, a pattern of names, or `**`, any number of folders. */
export type GlobSegment =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'pattern'; readonly tokens: readonly GlobToken[] }
  | { readonly kind: 'folders' };

/** More alternatives than this are not expanded. */
export const MOST_ALTERNATIVES = 256;

const MAGIC = /[*?[{]/;
const HIGHEST = 0x10ffff;
const DOT = 0x2e;
const SLASH = 0x2f;

/** Whether a declared path is a pattern. */
export function hasMagic(path: string): boolean {
  return MAGIC.test(path);
}

/** The patterns without braces that a pattern with braces stands for, or null where they are too many. */
export function expandBraces(pattern: string): readonly string[] | null {
  const done: string[] = [];
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const brace = firstBrace(next);
    if (brace === null) {
      done.push(next);
    } else {
      const [head, tail] = [next.slice(0, brace.start), next.slice(brace.end + 1)];
      for (const part of [...brace.parts].reverse()) open.push(head + part + tail);
    }
    if (done.length + open.length > MOST_ALTERNATIVES) return null;
  }
  return done;
}

/** The segments of a pattern without braces. A `**` at the end needs something below the folder. */
export function parseSegments(pattern: string): readonly GlobSegment[] {
  const segments: GlobSegment[] = [];
  for (const text of splitPath(pattern)) {
    if (text !== '**') segments.push(parseSegment(text));
    else if (segments.at(-1)?.kind !== 'folders') segments.push({ kind: 'folders' });
  }
  if (segments.at(-1)?.kind === 'folders') {
    segments.push({ kind: 'pattern', tokens: [{ kind: 'star' }] });
  }
  return segments;
}

/** Whether a name begins with a dot that the pattern has written out: only then may it match such names. */
export function startsWithDot(tokens: readonly GlobToken[]): boolean {
  const first = tokens[0];
  return first?.kind === 'char' && first.code === DOT;
}

/** What is wrong with a pattern as it is written, or null. */
export function patternFault(pattern: string): 'unclosed' | 'too-many' | null {
  const expanded = expandBraces(pattern);
  if (expanded === null) return 'too-many';
  return expanded.some((each) => each.includes('{') || hasOpenClass(each)) ? 'unclosed' : null;
}

function splitPath(pattern: string): string[] {
  return pattern.split('/').filter((segment) => segment !== '' && segment !== '.');
}

function parseSegment(text: string): GlobSegment {
  if (!hasMagic(text)) return { kind: 'name', name: text };
  const characters = Array.from(text);
  const tokens: GlobToken[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' });
    } else if (character === '?') {
      tokens.push({ kind: 'any' });
    } else {
      const end = character === '[' ? classEnd(characters, at) : -1;
      if (end > 0) {
        tokens.push({ kind: 'class', ranges: classRanges(characters.slice(at + 1, end)) });
        at = end;
      } else {
        tokens.push({ kind: 'char', code: codeOf(character) });
      }
    }
  }
  return { kind: 'pattern', tokens };
}

/** Where a class closes: a `]` that stands first belongs to it. */
function classEnd(characters: readonly string[], start: number): number {
  const negated = characters[start + 1] === '!' || characters[start + 1] === '^';
  return characters.indexOf(']', start + (negated ? 3 : 2));
}

function classRanges(body: readonly string[]): [number, number][] {
  const negated = body[0] === '!' || body[0] === '^';
  const members = negated ? body.slice(1) : body;
  const ranges: [number, number][] = [];
  for (let at = 0; at < members.length; at++) {
    const low = codeOf(members[at] as string);
    const isRange = members[at + 1] === '-' && at + 2 < members.length;
    const high = isRange ? codeOf(members[at + 2] as string) : low;
    if (low <= high) ranges.push([low, high]);
    if (isRange) at += 2;
  }
  return withoutSlash(negated ? complement(ranges) : ranges);
}

function complement(ranges: readonly [number, number][]): [number, number][] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  let next = 0;
  for (const [low, high] of sorted) {
    if (low > next) result.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  if (next <= HIGHEST) result.push([next, HIGHEST]);
  return result;
}

function withoutSlash(ranges: readonly [number, number][]): [number, number][] {
  return ranges.flatMap(([low, high]): [number, number][] => {
    if (low > SLASH || high < SLASH) return [[low, high]];
    const parts: [number, number][] = [
      [low, SLASH - 1],
      [SLASH + 1, high],
    ];
    return parts.filter(([from, to]) => from <= to);
  });
}

function codeOf(character: string): number {
  return character.codePointAt(0) as number;
}

function hasOpenClass(pattern: string): boolean {
  return splitPath(pattern).some((segment) => {
    const characters = Array.from(segment);
    let at = characters.indexOf('[');
    while (at >= 0) {
      const end = classEnd(characters, at);
      if (end < 0) return true;
      at = characters.indexOf('[', end + 1);
    }
    return false;
  });
}

/** The first brace that closes, and what stands between its commas; braces inside a class are characters. */
function firstBrace(text: string): { start: number; end: number; parts: string[] } | null {
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', start + 1)) {
    const parts: string[] = [];
    let depth = 0;
    let from = start + 1;
    for (let at = start; at < text.length; at++) {
      const character = text[at];
      if (character === '{') depth++;
      else if (character === ',' && depth === 1) {
        parts.push(text.slice(from, at));
        from = at + 1;
      } else if (character === '}' && --depth === 0) {
        parts.push(text.slice(from, at));
        return { start, end: at, parts };
      }
    }
  }
  return null;
}
