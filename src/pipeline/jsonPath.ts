/** One part of a JSON path: a key, an index, every member, or a key at any depth below. */
export type JsonPathPart =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'anywhere'; readonly key: string };

const PART =
  /\.\.([^.[\]\s"'*]+)|\.([^.[\]\s"'*]+)|\[(\d+)\]|\[(\*)\]|\[("(?:[^"\\]|\\.)*")\]|\['((?:[^'\\]|\\.)*)'\]/y;

/** The parts of a JSON path: `$`, `.key`, `["any key"]`, `[0]`, `[*]`, `..key`; null where it is none. */
export function parseJsonPath(text: string): readonly JsonPathPart[] | null {
  if (!text.startsWith('$')) return null;
  const parts: JsonPathPart[] = [];
  for (let at = 1; at < text.length;) {
    PART.lastIndex = at;
    const match = PART.exec(text);
    if (match === null) return null;
    const part = partOf(match);
    if (part === null) return null;
    parts.push(part);
    at += match[0].length;
  }
  return parts;
}

function partOf(match: RegExpExecArray): JsonPathPart | null {
  const [, anywhere, key, index, all, quoted, single] = match;
  if (anywhere !== undefined) return { kind: 'anywhere', key: anywhere };
  if (key !== undefined) return { kind: 'key', key };
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  if (all !== undefined) return { kind: 'all' };
  if (single !== undefined) return { kind: 'key', key: single.replace(/\\(.)/g, '$1') };
  try {
    return { kind: 'key', key: JSON.parse(quoted as string) as string };
  } catch {
    return null;
  }
}
