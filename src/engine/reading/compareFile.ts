import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import type { FileComparison, Shown, SideName } from '../../present/reportPage/comparison';
import { valueRows } from '../../present/reportPage/valueRows';
import type { Failure } from '../../records/failures';
import type { OutputReport } from '../../records/report';
import { bytesFinder } from '../../snapshot/findMissing';
import { subTree } from '../../snapshot/subTree';
import type { FileEntry, TreeEntry } from '../../store/treeModel';
import { NotTable } from '../../verify/comparators/csvRows';
import type { Session } from '../session';
import { changedLines } from './changedLines';
import { changedRows } from './changedRows';
import { firstDifference } from './firstDifference';
import type { OpenedReport, OpenedSide } from './openedReport';
import { factsOf, outputFiles } from './outputFiles';

/** Where a file of a report stands. */
export interface Place {
  readonly step: string;
  readonly output: string;
  readonly file: string;
}

/** Larger files are compared byte by byte alone, and are not looked for outside the store. */
const MOST_TEXT = 32 * 1024 * 1024;
/** The largest picture that is sent to a page. */
const MOST_IMAGE = 32 * 1024 * 1024;
const HEAD = 4096;

/** The entries of an output on both sides. */
export function entriesOf(
  opened: OpenedReport,
  { step, output }: Pick<Place, 'step' | 'output'>,
): Record<SideName, readonly TreeEntry[]> {
  const own = (side: OpenedSide): readonly TreeEntry[] =>
    subTree(side.outcomes.get(step) ?? [], output);
  return { was: own(opened.was), is: own(opened.is) };
}

/** The most files of an output that a page is told of. */
const MOST_FILES = 500;

/** What an output holds, for a page. */
export function filesOf(opened: OpenedReport, place: Pick<Place, 'step' | 'output'>) {
  const { was, is } = entriesOf(opened, place);
  return outputFiles(was, is, MOST_FILES);
}

/** Lays a file of an output side by side, in the way that shows its difference best. */
export async function compareFile(
  session: Session,
  opened: OpenedReport,
  place: Place,
): Promise<Result<FileComparison, Failure>> {
  const entries = entriesOf(opened, place);
  const entryOf = (side: SideName): TreeEntry | null =>
    entries[side].find(({ path }) => path === place.file) ?? null;
  const [was, is] = [entryOf('was'), entryOf('is')];
  const files = { was: fileOf(was), is: fileOf(is) };
  const gone: SideName[] = [];
  for (const side of ['was', 'is'] as const) {
    const file = files[side];
    if (file && !(await isHere(session, opened[side], file))) gone.push(side);
  }
  const facts = { path: place.file, was: factsOf(was), is: factsOf(is), gone };
  const differ = files.was?.digest !== files.is?.digest;
  if (gone.length > 0 || !differ) {
    return ok({ ...facts, text: gone.length === 0, shown: { kind: 'nothing' } });
  }
  const output = outputOf(opened, place);
  const read = await show(session, files, { place, output });
  return read.ok ? ok({ ...facts, ...read.value }) : read;
}

interface Files {
  readonly was: FileEntry | null;
  readonly is: FileEntry | null;
}

async function show(
  session: Session,
  files: Files,
  { place, output }: { readonly place: Place; readonly output: OutputReport | null },
): Promise<Result<{ shown: Shown; text: boolean }, Failure>> {
  const largest = Math.max(files.was?.size ?? 0, files.is?.size ?? 0);
  const type = imageType(place.file);
  if (type !== null && largest <= MOST_IMAGE) {
    return ok({ shown: { kind: 'images', type }, text: type === 'image/svg+xml' });
  }
  if (largest > MOST_TEXT) return showBytes(session, files);
  const was = await bytesOf(session, files.was);
  if (!was.ok) return was;
  const is = await bytesOf(session, files.is);
  if (!is.ok) return is;
  if (![was.value, is.value].every(isText)) return showBytes(session, files);
  return ok({ shown: await showText(place, output, [was.value, is.value]), text: true });
}

async function showText(
  place: Place,
  output: OutputReport | null,
  [was, is]: readonly [Buffer, Buffer],
): Promise<Shown> {
  const own = (output?.differences ?? []).filter(({ file }) => file === place.file);
  const values = own.filter(({ at }) => at?.startsWith('$') ?? false);
  if (values.length > 0) {
    const alone = place.file === place.output;
    const total = alone ? (output?.differencesTotal ?? 0) : values.length;
    return { kind: 'values', rows: valueRows(values, 'json'), total };
  }
  if (/\.[ct]sv$/i.test(place.file)) {
    try {
      const table = await changedRows(was, is, /\.tsv$/i.test(place.file) ? '\t' : ',');
      if (table.total > 0 || table.otherHeader !== null) return table;
    } catch (error) {
      if (!(error instanceof NotTable)) throw error;
    }
  }
  return changedLines(was.toString('utf8'), is.toString('utf8'));
}

async function showBytes(
  { store }: Session,
  files: Files,
): Promise<Result<{ shown: Shown; text: boolean }, Failure>> {
  if (files.was === null || files.is === null) {
    return ok({ shown: { kind: 'nothing' }, text: false });
  }
  const was = await store.getStream(files.was.digest);
  if (!was.ok) return was;
  const is = await store.getStream(files.is.digest);
  if (!is.ok) return is;
  try {
    const shown = await firstDifference(piecesOf(was.value), piecesOf(is.value));
    return ok({ shown, text: false });
  } catch (error) {
    // A stream that does not prove its digest ends with the failure that says so.
    if (error instanceof Error && 'failure' in error) return failed(error.failure as Failure);
    throw error;
  }
}

function piecesOf(stream: Readable): AsyncIterable<Uint8Array> {
  return stream as AsyncIterable<Uint8Array>;
}

/** The bytes of an entry, proven; none for a side that has no such file. */
async function bytesOf(
  { store }: Session,
  entry: FileEntry | null,
): Promise<Result<Buffer, Failure>> {
  return entry === null ? ok(Buffer.alloc(0)) : store.getBytes(entry.digest);
}

/** Whether the bytes of a file are in the store, or could be found elsewhere. */
export async function isHere(
  { store, project }: Session,
  { origin }: Pick<OpenedSide, 'origin'>,
  entry: FileEntry,
): Promise<boolean> {
  if (store.has(entry.digest)) return true;
  if (origin === null || entry.size > MOST_TEXT) return false;
  const found = await bytesFinder({ store, project, version: origin })(entry);
  return found.ok && found.value !== null;
}

function outputOf({ facts }: OpenedReport, { step, output }: Place): OutputReport | null {
  const own = facts.report.steps.find(({ name }) => name === step);
  return own?.outputs.find(({ path }) => path === output) ?? null;
}

function fileOf(entry: TreeEntry | null): FileEntry | null {
  return entry?.kind === 'file' ? entry : null;
}

/** No NUL in its beginning, and UTF-8 as a whole. */
function isText(bytes: Buffer): boolean {
  return !bytes.subarray(0, HEAD).includes(0) && isUtf8(bytes);
}

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  avif: 'image/avif',
  svg: 'image/svg+xml',
};

/** What a browser takes a file for by its name; null for what it does not draw. */
export function imageType(path: string): string | null {
  return IMAGE_TYPES[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''] ?? null;
}
