import { complaintsAbout } from './complaints';
import type { Complaints } from './complaints';
import { LONGEST_TEXT, readDocument } from './document';
import { complainOfDuplicate } from './duplicateKey';
import { readPlain } from './plain/plainText';
import { PIECE, readPieces } from './readPieces';
import { splitText } from './splitText';
import type { SplitText, TextPart } from './splitText';
import { moveNode, shorten } from './textNode';
import type { MapMember, MapNode, Span, TextNode } from './textNode';

/** Turns a text into nodes, and says how far a fault of YAML in it can reach. */
export interface TextParser {
  read(text: string, complaints: Complaints): TextNode | null;
  /** The parts of the text that was read last: what is broken in one leaves the others as they are. */
  parts(): readonly Span[];
}

/** A part in which nothing is wrong: what it says, as it stood last. */
interface Sound {
  node: TextNode | null;
  offset: number;
}

/** A parser that reads a file key by key and step by step, and keeps for the next text what has not changed. */
export function partsParser(): TextParser {
  let known = new Map<string, Sound>();
  let spans: readonly Span[] = [];
  return {
    parts: () => spans,
    read(text, complaints) {
      const split = text.length > LONGEST_TEXT ? null : splitText(text);
      if (split === null) {
        spans = [{ start: 0, end: text.length }];
        return readDocument(text, complaints);
      }
      spans = partsOf(split);
      const before = known.size > 0 ? known : seeded(text, split);
      known = new Map();
      const membersOfPart = (part: TextPart): readonly MapMember[] => {
        const written = text.slice(part.start, part.end);
        const sound = before.get(written) ?? known.get(written) ?? readSound(written);
        if (sound === null) return readBroken(written, part, complaints);
        known.set(written, sound);
        return membersIn(place(sound, part.start), part, complaints);
      };
      return joined(split, membersOfPart, complaints);
    },
  };
}

/** Reads a text as one whole. Of a long one in which nothing is wrong, that takes less time piece by piece. */
export function readWhole(text: string, complaints: Complaints): TextNode | null {
  const isLong = PIECE < text.length && text.length <= LONGEST_TEXT;
  const split = isLong ? splitText(text) : null;
  if (split !== null) {
    const known = readPieces(text, partsOf(split));
    const own = complaintsAbout(text);
    const root =
      known.size === partsOf(split).length
        ? joined(split, (part) => known.get(part)?.members ?? [], own)
        : null;
    if (root !== null && own.list().length === 0) return root;
  }
  return readDocument(text, complaints);
}

/** In one list, `steps` cut into its own. */
function partsOf({ parts, steps }: SplitText): readonly TextPart[] {
  return parts.flatMap((part, at) => (at === steps?.at ? steps.parts : [part]));
}

function joined(
  { parts, steps }: SplitText,
  membersOfPart: (part: TextPart) => readonly MapMember[],
  complaints: Complaints,
): MapNode | null {
  const members = parts.flatMap((part, at) => {
    if (at !== steps?.at) return membersOfPart(part);
    const found = steps.parts.flatMap(membersOfPart);
    const value = mapOf(found, steps.parts, complaints);
    return value === null ? [] : [{ key: 'steps', keySpan: steps.key, value }];
  });
  return mapOf(members, parts, complaints);
}

function readSound(written: string): Sound | null {
  const plain = readPlain(written, { start: 0, end: written.length });
  if (plain !== null) return { node: plain, offset: 0 };
  const own = complaintsAbout(written);
  const node = readDocument(written, own);
  return own.list().length > 0 ? null : { node, offset: 0 };
}

/** At first the parts are read many at a time, which is faster. */
function seeded(text: string, split: SplitText): Map<string, Sound> {
  const found = new Map<string, Sound>();
  for (const [part, node] of readPieces(text, partsOf(split))) {
    found.set(text.slice(part.start, part.end), { node, offset: part.start });
  }
  return found;
}

function place(sound: Sound, offset: number): TextNode | null {
  if (sound.node !== null && sound.offset !== offset) {
    sound.node = moveNode(sound.node, offset - sound.offset);
    sound.offset = offset;
  }
  return sound.node;
}

/** Sentences name lines, so a part with something wrong is read where it stands each time. */
function readBroken(written: string, part: TextPart, complaints: Complaints): readonly MapMember[] {
  const node = readDocument(written, complaintsInside(part, written.trimEnd().length, complaints));
  if (node?.kind !== 'map' || !part.isKey) return [];
  return node.members.map(({ key, keySpan, value }) => ({
    key,
    keySpan: { start: keySpan.start + part.start, end: keySpan.end + part.start },
    value: moveNode(value, part.start),
  }));
}

/** Complaints about a part, told of the whole; what is missing at its end is missing at its last character. */
function complaintsInside(part: TextPart, length: number, whole: Complaints): Complaints {
  const moved = ({ start, end }: Span): Span => {
    const from = Math.min(start, Math.max(0, length - 1));
    return { start: from + part.start, end: Math.max(from, end) + part.start };
  };
  return {
    add(code, span, message, more = {}) {
      const related = (more.related ?? []).map((each) => ({ ...each, span: moved(each.span) }));
      whole.add(code, moved(span), message, { ...more, related });
    },
    rangeOf: (span) => whole.rangeOf(moved(span)),
    placeOf: (span) => whole.placeOf(moved(span)),
    written: (span) => whole.written(moved(span)),
    list: () => whole.list(),
  };
}

/** What is no mapping is a key that is being written. */
function membersIn(
  node: TextNode | null,
  part: TextPart,
  complaints: Complaints,
): readonly MapMember[] {
  if (node?.kind === 'map' && part.isKey) return node.members;
  if (node !== null) complainOfNoKey(node, complaints);
  return [];
}

function complainOfNoKey({ span }: TextNode, complaints: Complaints): void {
  const written = shorten(complaints.written(span));
  const message = `This is not valid YAML: \`${written}\` stands where a key should. Write \`key: value\`, or look at the indentation of this line.`;
  complaints.add('yaml-invalid', span, message);
}

function mapOf(
  found: readonly MapMember[],
  parts: readonly TextPart[],
  complaints: Complaints,
): MapNode | null {
  const members = new Map<string, MapMember>();
  for (const member of found) {
    const before = members.get(member.key);
    if (before === undefined) members.set(member.key, member);
    else
      complainOfDuplicate(
        member.key,
        { keySpan: member.keySpan, before: before.keySpan },
        complaints,
      );
  }
  const [first] = found;
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    kind: 'map',
    members: [...members.values()],
    span: { start: first.keySpan.start, end: last.end },
  };
}
