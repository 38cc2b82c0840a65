import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanStep } from '../pipeline/model';
import { expand } from '../snapshot/expand';
import type { SnapshotFailure } from '../snapshot/failures';
import type { StoreFailure } from '../store/failures';
import { sameStat } from '../store/sameStat';
import type { FileStat, FileToTake, Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { MadeFile } from './context';

/** How what lies in place differs from an outcome. Paths sorted; all empty where it is that outcome. */
export interface InPlace {
  /** Of the outcome, and not there. */
  readonly missing: readonly string[];
  /** There, and not as in the outcome, or no part of it. */
  readonly changed: readonly string[];
  /** Files and links that are as in the outcome. */
  readonly equal: ReadonlySet<string>;
  /** Of files, as they were looked at. */
  readonly stats: ReadonlyMap<string, FileStat>;
}

/** Holds what lies where a step's outputs go against an outcome. Untouched files are answered from the stat cache. */
export async function compareInPlace(
  step: PlanStep,
  outcome: readonly TreeEntry[],
  where: {
    readonly store: Store;
    readonly root: string;
    /** Tracked files inside an output are no part of an outcome unless the step wrote them. */
    readonly tracked: ReadonlySet<string>;
    /** The files of the outcome as they were taken: one that nobody has touched since is what it was. */
    readonly made?: ReadonlyMap<string, MadeFile>;
  },
): Promise<Result<InPlace, SnapshotFailure | StoreFailure>> {
  const expanded = expand(where.root, step.outputs, { follow: false });
  if (!expanded.ok) return expanded;
  const wanted = new Map(outcome.map((entry) => [entry.path, entry]));
  const seen = new Set<string>();
  const changed = new Set<string>();
  const equal = new Set<string>();
  const toDigest = new Map<string, FileToTake>();
  for (const { files, links, followed, special, folders } of expanded.value) {
    for (const { path, stat } of files) {
      seen.add(path);
      const entry = wanted.get(path);
      const taken = where.made?.get(path);
      if (
        taken &&
        entry?.kind === 'file' &&
        entry.digest === taken.digest &&
        sameStat(taken.stat, stat)
      ) {
        equal.add(path);
      } else if (entry?.kind === 'file' && entry.size === stat.size) {
        toDigest.set(path, { path, stat, keep: false });
      } else if (entry !== undefined || !where.tracked.has(path)) changed.add(path);
    }
    for (const { path, target } of links) {
      seen.add(path);
      const entry = wanted.get(path);
      if (entry?.kind === 'link' && entry.target === target) equal.add(path);
      else if (entry !== undefined || !where.tracked.has(path)) changed.add(path);
    }
    for (const path of [...followed.map((link) => link.path), ...special]) {
      seen.add(path);
      if (!where.tracked.has(path)) changed.add(path);
    }
    for (const path of folders) {
      seen.add(path);
      if (wanted.get(path)?.kind !== 'folder' && !holdsTracked(path, where.tracked)) {
        changed.add(path);
      }
    }
  }
  const taken = await where.store.takeFiles(where.root, [...toDigest.values()], { cached: true });
  if (!taken.ok) return failed(taken.failure);
  for (const { path, digest, executable } of taken.value) {
    const entry = wanted.get(path);
    const same =
      entry?.kind === 'file' && entry.digest === digest && sameMode(entry.executable, executable);
    (same ? equal : changed).add(path);
  }
  const missing = outcome.map((entry) => entry.path).filter((path) => !seen.has(path));
  const stats = new Map(taken.value.map((file) => [file.path, file.stat]));
  return ok({ missing, changed: [...changed].sort(), equal, stats });
}

/** Whether nothing has to be touched. */
export function isInPlace({ missing, changed }: InPlace): boolean {
  return missing.length === 0 && changed.length === 0;
}

function holdsTracked(folder: string, tracked: ReadonlySet<string>): boolean {
  for (const path of tracked) if (path.startsWith(`${folder}/`)) return true;
  return false;
}

/** Windows has no such bit, so an outcome's own counts there. */
function sameMode(was: boolean, is: boolean): boolean {
  return process.platform === 'win32' || was === is;
}
