import { complaintsAbout } from './complaints';
import { MOST_TOKENS, readDocument } from './document';
import { DEEPEST } from './fromYaml';
import { mostTokens } from './plain/mostTokens';
import { readPlain } from './plain/plainText';
import type { TextPart } from './splitText';
import type { MapMember, MapNode } from './textNode';

/**
 * So many characters are parsed at a time. What the YAML library makes of a text is many times its size and lives
 * until its end: of a short text it is gone before the collector would have to move it.
 */
export const PIECE = 12_000;

/**
 * What each part says; parts in whose company something is wrong are left out. The plain ones are read one by one,
 * the others many at a time by the YAML library.
 */
export function readPieces(
  text: string,
  parts: readonly TextPart[],
): ReadonlyMap<TextPart, MapNode> {
  const { found, tokens } = plainParts(text, parts);
  const left = { tokens: MOST_TOKENS - tokens };
  let own = complaintsAbout(text);
  for (const piece of piecesOf(parts.filter((part) => !found.has(part)))) {
    const [first, last] = [piece[0], piece.at(-1)];
    if (first === undefined || last === undefined) continue;
    const written = text.slice(first.start, last.end);
    const root = readDocument(written, own, { offset: first.start, deepest: DEEPEST - 2, left });
    if (own.list().length > 0) {
      own = complaintsAbout(text);
      continue;
    }
    const members = root?.kind === 'map' ? root.members : [];
    if (members.length !== piece.length) continue;
    for (const [at, part] of piece.entries()) {
      const member = members[at];
      if (member === undefined || !isWithin(member, part)) break;
      found.set(part, { kind: 'map', members: [member], span: member.keySpan });
    }
  }
  return found;
}

/** The parts that need no library. Where all of them may hold too many tokens, none: then the library has to count. */
function plainParts(
  text: string,
  parts: readonly TextPart[],
): { readonly found: Map<TextPart, MapNode>; readonly tokens: number } {
  const found = new Map<TextPart, MapNode>();
  let tokens = 0;
  for (const part of parts) {
    const node = readPlain(text, part);
    const [member, another] = node?.members ?? [];
    if (node === null || member === undefined || another !== undefined) continue;
    tokens += mostTokens(text, part, node);
    found.set(part, { kind: 'map', members: [member], span: member.keySpan });
  }
  return tokens > MOST_TOKENS ? { found: new Map(), tokens: 0 } : { found, tokens };
}

function piecesOf(parts: readonly TextPart[]): readonly (readonly TextPart[])[] {
  const pieces: TextPart[][] = [];
  for (const [at, part] of parts.entries()) {
    const piece = pieces.at(-1);
    const start = piece?.[0]?.start ?? part.start;
    if (piece !== undefined && parts[at - 1]?.end === part.start && part.end - start <= PIECE) {
      piece.push(part);
    } else {
      pieces.push([part]);
    }
  }
  return pieces;
}

function isWithin({ keySpan }: MapMember, part: TextPart): boolean {
  return part.start <= keySpan.start && keySpan.end <= part.end;
}
