import { processHost } from '../../base/host';
import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import { reportMarkdown } from '../../present/reportMarkdown';
import { reportPage } from '../../present/reportPage/reportPage';
import type { Failure } from '../../records/failures';
import type { ReportRef } from '../../records/reportRef';
import type { Project } from '../../store/layout';
import type { FileEntry } from '../../store/treeModel';
import { withExisting } from '../session';
import type { Session } from '../session';
import { compareFile, entriesOf, filesOf, isHere } from './compareFile';
import { openReport } from './openedReport';
import type { OpenedReport } from './openedReport';
import type { ReadReport, SavedReader } from './readerModel';
import { fileAt, savedSide, savedTree, treeKey } from './savedTree';
import type { SavedTree } from './savedTree';

/** How many reports and trees are kept at hand. */
const KEPT = 6;
/** The largest file that is kept at hand between two pieces of it. */
const MOST_KEPT = 64 * 1024 * 1024;

/** Reads reports and saved files in this thread; what was read last is kept at hand. */
export function readSaved(project: Project): SavedReader {
  const reports = new Kept<OpenedReport>(() => true);
  const trees = new Kept<SavedTree>(({ whole }) => whole);
  let last: { readonly digest: string; readonly bytes: Buffer } | null = null;

  const withStore = <T>(
    use: (session: Session) => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> =>
    withExisting(project, processHost(), failed({ code: 'run-unknown', id: 'latest' }), use);

  const opened = (session: Session, ref: ReportRef): Promise<Result<OpenedReport, Failure>> =>
    reports.get(JSON.stringify(ref), () => openReport(session, ref));

  // A checkout may bring another version of the same label, and a live run goes on: the record is read each time.
  const treeOf = async (session: Session, name: string): Promise<Result<SavedTree, Failure>> => {
    const side = savedSide(session, name);
    if (!side.ok) return side;
    return trees.get(`${name} ${treeKey(side.value)}`, () => savedTree(session, side.value));
  };

  const bytesOf = async (
    { store }: Session,
    entry: FileEntry,
  ): Promise<Result<Buffer, Failure>> => {
    if (last?.digest === entry.digest) return ok(last.bytes);
    const read = await store.getBytes(entry.digest);
    if (read.ok && entry.size <= MOST_KEPT) last = { digest: entry.digest, bytes: read.value };
    return read;
  };

  return {
    report: (ref) =>
      withStore(async (session) => {
        // What is the newest, or compared anew, may be another one than the last time.
        const read = await openReport(session, ref);
        if (!read.ok) return read;
        reports.set(JSON.stringify(read.value.ref), read.value);
        return ok(pageOf(read.value));
      }),
    summary: (ref) =>
      withStore(async (session) => {
        const report = await opened(session, ref);
        return report.ok ? ok(reportMarkdown(report.value.facts.report)) : report;
      }),
    files: (ref, place) =>
      withStore(async (session) => {
        const report = await opened(session, ref);
        return report.ok ? ok(filesOf(report.value, place)) : report;
      }),
    compare: (ref, place) =>
      withStore(async (session) => {
        const report = await opened(session, ref);
        return report.ok ? compareFile(session, report.value, place) : report;
      }),
    bytes: (ref, { side, offset, length, ...place }) =>
      withStore(async (session) => {
        const report = await opened(session, ref);
        if (!report.ok) return report;
        const entry = entriesOf(report.value, place)[side].find(({ path }) => path === place.file);
        if (entry?.kind !== 'file') return failed({ code: 'file-vanished', path: place.file });
        await isHere(session, report.value[side], entry);
        const bytes = await bytesOf(session, entry);
        if (!bytes.ok) return bytes;
        const piece = new Uint8Array(bytes.value.subarray(offset, offset + length));
        return ok({ bytes: piece, size: entry.size });
      }),
    stat: ({ name, path }) =>
      withStore(async (session) => {
        const tree = await treeOf(session, name);
        if (!tree.ok) return tree;
        const { entries, folders, at } = tree.value;
        if (folders.has(path)) return ok({ kind: 'folder', size: 0, at });
        const entry = entries.get(path);
        if (entry === undefined) return ok(null);
        const file = entry.kind === 'link' ? fileAt(tree.value, path) : entry;
        return ok({ kind: entry.kind, size: file?.kind === 'file' ? file.size : 0, at });
      }),
    list: ({ name, path }) =>
      withStore(async (session) => {
        const tree = await treeOf(session, name);
        return tree.ok ? ok(tree.value.folders.get(path) ?? null) : tree;
      }),
    read: ({ name, path }) =>
      withStore(async (session) => {
        const tree = await treeOf(session, name);
        if (!tree.ok) return tree;
        const entry = fileAt(tree.value, path);
        if (entry?.kind !== 'file') return ok(null);
        await isHere(session, tree.value, entry);
        const bytes = await bytesOf(session, entry);
        return bytes.ok ? ok(new Uint8Array(bytes.value)) : bytes;
      }),
    close: () => Promise.resolve(),
  };
}

function pageOf({ ref, facts, was, is }: OpenedReport): ReadReport {
  const { report } = facts;
  const replay = report.compared === undefined;
  return {
    ref,
    page: reportPage(facts, { canVerify: replay && was.name !== null }),
    pipeline: report.pipeline,
    version: replay ? report.version : null,
    sides: { was: was.name, is: is.name },
    runs: { was: was.run, is: is.run },
  };
}

/** The values that were asked for last, of those that do not change any more. */
class Kept<T> {
  readonly #values = new Map<string, T>();
  readonly #lasts: (value: T) => boolean;

  constructor(lasts: (value: T) => boolean) {
    this.#lasts = lasts;
  }

  async get(key: string, make: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    const known = this.#values.get(key);
    if (known !== undefined) {
      this.set(key, known);
      return ok(known);
    }
    const made = await make();
    if (made.ok && this.#lasts(made.value)) this.set(key, made.value);
    return made;
  }

  set(key: string, value: T): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= KEPT) break;
      this.#values.delete(oldest);
    }
  }
}
