import { digestOfOutput, subTree } from '../snapshot/subTree';
import { byCodeUnit } from '../base/paths';
import type { Result } from '../base/result';
import type { OutputDeclaration } from '../pipeline/model';
import type { Difference, OutputReport } from '../records/report';
import { worstOf } from '../records/verdict';
import type { Verdict } from '../records/verdict';
import type { FindBytes } from '../snapshot/findMissing';
import type { StoreFailure } from '../store/failures';
import { sameEntry } from '../store/sameEntry';
import type { Store } from '../store/storeModel';
import type { FileEntry, TreeEntry } from '../store/treeModel';
import { compareFiles } from './comparators/choose';
import { hasRule, MOST_DIFFERENCES } from './comparators/comparator';
import type { FileSide, Rule, Tools } from './comparators/comparator';

/** What one output came to on both sides; the entries may hold more than its own. */
export interface OutputSides {
  readonly was: readonly TreeEntry[];
  readonly is: readonly TreeEntry[];
}

/** Look elsewhere for what the store no longer has of either side; left out where nobody can. */
export interface Finders {
  readonly was?: FindBytes;
  readonly is?: FindBytes;
}

/** Judges one declared output: equal digests without a comparator, unequal ones file by file. */
export async function compareOutput(
  output: OutputDeclaration,
  sides: OutputSides,
  options: {
    readonly store: Store;
    readonly rule: Rule;
    /** The step has no outcome to judge on one side. */
    readonly notRun: boolean;
    readonly find?: Finders;
    readonly tools: Tools;
  },
): Promise<OutputReport> {
  const was = digestOfOutput(sides.was, output.path);
  const is = digestOfOutput(sides.is, output.path);
  const [before, now] = [subTree(sides.was, output.path), subTree(sides.is, output.path)];
  const head = { path: output.path, was, is };
  if (options.notRun) return { ...head, verdict: 'not-run', comparator: 'none', ...NOTHING };
  if (was !== null && was === is && sameModes(before, now)) {
    return { ...head, verdict: 'identical', comparator: 'bytes', ...NOTHING };
  }
  const parts: FileJudgement[] = [];
  for (const [old, fresh] of pairsOf(before, now)) {
    parts.push(await judgeEntry(old, fresh, { ...options, cache: output.cache }));
  }
  const judged = parts.length === 0 ? [ABSENT] : parts;
  return {
    ...head,
    verdict: worstOf(judged.map((part) => part.verdict)),
    comparator: leading(judged),
    notes: [...new Set(judged.flatMap((part) => part.notes))],
    differencesTotal: judged.reduce((sum, part) => sum + part.differencesTotal, 0),
    differences: judged.flatMap((part) => part.differences).slice(0, MOST_DIFFERENCES),
  };
}

const NOTHING = { notes: [], differencesTotal: 0, differences: [] };

interface FileJudgement {
  readonly verdict: Verdict;
  readonly comparator: string;
  readonly notes: readonly string[];
  readonly differencesTotal: number;
  readonly differences: readonly Difference[];
}

const ABSENT: FileJudgement = {
  verdict: 'different',
  comparator: 'bytes',
  notes: ['Neither side has this output.'],
  differencesTotal: 0,
  differences: [],
};

interface JudgeEntry {
  readonly store: Store;
  readonly rule: Rule;
  readonly cache: boolean;
  readonly find?: Finders;
  readonly tools: Tools;
}

async function judgeEntry(
  was: TreeEntry | null,
  is: TreeEntry | null,
  options: JudgeEntry,
): Promise<FileJudgement> {
  const file = (was ?? is)?.path ?? '';
  if (was?.kind !== 'file' || is?.kind !== 'file') {
    return plain({ file, at: placeOf(was, is), was: shown(was), is: shown(is), delta: null });
  }
  if (was.executable !== is.executable && was.digest === is.digest) return modeDiffers(was, is);
  const judged = await judgeBytes(was, is, options);
  if (was.executable === is.executable) return judged;
  const mode = modeDiffers(was, is);
  return {
    ...judged,
    verdict: 'different',
    differencesTotal: judged.differencesTotal + 1,
    differences: [...mode.differences, ...judged.differences],
  };
}

async function judgeBytes(
  was: FileEntry,
  is: FileEntry,
  options: JudgeEntry,
): Promise<FileJudgement> {
  const { store, rule, cache, tools } = options;
  // What is too big to keep is not taken into the store for a comparison either.
  const notes = cache ? await lookElsewhere(was, is, options) : [];
  const gone = [was, is].filter(({ digest }) => !store.has(digest));
  if (gone.length > 0) {
    const why = cache ? 'is no longer in the store' : 'was not kept (`cache: false`)';
    const note = `The content of ${was.path} ${why}, so only its digests could be compared.`;
    const verdict = hasRule(rule) ? 'incomparable' : 'different';
    const judged = plain({
      file: was.path,
      at: null,
      was: was.digest,
      is: is.digest,
      delta: null,
    });
    return { ...judged, verdict, comparator: 'none', notes: [...notes, note] };
  }
  const both = [sideOf(store, was), sideOf(store, is)] as const;
  const judged = await compareFiles(was.path, both, rule, tools);
  return { ...judged, notes: [...notes, ...judged.notes] };
}

/** Where bytes were found that the store did not have, as notes. */
async function lookElsewhere(
  was: FileEntry,
  is: FileEntry,
  { store, find }: JudgeEntry,
): Promise<string[]> {
  const sides = [[was, find?.was] as const, [is, find?.is] as const];
  // Looking for one may bring the other along.
  const missing = sides.filter(([{ digest }]) => !store.has(digest));
  const notes: string[] = [];
  for (const [entry, finder] of missing) {
    const found = await finder?.(entry);
    if (found?.ok !== true || found.value === null) continue;
    const where = found.value === 'git' ? 'git' : 'the workspace';
    notes.push(`${entry.path}: bytes taken from ${where}.`);
  }
  return notes;
}

function sideOf(store: Store, entry: FileEntry): FileSide {
  return {
    digest: entry.digest,
    size: entry.size,
    bytes: (): Promise<Result<Buffer, StoreFailure>> => store.getBytes(entry.digest),
    stream: () => store.getStream(entry.digest),
  };
}

function pairsOf(
  was: readonly TreeEntry[],
  is: readonly TreeEntry[],
): [TreeEntry | null, TreeEntry | null][] {
  const before = new Map(was.map((entry) => [entry.path, entry]));
  const now = new Map(is.map((entry) => [entry.path, entry]));
  const paths = [...new Set([...before.keys(), ...now.keys()])].sort(byCodeUnit);
  return paths
    .map((path): [TreeEntry | null, TreeEntry | null] => [
      before.get(path) ?? null,
      now.get(path) ?? null,
    ])
    .filter(([a, b]) => !sameEntry(a, b));
}

function sameModes(was: readonly TreeEntry[], is: readonly TreeEntry[]): boolean {
  return pairsOf(was, is).length === 0;
}

function modeDiffers(was: FileEntry, is: FileEntry): FileJudgement {
  return plain({ file: was.path, at: 'mode', was: mode(was), is: mode(is), delta: null });
}

function mode(entry: FileEntry): string {
  return entry.executable ? 'executable' : 'not executable';
}

function placeOf(was: TreeEntry | null, is: TreeEntry | null): string | null {
  if (was === null || is === null) return null;
  return was.kind === is.kind ? 'target' : 'kind';
}

function shown(entry: TreeEntry | null): string | null {
  if (entry === null) return null;
  return entry.kind === 'file' ? entry.digest : entry.kind === 'link' ? entry.target : 'folder';
}

function plain(difference: Difference): FileJudgement {
  return {
    verdict: 'different',
    comparator: 'bytes',
    notes: [],
    differencesTotal: 1,
    differences: [difference],
  };
}

/** The comparator of the worst file stands for a folder's. */
function leading(parts: readonly FileJudgement[]): string {
  const worst = worstOf(parts.map((part) => part.verdict));
  return parts.find((part) => part.verdict === worst)?.comparator ?? 'bytes';
}
