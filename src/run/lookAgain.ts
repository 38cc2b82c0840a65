import { INLINE_PARAMS } from '../pipeline/model';
import type { Plan } from '../pipeline/model';
import type { ProductRecord, StepRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import { isDeclaredBy, outputScope, outputsOf } from '../snapshot/outputScope';
import { changesBetween } from '../snapshot/products';
import { scan } from '../snapshot/scan';
import type { Scan, ScannedFile } from '../snapshot/scan';
import type { CapturedSource } from '../snapshot/sourceTree';
import type { RunContext } from './context';
import { digestsOf } from './digestsOf';

/** What a second look at the project found at the end of a run. */
export interface SecondLook {
  readonly products: readonly ProductRecord[];
  readonly warnings: readonly Warning[];
  /** Steps during which, or before which, files of the source tree changed: they prove nothing to a later run. */
  readonly notReusable: ReadonlySet<string>;
}

/**
 * Looks at the project once more and names what came or changed while steps ran. Outputs are judged by
 * their steps; a file that git does not know and nobody declares is a product; the rest is source that
 * changed under the run.
 */
export async function lookAgain(
  context: RunContext,
  before: {
    readonly scan: Scan;
    readonly captured: CapturedSource;
    /** Outputs of other runs that were or are live: what comes there is theirs. */
    readonly othersOutputs: readonly string[];
  },
  steps: readonly StepRecord[],
): Promise<SecondLook> {
  const after = await scan(context.root);
  if (!after.ok) return { products: [], warnings: [], notReusable: new Set() };
  const sorted = sortChanges(context, before, after.value);
  const made = sorted.filter((one) => one.isProduct);
  const source = sorted.filter((one) => !one.isProduct);
  const digests = await digestsOf(
    { store: context.options.store, root: context.root },
    sorted.filter((one) => one.file.kind === 'file' && !one.gone).map(({ file }) => file),
  );
  const differs = (one: Change): boolean => {
    const entry = context.sources.get(one.file.path);
    if (one.gone) return entry !== undefined;
    if (entry?.kind === 'file') return entry.digest !== digests.get(one.file.path);
    return entry?.kind !== 'link' || entry.target !== one.file.target;
  };
  const products = made.filter(differs).flatMap(({ file }): ProductRecord[] => {
    const digest = digests.get(file.path);
    return digest === undefined ? [] : [{ path: file.path, digest }];
  });
  return judge(context, before.captured, { products, source: source.filter(differs), steps });
}

interface Change {
  readonly file: ScannedFile;
  readonly gone: boolean;
  readonly isProduct: boolean;
}

function sortChanges(
  context: RunContext,
  before: { readonly scan: Scan; readonly othersOutputs: readonly string[] },
  after: Scan,
): Change[] {
  const { plan } = context.options;
  const changes = changesBetween(before.scan, after);
  const scope = outputScope([...outputsOf(plan), ...before.othersOutputs]);
  const inputs = outputScope(plan.steps.flatMap((step) => step.inputs.map(({ path }) => path)));
  const isInput = (path: string): boolean => inputs(path) !== null;
  const inSource = plan.source === null ? () => true : isIn(plan.source);
  const counts = ({ path, ignored }: ScannedFile): boolean =>
    scope(path) === null && (isInput(path) || (!ignored && inSource(path)));
  const known = namedByPlan(plan);
  const isLoose = (file: ScannedFile): boolean =>
    file.kind === 'file' && !file.tracked && !isInput(file.path) && !known.has(file.path);
  return [
    ...changes.added.filter(counts).map((file) => change(file, isLoose(file))),
    ...changes.changed
      .filter(counts)
      .map((file) => change(file, isLoose(file) && !isCode(file.path))),
    ...changes.removed.filter(counts).map((file) => ({ file, gone: true, isProduct: false })),
  ];
}

function isIn(patterns: readonly string[]): (path: string) => boolean {
  const scope = outputScope(patterns);
  return (path) => scope(path) !== null;
}

function change(file: ScannedFile, isProduct: boolean): Change {
  return { file, gone: false, isProduct };
}

function judge(
  context: RunContext,
  captured: CapturedSource,
  found: {
    readonly products: readonly ProductRecord[];
    readonly source: readonly Change[];
    readonly steps: readonly StepRecord[];
  },
): SecondLook {
  const warnings: Warning[] = [];
  const notReusable = new Set(
    found.source.flatMap((one) => stepsSeeing(one, context, found.steps)),
  );
  if (found.source.length > 0) {
    const paths = found.source.map(({ file }) => file.path).sort();
    const steps = found.steps.map((step) => step.name).filter((name) => notReusable.has(name));
    warnings.push({ code: 'changed-during-run', paths, steps });
  }
  const kept = captured.productsLeftOut.filter(
    (path) => !found.products.some((product) => product.path === path),
  );
  const paths = [...found.products.map(({ path }) => path), ...kept].sort();
  if (paths.length > 0) warnings.push({ code: 'products', paths });
  return { products: found.products, warnings, notReusable };
}

/**
 * The executed steps that may have seen a change, as far as its time tells: those that ran when it
 * happened and, where no step declares the file, those that ran after it too, because their recipes do
 * not know of it. A step that declares it has looked at it itself, before and after.
 */
function stepsSeeing(one: Change, context: RunContext, steps: readonly StepRecord[]): string[] {
  const at = one.gone ? null : one.file.stat.ctimeMs;
  const readers = new Set(
    context.options.plan.steps
      .filter((step) => step.inputs.some(({ path }) => isDeclaredBy(path)(one.file.path)))
      .map(({ name }) => name),
  );
  return steps
    .filter(({ name, status, startedAt, durationMs }) => {
      if (status !== 'succeeded' || startedAt === null || readers.has(name)) return false;
      if (at === null) return true;
      const endedAt = startedAt + (durationMs ?? 0);
      const ranThen = at >= startedAt - CLOCK_MS && at <= endedAt + CLOCK_MS;
      return ranThen || (readers.size === 0 && startedAt > at);
    })
    .map(({ name }) => name);
}

/** A file's time comes from a clock that ticks less often than ours. */
const CLOCK_MS = 20;

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
