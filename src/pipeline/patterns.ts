import { expandBraces, hasMagic, parseSegments, startsWithDot } from './globs';
import type { GlobSegment, GlobToken } from './globs';

/** A declared path made ready to be asked: what it may match, and the folder below which all of that lies. */
export interface CompiledPath {
  readonly path: string;
  readonly isPattern: boolean;
  /** The path itself, or of a pattern the folder to walk from; `.` is the project. */
  readonly anchor: string;
  /** One list of segments for each alternative that braces spell out; made when first asked for. */
  readonly alternatives: () => readonly (readonly GlobSegment[])[];
}

/** Whether a declared path is a pattern: it holds one of `*`, `?`, `[`, `{`. */
export function isPattern(path: string): boolean {
  return hasMagic(path);
}

/** A predicate for whole relative paths. A name that begins with a dot has to be written out to match. */
export function matcherOf(pattern: string): (path: string) => boolean {
  const alternatives = compilePath(pattern).alternatives();
  return (path) => {
    const names = path.split('/');
    return alternatives.some((segments) => matchesSegments(segments, names));
  };
}

/** The folder that everything a pattern matches lies in, `.` at worst; of a path written out, the path itself. */
export function fixedPart(pattern: string): string {
  if (!hasMagic(pattern)) return pattern;
  const fixed: string[] = [];
  for (const segment of pattern.split('/')) {
    if (hasMagic(segment)) break;
    fixed.push(segment);
  }
  return fixed.join('/') || '.';
}

/** Takes a declared path apart once, so that it can be held against many others. */
export function compilePath(path: string): CompiledPath {
  const pattern = hasMagic(path);
  let made: readonly (readonly GlobSegment[])[] | null = null;
  const alternatives = (): readonly (readonly GlobSegment[])[] => {
    made ??= pattern ? (expandBraces(path) ?? []).map(parseSegments) : [plain(path)];
    return made;
  };
  return { path, isPattern: pattern, anchor: pattern ? fixedPart(path) : path, alternatives };
}

function plain(path: string): readonly GlobSegment[] {
  return path === '.' ? [] : path.split('/').map((name) => ({ kind: 'name', name }));
}

/** Segments against names; `**` is tried shortest first, and only the last one is ever taken back. */
function matchesSegments(segments: readonly GlobSegment[], names: readonly string[]): boolean {
  let at = 0;
  let name = 0;
  let retryAt = -1;
  let retryName = 0;
  while (name < names.length) {
    const segment = segments[at];
    if (segment?.kind === 'folders') {
      retryAt = at++;
      retryName = name;
    } else if (segment !== undefined && matchesName(segment, names[name] as string)) {
      at++;
      name++;
    } else if (retryAt >= 0 && !(names[retryName] as string).startsWith('.')) {
      at = retryAt + 1;
      name = ++retryName;
    } else {
      return false;
    }
  }
  return at === segments.length;
}

/** Whether a name fits one segment of a pattern. */
export function matchesName(segment: GlobSegment, name: string): boolean {
  if (segment.kind === 'name') return segment.name === name;
  if (segment.kind === 'folders' || name === '') return false;
  if (name.startsWith('.') && !startsWithDot(segment.tokens)) return false;
  return segment.tokens.length === 1 && segment.tokens[0]?.kind === 'star'
    ? true
    : matchesTokens(segment.tokens, name);
}

/** Tokens against characters; as with `**`, only the last star is ever taken back, so this cannot explode. */
function matchesTokens(tokens: readonly GlobToken[], name: string): boolean {
  const codes = Array.from(name, (character) => character.codePointAt(0) as number);
  let at = 0;
  let code = 0;
  let retryAt = -1;
  let retryCode = 0;
  while (code < codes.length) {
    const token = tokens[at];
    if (token?.kind === 'star') {
      retryAt = at++;
      retryCode = code;
    } else if (token !== undefined && matchesCode(token, codes[code] as number)) {
      at++;
      code++;
    } else if (retryAt >= 0) {
      at = retryAt + 1;
      code = ++retryCode;
    } else {
      return false;
    }
  }
  while (tokens[at]?.kind === 'star') at++;
  return at === tokens.length;
}

function matchesCode(token: GlobToken, code: number): boolean {
  switch (token.kind) {
    case 'char':
      return token.code === code;
    case 'class':
      return token.ranges.some(([low, high]) => low <= code && code <= high);
    case 'any':
    case 'star':
      return true;
  }
}
