/** A bracket that is open at the cursor. */
export interface OpenBracket {
  readonly kind: 'map' | 'list';
  /** The keys of this mapping before and behind the cursor; of a list its plain items. */
  readonly names: string[];
  /** The key whose value is being written, or null. */
  key: string | null;
}

/** Brackets from `start` to `end` that are still open there, outermost first, and where the last word begins. */
export function openBrackets(
  text: string,
  start: number,
  end: number,
): { readonly open: readonly OpenBracket[]; readonly wordStart: number } {
  const open: OpenBracket[] = [];
  let wordStart = start;
  for (let at = start; at < end;) {
    const character = text[at] as string;
    const top = open.at(-1);
    if (text.startsWith('${{', at)) {
      const close = text.indexOf('}}', at);
      const line = text.indexOf('\n', at);
      if (close < 0 || close >= end || (line >= 0 && line < close)) return { open, wordStart };
      at = close + 2;
      continue;
    }
    const startsWord = text.slice(wordStart, at).trim() === '';
    if ((character === '"' || character === "'") && startsWord) {
      const close = closingQuote(text, at);
      if (close < 0 || close >= end) return { open, wordStart: at };
      at = close + 1;
      continue;
    }
    if (character === '#' && /\s/.test(text[at - 1] ?? ' ')) {
      const line = text.indexOf('\n', at);
      at = line < 0 ? end : line;
      continue;
    }
    if (character === '[' || character === '{') {
      open.push({ kind: character === '[' ? 'list' : 'map', names: [], key: null });
      wordStart = at + 1;
    } else if (character === ']' || character === '}') {
      if (top !== undefined) remember(top, text.slice(wordStart, at));
      open.pop();
      if (open.length === 0) return { open, wordStart: at + 1 };
      wordStart = at + 1;
    } else if (character === ',') {
      if (top !== undefined) {
        remember(top, text.slice(wordStart, at));
        top.key = null;
      }
      wordStart = at + 1;
    } else if (character === ':' && top !== undefined && top.key === null && endsKey(text, at)) {
      top.key = plain(text.slice(wordStart, at));
      top.names.push(top.key);
      wordStart = at + 1;
    }
    at++;
  }
  while (wordStart < end && /\s/.test(text[wordStart] as string)) wordStart++;
  return { open, wordStart };
}

/** The names that stand in the innermost bracket behind the cursor. */
export function namesBehind(text: string, from: number): readonly string[] {
  const names: string[] = [];
  let depth = 0;
  let wordStart = from;
  for (let at = from; at < text.length && at < from + FARTHEST; at++) {
    const character = text[at] as string;
    if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') {
      if (depth-- === 0) break;
    } else if (depth > 0) continue;
    else if (character === ',') wordStart = at + 1;
    else if (character === ':' && endsKey(text, at)) {
      names.push(plain(text.slice(wordStart, at)));
      wordStart = at + 1;
    } else if (/^\n\S/.test(text.slice(at, at + 2))) break;
  }
  return names;
}

const FARTHEST = 10_000;

function endsKey(text: string, colon: number): boolean {
  const next = text[colon + 1];
  return next === undefined || /[\s,[\]{}]/.test(next) || /["'\]}]/.test(text[colon - 1] ?? '');
}

function closingQuote(text: string, open: number): number {
  const quote = text[open] as string;
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quote === '"') at++;
    else if (character === quote) return at;
    else if (character === '\n') return -1;
  }
  return -1;
}

function remember(bracket: OpenBracket, written: string): void {
  const name = plain(written);
  if (bracket.kind === 'list' && name !== '') bracket.names.push(name);
}

function plain(written: string): string {
  const text = written.trim();
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
