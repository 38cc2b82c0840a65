import type { Digest } from '../base/digest';
import { absoluteIn, isWithin, parentsOf } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanStep } from '../pipeline/model';
import { fileEntry } from '../store/fileEntry';
import type { StoreFailure } from '../store/failures';
import type { FileStat, FileToTake, Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import { expand } from './expand';
import type { Expanded } from './expand';
import type { SnapshotFailure, TakeFailure } from './failures';
import { fileStatOf, lookAt } from './folderListing';
import { joinEntries } from './takeInputs';

/** The outcome of a step. */
export interface TakenOutputs {
  /** The tree of all its outputs. */
  readonly outcome: Digest;
  /** Sorted by path. */
  readonly entries: readonly TreeEntry[];
  readonly stats: ReadonlyMap<string, FileStat>;
  /** Tracked files inside folder outputs that the step did not write, sorted; no part of the outcome. */
  readonly notJudged: readonly string[];
  /** Tracked files inside folder outputs that the step took away, sorted: no tree can hold that. */
  readonly removed: readonly string[];
  /** What is never taken and lies in outputs all the same, sorted; no part of the outcome. */
  readonly neverTaken: readonly string[];
}

/** Tracked files that stay inside outputs, as they are before a step starts. */
export type TrackedBefore = ReadonlyMap<string, FileStat>;

/** What `takeOutputs` is given. */
export interface TakeOutputsOptions {
  readonly store: Store;
  readonly root: string;
  readonly step: PlanStep;
  readonly cached: boolean;
  /** As they were before the step started. */
  readonly before: TrackedBefore;
  /** False: digests only, as a status needs them. */
  readonly keep?: boolean;
}

/** Takes what a step has made, and keeps the tree of it. All outputs that are missing are named at once. */
export async function takeOutputs(
  options: TakeOutputsOptions,
): Promise<Result<TakenOutputs, TakeFailure | SnapshotFailure | StoreFailure>> {
  const { store, root, step, before } = options;
  const expanded = expand(root, step.outputs, { follow: false });
  if (!expanded.ok) return expanded;
  const untouched = untouchedOf(root, expanded.value, before);
  const missing = step.outputs.filter((_, at) => isMissing(expanded.value[at], untouched));
  if (missing.length > 0) {
    const paths = missing.map(({ path }) => path);
    return failed({ code: 'output-missing', step: step.name, paths });
  }
  const wrong = firstWrong(expanded.value, untouched, step.name);
  if (wrong !== null) return failed(wrong);
  const made = expanded.value.map((one) => without(one, untouched));
  const taken = await store.takeFiles(root, filesToTake(made, options), { cached: options.cached });
  if (!taken.ok) return failed(asOutputFailure(taken.failure, step.name));
  const entries = joinEntries(taken.value.map(fileEntry), made);
  const outcome = await store.putTree(entries);
  if (!outcome.ok) return outcome;
  const stats = new Map(taken.value.map(({ path, stat }) => [path, stat]));
  const removed = [...before.keys()].filter((path) => lookAt(absoluteIn(root, path)) === null);
  return ok({
    outcome: outcome.value,
    entries,
    stats,
    notJudged: [...untouched].sort(),
    removed: removed.sort(),
    neverTaken: [...new Set(made.flatMap((one) => one.neverTaken))].sort(),
  });
}

/** Tracked files and links whose inode and change time are still those from before. */
function untouchedOf(
  root: string,
  expanded: readonly Expanded[],
  before: TrackedBefore,
): Set<string> {
  const untouched = new Set<string>();
  if (before.size === 0) return untouched;
  const look = (path: string, stat: FileStat): void => {
    const was = before.get(path);
    if (was?.inode === stat.inode && was.ctimeMs === stat.ctimeMs) untouched.add(path);
  };
  for (const { files, links, followed } of expanded) {
    for (const { path, stat } of files) look(path, stat);
    for (const { path } of [...links, ...followed]) {
      if (!before.has(path)) continue;
      const stats = lookAt(absoluteIn(root, path));
      if (stats !== null) look(path, fileStatOf(stats));
    }
  }
  return untouched;
}

/** A folder that stood there before, for the tracked files in it, has to hold something else. */
function isMissing(expanded: Expanded | undefined, untouched: ReadonlySet<string>): boolean {
  if (expanded === undefined || expanded.kind === 'nothing') return true;
  if (untouched.size === 0) return false;
  const { kind, files, links, followed, special, folders } = expanded;
  if (kind !== 'folder' && kind !== 'pattern') return false;
  const there = [...files, ...links, ...followed].map(({ path }) => path).concat(special);
  if (there.some((path) => !untouched.has(path))) return false;
  return there.length > 0 && !folders.some((path) => isNewFolder(path, untouched));
}

function isNewFolder(folder: string, untouched: ReadonlySet<string>): boolean {
  for (const path of untouched) if (path.startsWith(`${folder}/`)) return false;
  return true;
}

function firstWrong(
  expanded: readonly Expanded[],
  untouched: ReadonlySet<string>,
  step: string,
): TakeFailure | null {
  for (const { followed, special } of expanded) {
    const link = followed.find(({ path }) => !untouched.has(path));
    if (link !== undefined) return { code: 'output-link-leads-out', step, ...link };
    const [path] = special;
    if (path !== undefined) {
      return { code: 'output-not-readable', step, path, error: 'neither file, folder nor link' };
    }
  }
  const unseen = expanded.map((one) => neverSeen(one, untouched)).find((path) => path !== null);
  return unseen === undefined ? null : { code: 'output-never-taken', step, path: unseen };
}

/**
 * An output of which nothing could ever be compared, or a link in it to such a thing: whatever the step
 * wrote there, it would come out the same.
 */
function neverSeen(one: Expanded, untouched: ReadonlySet<string>): string | null {
  if (one.kind === 'never-taken') return one.path;
  const { neverTaken, files, links } = one;
  if (neverTaken.length === 0) return null;
  const made = [...files, ...links].filter(({ path }) => !untouched.has(path));
  if (made.length === 0) return one.path;
  const leads = links.find(
    ({ path, end }) => !untouched.has(path) && neverTaken.some((there) => isWithin(end, there)),
  );
  return leads?.path ?? null;
}

/** An expansion without tracked files that the step left alone, and the folders that only they need. */
function without(one: Expanded, untouched: ReadonlySet<string>): Expanded {
  if (untouched.size === 0) return one;
  const files = one.files.filter(({ path }) => !untouched.has(path));
  const links = one.links.filter(({ path }) => !untouched.has(path));
  const needed = new Set([...files, ...links].flatMap(({ path }) => parentsOf(path)));
  const folders = one.folders.filter(
    (folder) => needed.has(folder) || isNewFolder(folder, untouched),
  );
  return { ...one, files, links, folders };
}

/** Of two declarations that take one file, the longer says whether its bytes are kept. */
function filesToTake(
  expanded: readonly Expanded[],
  { step, keep = true }: TakeOutputsOptions,
): FileToTake[] {
  const files = new Map<string, FileToTake>();
  const order = expanded.map((_, at) => at);
  order.sort((a, b) => (expanded[a]?.path.length ?? 0) - (expanded[b]?.path.length ?? 0));
  for (const at of order) {
    const kept = keep && (step.outputs[at]?.cache ?? true);
    for (const { path, stat } of expanded[at]?.files ?? []) {
      files.set(path, { path, stat, keep: kept });
    }
  }
  return [...files.values()];
}

function asOutputFailure(failure: StoreFailure, step: string): TakeFailure | StoreFailure {
  if (failure.code === 'file-vanished') {
    return { code: 'output-missing', step, paths: [failure.path] };
  }
  if (failure.code !== 'file-unreadable') return failure;
  return { code: 'output-not-readable', step, path: failure.path, error: failure.error };
}
