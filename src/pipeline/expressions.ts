/** What an expression between `${{` and `}}` refers to. */
export type Reference =
  | { readonly kind: 'params'; readonly keys: readonly string[] }
  | { readonly kind: 'matrix'; readonly key: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'output'; readonly step: string; readonly index: number };

/** A text taken apart at its expressions. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `written` is the whole of it with its braces, `offset` where it begins in the text. */
  | {
      readonly kind: 'expression';
      readonly written: string;
      readonly offset: number;
      readonly reference: Reference | null;
    }
  /** A `${{` that no `}}` follows; the rest of the text. */
  | { readonly kind: 'unclosed'; readonly written: string; readonly offset: number };

const OPEN = '${{';
const CLOSE = '}}';
const QUOTED_END = /"(?:[^"\\]|\\.)*"|\}\}/g;
const WORD = /([^.[\]\s"'{}]+)|\["((?:[^"\\]|\\.)*)"\]|\['([^']*)'\]|\[(\d+)\]/y;
const OUTPUT = /^steps\.([A-Za-z_][A-Za-z0-9_-]*(?:@[A-Za-z0-9._+-]+)?)\.outputs\[(\d{1,6})\]$/;

/** Whether a text holds an expression, closed or not. */
export function hasExpression(text: string): boolean {
  return text.includes(OPEN);
}

/** Takes a text apart; joined again, `text` and `written` are the text. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let start = text.indexOf(OPEN); start >= 0; start = text.indexOf(OPEN, at)) {
    if (start > at) parts.push({ kind: 'text', text: text.slice(at, start) });
    const end = closeOf(text, start + OPEN.length);
    if (end < 0) return [...parts, { kind: 'unclosed', written: text.slice(start), offset: start }];
    at = end + CLOSE.length;
    const body = text.slice(start + OPEN.length, end).trim();
    const written = text.slice(start, at);
    parts.push({ kind: 'expression', written, offset: start, reference: parseReference(body) });
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** What stands between the braces, or null where it is none of the things that can be referred to. */
export function parseReference(body: string): Reference | null {
  const output = OUTPUT.exec(body);
  if (output !== null)
    return { kind: 'output', step: output[1] as string, index: Number(output[2]) };
  const [root, ...keys] = parseKeys(body) ?? [];
  const [key, ...more] = keys;
  if (key === undefined) return null;
  if (root === 'params') return { kind: 'params', keys };
  if (more.length > 0) return null;
  if (root === 'matrix') return { kind: 'matrix', key };
  return root === 'env' ? { kind: 'env', name: key } : null;
}

/** The keys of a dotted name: `a.b`, `a[0]`, `a["any key"]`; null where it is none. */
export function parseKeys(text: string): readonly string[] | null {
  const keys: string[] = [];
  for (let at = 0; at < text.length;) {
    const dotted = text[at] === '.';
    if (dotted) at++;
    WORD.lastIndex = at;
    const match = WORD.exec(text);
    if (match === null) return null;
    const [whole, word, quoted, single, index] = match;
    if ((word !== undefined) !== (dotted || keys.length === 0)) return null;
    keys.push(word ?? quoted?.replace(/\\(.)/g, '$1') ?? single ?? index ?? '');
    at += whole.length;
  }
  return keys.length === 0 ? null : keys;
}

/** A reference as it is written between the braces. */
export function writeReference(reference: Reference): string {
  switch (reference.kind) {
    case 'params':
      return `params.${writeKeys(reference.keys)}`;
    case 'matrix':
      return writeKeys(['matrix', reference.key]);
    case 'env':
      return writeKeys(['env', reference.name]);
    case 'output':
      return `steps.${reference.step}.outputs[${reference.index}]`;
  }
}

/** Keys as a dotted name that `parseKeys` takes apart into them again. */
export function writeKeys(keys: readonly string[]): string {
  const written = keys.map((key, at) => {
    if (/^[^.[\]\s"'{}]+$/.test(key)) return at === 0 ? key : `.${key}`;
    return `["${key.replaceAll(/["\\]/g, '\\$&')}"]`;
  });
  return written.join('');
}

/** The next `}}` that does not stand in quotes; where quotes are odd, simply the next one. */
function closeOf(text: string, from: number): number {
  QUOTED_END.lastIndex = from;
  for (let match = QUOTED_END.exec(text); match !== null; match = QUOTED_END.exec(text)) {
    if (match[0] === CLOSE) return match.index;
    if (match[0].includes('\n')) break;
  }
  return text.indexOf(CLOSE, from);
}
