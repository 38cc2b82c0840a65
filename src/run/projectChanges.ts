import { INLINE_PARAMS } from '../pipeline/model';
import type { Plan } from '../pipeline/model';
import { outputScope, outputsOf } from '../snapshot/outputScope';
import { changesBetween } from '../snapshot/products';
import { mayBeParentOf } from '../snapshot/patternFolders';
import type { Scan, ScannedFile, ScannedFolder } from '../snapshot/scan';
import type { MadeFile } from './context';
import { sameStat } from '../store/sameStat';

/** A path at which the project is not as it was, going by its stat: its bytes may be the same after all. */
export interface ProjectChange {
  readonly path: string;
  /** Null where nothing is there any more. */
  readonly now: ScannedFile | null;
  /**
   * `product`: git does not know it and nobody declares it. `outcome`: a file that a step had made and
   * was done with. `source`: the rest.
   */
  readonly kind: 'product' | 'source' | 'outcome';
}

/** What a change is sorted by. */
export interface ChangeSorting {
  readonly plan: Plan;
  /** Outputs of other runs that were or are live: what comes there is theirs. */
  readonly othersOutputs: readonly string[];
  /** Files of outcomes as they lay when their step was done with them. */
  readonly made: ReadonlyMap<string, MadeFile>;
}

/** Sorts what came, changed and went between two scans of a project. Reads no bytes. */
export function projectChanges(before: Scan, after: Scan, sorting: ChangeSorting): ProjectChange[] {
  const changes = changesBetween(before, after);
  const { counts, isLoose } = productSorter(sorting.plan, sorting.othersOutputs);
  const sort = (now: ScannedFile, isProduct: boolean): ProjectChange => ({
    path: now.path,
    now,
    kind: isProduct ? 'product' : 'source',
  });
  return [
    ...changes.added.filter(counts).map((file) => sort(file, isLoose(file))),
    ...changes.changed
      .filter(counts)
      .map((file) => sort(file, isLoose(file) && !isCode(file.path))),
    ...changes.removed
      .filter(counts)
      .map(({ path }): ProjectChange => ({ path, now: null, kind: 'source' })),
    ...touchedOutcomes(sorting.made, after),
  ];
}

/** Folders that came between two scans of a project and belong to no output and no input. */
export function foldersAdded(
  before: Scan,
  after: Scan,
  sorting: ChangeSorting,
): { readonly folders: readonly ScannedFolder[]; readonly environments: readonly string[] } {
  const { countsFolder, isOutput } = productSorter(sorting.plan, sorting.othersOutputs);
  const had = new Set([...before.folders.map(({ path }) => path), ...before.environmentFolders]);
  return {
    folders: after.folders.filter((folder) => !had.has(folder.path) && countsFolder(folder)),
    environments: after.environmentFolders.filter((path) => !had.has(path) && !isOutput(path)),
  };
}

/** Says what of a project can be a product. */
export interface ProductSorter {
  /** A file or link that belongs to the source tree, or would. */
  readonly counts: (file: ScannedFile) => boolean;
  /** Nobody declares it and git does not know it. */
  readonly isLoose: (file: ScannedFile) => boolean;
  /** A folder that is no output, no parent of one, and in no input. */
  readonly countsFolder: (folder: ScannedFolder) => boolean;
  readonly isOutput: (path: string) => boolean;
}

/** Sorts by what a plan, and other runs that are live, declare. */
export function productSorter(plan: Plan, othersOutputs: readonly string[]): ProductSorter {
  const all = [...outputsOf(plan), ...othersOutputs];
  const outputs = outputScope(all);
  const parents = all.map(mayBeParentOf);
  const inputs = outputScope(plan.steps.flatMap((step) => step.inputs.map(({ path }) => path)));
  const source = plan.source === null ? null : outputScope(plan.source);
  const inSource = (path: string): boolean => source === null || source(path) !== null;
  const known = namedByPlan(plan);
  return {
    counts: ({ path, ignored }) => {
      if (outputs(path) !== null) return false;
      return inputs(path) !== null || (!ignored && inSource(path));
    },
    isLoose: ({ path, tracked }) => !tracked && inputs(path) === null && !known.has(path),
    countsFolder: ({ path, ignored }) =>
      !ignored &&
      outputs(path) === null &&
      inputs(path) === null &&
      inSource(path) &&
      !parents.some((holds) => holds(path)),
    isOutput: (path) => outputs(path) !== null,
  };
}

function touchedOutcomes(made: ReadonlyMap<string, MadeFile>, after: Scan): ProjectChange[] {
  if (made.size === 0) return [];
  const now = new Map(after.files.map((file) => [file.path, file]));
  return [...made].flatMap(([path, { stat }]): ProjectChange[] => {
    const file = now.get(path) ?? null;
    return sameStat(stat, file?.stat) ? [] : [{ path, now: file, kind: 'outcome' }];
  });
}

/** What the plan was made from is source, tracked or not. */
function namedByPlan(plan: Plan): Set<string> {
  const params = plan.steps.flatMap((step) => Object.keys(step.params));
  const lock = plan.lock === null ? [] : [plan.lock];
  return new Set([plan.pipeline, ...lock, ...params.filter((file) => file !== INLINE_PARAMS)]);
}

/** Code that was there and changed was edited by hand, as good as always; leaving it out would break the next version. */
export function isCode(path: string): boolean {
  return (
    /\.(py|pyx|ipynb|r|rmd|jl|sh|js|mjs|cjs|ts|sql|c|h|cc|cpp|hpp|cu|rs|go|java|scala)$/i.test(
      path,
    ) || /(^|[/.])(pipeline|dvc)\.ya?ml$/.test(path)
  );
}
