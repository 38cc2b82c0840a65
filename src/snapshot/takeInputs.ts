import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { byCodeUnit } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanStep } from '../pipeline/model';
import { fileEntry } from '../store/fileEntry';
import type { StoreFailure } from '../store/failures';
import type { FileStat, FileToTake, Store, TakenFile, UntouchedTree } from '../store/storeModel';
import { treeText } from '../store/tree';
import type { FolderEntry, LinkEntry, TreeEntry } from '../store/treeModel';
import { expand } from './expand';
import type { Expanded } from './expand';
import type { SnapshotFailure, TakeFailure } from './failures';
import { isDeclaredBy } from './outputScope';
import { withoutOwnOutputs } from './ownOutputs';
import type { Scan } from './scan';

/** The inputs of a step as they were taken. */
export interface TakenInputs {
  readonly tree: Digest;
  /** What the store answered without taking a file; null where it had to. */
  readonly untouched: UntouchedTree | null;
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[];
  /** By path, of what a link points to: to tell later whether anything was touched. */
  readonly stats: ReadonlyMap<string, FileStat>;
}

/** What `takeInputs` is given. */
export interface TakeInputsOptions {
  readonly store: Store;
  /** Where the plan's paths lie: the project, or a room. */
  readonly root: string;
  readonly step: PlanStep;
  /** Answer untouched files from the stat cache. */
  readonly cached: boolean;
  /** Outputs of the plan with `cache: false`: what lies in them is not kept as an input either. */
  readonly uncached?: readonly string[];
  /** False: digests only, as a status needs them. */
  readonly keep?: boolean;
  /** What a scan of the root has seen a moment ago, where nothing has run since. */
  readonly seen?: Scan['seen'] | undefined;
}

/** Takes the declared inputs of a step as they are now, links followed, and where they are kept their tree too. */
export async function takeInputs(
  options: TakeInputsOptions,
): Promise<Result<TakenInputs, TakeFailure | SnapshotFailure | StoreFailure>> {
  const { store, root, step } = options;
  const all = expand(root, step.inputs, { follow: true, seen: options.seen });
  if (!all.ok) return all;
  const expanded = withoutOwnOutputs(all.value, step);
  const gone = firstGone(expanded);
  if (gone !== null) return failed({ code: 'input-gone', step: step.name, path: gone });
  const special = expanded.find(({ kind, special }) => kind === 'file' && special.length > 0);
  if (special !== undefined) {
    return failed({
      code: 'file-unreadable',
      path: special.path,
      error: 'neither file nor folder',
    });
  }
  const files = filesToTake(expanded, options);
  const others = othersOf(expanded);
  const untouched = options.cached ? store.untouchedTree(root, { files, others }) : null;
  if (untouched !== null) return ok(asTaken(untouched, expanded));
  const taken = await store.takeFiles(root, files, { cached: options.cached });
  if (!taken.ok) {
    const { failure } = taken;
    if (failure.code !== 'file-vanished') return taken;
    return failed({ code: 'input-gone', step: step.name, path: failure.path });
  }
  const entries = joinEntries(taken.value.map(fileEntry), expanded);
  const { keep = true } = options;
  const tree = keep ? await store.putTree(entries) : ok(digestOf(treeText(entries)));
  if (!tree.ok) return tree;
  if (options.cached) {
    store.rememberTree(root, { files, others, taken: taken.value, tree: tree.value });
  }
  let stats: TakenInputs['stats'] | null = null;
  return ok({
    tree: tree.value,
    untouched,
    entries,
    get stats() {
      return (stats ??= statsOf(taken.value));
    },
  });
}

/** Most often nobody asks what the inputs are that are as they were. */
function asTaken(untouched: UntouchedTree, expanded: readonly Expanded[]): TakenInputs {
  let entries: TakenInputs['entries'] | null = null;
  let stats: TakenInputs['stats'] | null = null;
  return {
    tree: untouched.tree,
    untouched,
    get entries() {
      return (entries ??= joinEntries(untouched.taken().map(fileEntry), expanded));
    },
    get stats() {
      return (stats ??= statsOf(untouched.taken()));
    },
  };
}

function statsOf(taken: readonly TakenFile[]): TakenInputs['stats'] {
  return new Map(taken.map(({ path, stat }) => [path, stat]));
}

/** The first declaration that takes nothing, or the first link with nothing at its end. */
export function firstGone(expanded: readonly Expanded[]): string | null {
  for (const { path, kind, broken } of expanded) {
    if (kind === 'nothing') return path;
    if (broken.length > 0) return broken[0] as string;
  }
  return null;
}

/** File entries with the folders and links of some expansions: each path once, sorted; what is a file in one is no link in another. */
export function joinEntries(
  files: readonly TreeEntry[],
  expanded: readonly Expanded[],
): TreeEntry[] {
  const others = othersOf(expanded);
  // Within one expansion every path is there once.
  const all = expanded.length < 2 ? [...others, ...files] : lastOfEach([...others, ...files]);
  return all.sort((a, b) => byCodeUnit(a.path, b.path));
}

function othersOf(expanded: readonly Expanded[]): (FolderEntry | LinkEntry)[] {
  const others: (FolderEntry | LinkEntry)[] = [];
  for (const { folders, links } of expanded) {
    for (const path of folders) others.push({ path, kind: 'folder' });
    for (const { path, target } of links) others.push({ path, kind: 'link', target });
  }
  return others;
}

function lastOfEach(entries: readonly TreeEntry[]): TreeEntry[] {
  return [...new Map(entries.map((entry) => [entry.path, entry])).values()];
}

/** Of two declarations that take one file, the longer says whether its bytes are kept. */
function filesToTake(expanded: readonly Expanded[], options: TakeInputsOptions): FileToTake[] {
  const { step, keep = true, uncached = [] } = options;
  const [only] = expanded;
  if (only !== undefined && expanded.length === 1 && uncached.length === 0) {
    // Within one expansion every path is there once.
    const kept = keep && (step.inputs[0]?.cache ?? true);
    return only.files.map(({ path, stat }) => ({ path, stat, keep: kept }));
  }
  const files = new Map<string, FileToTake>();
  const order = expanded.map((_, at) => at);
  order.sort((a, b) => (expanded[a]?.path.length ?? 0) - (expanded[b]?.path.length ?? 0));
  const scopes = uncached.map(isDeclaredBy);
  for (const at of order) {
    const kept = keep && (step.inputs[at]?.cache ?? true);
    for (const { path, stat } of expanded[at]?.files ?? []) {
      files.set(path, { path, stat, keep: kept && !scopes.some((holds) => holds(path)) });
    }
  }
  return [...files.values()];
}
