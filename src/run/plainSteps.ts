import { digestOf } from '../base/digest';
import { absoluteIn, byCodeUnit, parentsOf } from '../base/paths';
import type { PlanStep } from '../pipeline/model';
import { holdsNeverTaken } from '../pipeline/neverTaken';
import { isPattern } from '../pipeline/patterns';
import { childOf, fileStatOf, lookAt } from '../snapshot/folderListing';
import type { Scan } from '../snapshot/scan';
import type { TakenInputs } from '../snapshot/takeInputs';
import { fileEntry } from '../store/fileEntry';
import type { FileStat, TakenFile } from '../store/storeModel';
import { treeText } from '../store/tree';
import type { TreeEntry } from '../store/treeModel';

/** Steps that one look at all their files can tell everything of. */
export interface PlainSteps {
  readonly steps: readonly PlanStep[];
  /** Of all their inputs and outputs, by path. */
  readonly stats: ReadonlyMap<string, FileStat>;
}

/** Steps whose inputs and outputs are all written paths with a file at each, behind no link, and what those need. */
export function plainSteps(
  steps: readonly PlanStep[],
  options: {
    readonly root: string;
    /** What a walk of a moment ago has seen; undefined where none is believed. */
    readonly seen: Scan['seen'] | undefined;
    /** Whether somebody has read a file already, so that it need not be read for nothing. */
    readonly isKnown: (path: string) => boolean;
  },
): PlainSteps {
  const stats = new Map<string, FileStat>();
  const folders = new Map<string, boolean>();
  const { root, seen, isKnown } = options;
  const isPlainFolder = (path: string): boolean => {
    if (seen !== undefined) return seen.has(path);
    const known = folders.get(path);
    if (known !== undefined) return known;
    const plain = lookAt(absoluteIn(root, path))?.isDirectory() ?? false;
    folders.set(path, plain);
    return plain;
  };
  const isPlain = (path: string): boolean => {
    if (stats.has(path)) return true;
    if (isPattern(path) || holdsNeverTaken(path)) return false;
    if (!parentsOf(path).every(isPlainFolder)) return false;
    const stat = seen === undefined ? statNow(root, path) : statSeen(seen, path);
    if (stat === null) return false;
    if (stat.size > LARGE && !isKnown(path)) return false; // it may be read for nothing here
    stats.set(path, stat);
    return true;
  };
  const plain = new Set<string>();
  const names = new Set(steps.map(({ name }) => name));
  const found = steps.filter((step) => {
    if (step.needs.some((need) => names.has(need) && !plain.has(need))) return false;
    if (![...step.outputs, ...step.inputs].every(({ path }) => isPlain(path))) return false;
    plain.add(step.name);
    return true;
  });
  return { steps: found, stats };
}

/** The trees of plain steps. */
export interface PlainTrees {
  readonly inputsOf: (step: PlanStep) => TakenInputs;
  readonly outputsOf: (step: PlanStep) => TakenInputs;
}

/** Makes them of the files, by path, once these are digested; many steps have the same inputs, most often none. */
export function plainTrees(files: ReadonlyMap<string, TakenFile>): PlainTrees {
  const known = new Map<string, TakenInputs>();
  return {
    inputsOf: ({ inputs }) => {
      const declared = inputs.map(({ path }) => path).join('\0');
      const tree = known.get(declared) ?? treeOf(inputs, files);
      known.set(declared, tree);
      return tree;
    },
    outputsOf: ({ outputs }) => treeOf(outputs, files),
  };
}

function treeOf(
  declared: readonly { readonly path: string }[],
  files: ReadonlyMap<string, TakenFile>,
): TakenInputs {
  const paths = [...new Set(declared.map(({ path }) => path))].sort(byCodeUnit);
  const stats = new Map<string, FileStat>();
  const entries = paths.flatMap((path): TreeEntry[] => {
    const file = files.get(path);
    if (file === undefined) return [];
    stats.set(path, file.stat);
    return [fileEntry(file)];
  });
  return { tree: digestOf(treeText(entries)), untouched: null, entries, stats };
}

function statNow(root: string, path: string): FileStat | null {
  const found = lookAt(absoluteIn(root, path));
  return found?.isFile() === true ? fileStatOf(found) : null;
}

/** What the walk saw there, where it was a file. */
function statSeen(seen: Scan['seen'], path: string): FileStat | null {
  const at = path.lastIndexOf('/');
  const folder = seen.get(at < 0 ? '.' : path.slice(0, at));
  const found = folder && childOf(folder, path.slice(at + 1));
  return found?.kind === 'file' ? found.stat : null;
}

/** Bytes. */
const LARGE = 256 * 1024;
