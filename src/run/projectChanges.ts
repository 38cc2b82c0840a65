import { INLINE_PARAMS } from '../pipeline/model';
import type { Plan } from '../pipeline/model';
import { outputScope, outputsOf } from '../snapshot/outputScope';
import { changesBetween } from '../snapshot/products';
import type { Scan, ScannedFile } from '../snapshot/scan';
import type { MadeFile } from './context';
import { isSameStat } from './sameStat';

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
  const { plan } = sorting;
  const changes = changesBetween(before, after);
  const outputs = outputScope([...outputsOf(plan), ...sorting.othersOutputs]);
  const inputs = outputScope(plan.steps.flatMap((step) => step.inputs.map(({ path }) => path)));
  const source = plan.source === null ? null : outputScope(plan.source);
  const counts = ({ path, ignored }: ScannedFile): boolean => {
    if (outputs(path) !== null) return false;
    return inputs(path) !== null || (!ignored && (source === null || source(path) !== null));
  };
  const known = namedByPlan(plan);
  const isLoose = ({ path, kind, tracked }: ScannedFile): boolean =>
    kind === 'file' && !tracked && inputs(path) === null && !known.has(path);
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

function touchedOutcomes(made: ReadonlyMap<string, MadeFile>, after: Scan): ProjectChange[] {
  if (made.size === 0) return [];
  const now = new Map(after.files.map((file) => [file.path, file]));
  return [...made].flatMap(([path, { stat }]): ProjectChange[] => {
    const file = now.get(path) ?? null;
    return isSameStat(stat, file?.stat) ? [] : [{ path, now: file, kind: 'outcome' }];
  });
}

/** What the plan was made from is source, tracked or not. */
function namedByPlan(plan: Plan): Set<string> {
  const params = plan.steps.flatMap((step) => Object.keys(step.params));
  const lock = plan.lock === null ? [] : [plan.lock];
  return new Set([plan.pipeline, ...lock, ...params.filter((file) => file !== INLINE_PARAMS)]);
}

/** Code that was there and changed was edited by hand, as good as always; leaving it out would break the next version. */
function isCode(path: string): boolean {
  return (
    /\.(py|pyx|ipynb|r|rmd|jl|sh|js|mjs|cjs|ts|sql|c|h|cc|cpp|hpp|cu|rs|go|java|scala)$/i.test(
      path,
    ) || /(^|[/.])(pipeline|dvc)\.ya?ml$/.test(path)
  );
}
