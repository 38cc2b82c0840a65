import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { absoluteIn, byCodeUnit } from '../base/paths';
import type { ProductRecord, StepRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import { lookAt } from '../snapshot/folderListing';
import { isDeclaredBy, outputScope, outputsOf } from '../snapshot/outputScope';
import { scan } from '../snapshot/scan';
import type { Scan } from '../snapshot/scan';
import { isLabelAlone } from './changedSince';
import type { RunContext } from './context';
import { digestsOf } from './digestsOf';
import { environmentWrites } from './environmentWrites';
import type { Before } from './prepareRun';
import { folderProducts } from './leftBehind';
import { foldersAdded, projectChanges } from './projectChanges';
import type { ProjectChange } from './projectChanges';

/** What a second look at the project found at the end of a run. */
export interface SecondLook {
  readonly products: readonly ProductRecord[];
  readonly warnings: readonly Warning[];
  /** Steps that may have seen files change under them: they prove nothing to a later run. */
  readonly notReusable: ReadonlySet<string>;
}

/** Looks at the project once more and names what came or changed while steps ran. */
export async function lookAgain(
  context: RunContext,
  before: Before,
  steps: readonly StepRecord[],
): Promise<SecondLook> {
  const after = await scan(context.root);
  if (!after.ok) return { products: [], warnings: [], notReusable: new Set() };
  const { plan, store } = context.options;
  const { made } = context;
  const { othersOutputs } = before;
  const touched = projectChanges(before.scan, after.value, { plan, othersOutputs, made });
  const files = touched.flatMap(({ now }) => (now?.kind === 'file' ? [now] : []));
  const digests = await digestsOf({ store, root: context.root }, files);
  const changes: ProjectChange[] = [];
  for (const change of touched) {
    if (!differs(change, digests, context)) continue;
    // A label that is written while steps run is no part of what they are asked.
    const entry = change.path === plan.pipeline ? context.sources.get(change.path) : undefined;
    if (entry && (await isLabelAlone(entry, { store, root: context.root }))) continue;
    changes.push(change);
  }
  const loose = changes.filter(({ kind }) => kind === 'product');
  const came = foldersAdded(before.scan, after.value, { plan, othersOutputs, made });
  const environments = environmentsAgain(before.scan, after.value, context);
  const written = await environmentWrites(
    { store, root: context.root },
    { folders: environments.stood, after: context.began },
  );
  const products = [
    ...loose.flatMap(({ path, now }): ProductRecord[] => {
      if (typeof now?.target === 'string') {
        return [{ path, digest: digestOf(now.target), kind: 'link' }];
      }
      const digest = digests.get(path);
      return digest === undefined ? [] : [{ path, digest }];
    }),
    ...changes.flatMap(({ path, kind }): ProductRecord[] => {
      // The pipeline file is what somebody asks of the steps, not what they read.
      const isSource = kind === 'source' && path !== plan.pipeline;
      const digest = isSource ? digests.get(path) : undefined;
      return digest === undefined ? [] : [{ path, digest, kind: 'source' }];
    }),
    ...folderProducts(context.root, 'folder', came.folders),
    ...folderProducts(
      context.root,
      'environment',
      [...came.environments, ...environments.made].map((path) => ({ path })),
    ),
    ...written,
  ].sort((a, b) => byCodeUnit(a.path, b.path));
  const source = changes.filter(({ kind }) => kind !== 'product');
  const notReusable = new Set(source.flatMap((one) => stepsSeeing(one, context, steps)));
  const warnings: Warning[] = [];
  if (source.length > 0) {
    const paths = source.map(({ path }) => path).sort();
    const seeing = steps.map(({ name }) => name).filter((name) => notReusable.has(name));
    const outcomes = source
      .filter(({ kind }) => kind === 'outcome')
      .map(({ path }) => ({ path, is: digests.get(path) ?? null }));
    const left = outcomes.length === 0 ? {} : { outcomes };
    warnings.push({ code: 'changed-during-run', paths, steps: seeing, ...left });
  }
  const isOther = ({ kind }: ProductRecord): boolean => kind === 'inside' || kind === 'source';
  const fresh = products.filter((one) => !isOther(one)).map(({ path }) => path);
  const paths = worthNaming([...fresh, ...before.captured.productsLeftOut]);
  if (paths.length > 0) warnings.push({ code: 'products', paths });
  return { products, warnings, notReusable };
}

/** The environment folders that stood there before and after; one that was made anew meanwhile came during the run. */
function environmentsAgain(
  before: Scan,
  after: Scan,
  { options, root, began }: RunContext,
): { readonly stood: readonly string[]; readonly made: readonly string[] } {
  const isOutput = outputScope(outputsOf(options.plan));
  const had = new Set(before.environmentFolders);
  const both = after.environmentFolders.filter((path) => had.has(path) && isOutput(path) === null);
  const isMade = (path: string): boolean =>
    (lookAt(absoluteIn(root, path))?.birthtimeMs ?? 0) > began;
  return { stood: both.filter((path) => !isMade(path)), made: both.filter(isMade) };
}

/** Each path once, sorted; a folder is named where none of its content is. */
export function worthNaming(products: readonly string[]): string[] {
  const paths = [...new Set(products)].sort(byCodeUnit);
  return paths.filter((path, at) => !(paths[at + 1]?.startsWith(`${path}/`) ?? false));
}

/** Whether bytes, or the target of a link, are others than those that are known. */
function differs(
  { path, now, kind }: ProjectChange,
  digests: ReadonlyMap<string, Digest>,
  context: RunContext,
): boolean {
  if (kind === 'outcome') return context.made.get(path)?.digest !== digests.get(path);
  const entry = context.sources.get(path);
  if (now === null) return entry !== undefined;
  if (entry?.kind === 'file') return entry.digest !== digests.get(path);
  return entry?.kind !== 'link' || entry.target !== now.target;
}

/**
 * The executed steps that may have seen a change, as far as its time tells: those that ran when it
 * happened and, where no step declares the file, those that ran after it too, because their recipes do
 * not know of it. A step that declares it has looked at it itself, before and after.
 */
function stepsSeeing(
  change: ProjectChange,
  context: RunContext,
  steps: readonly StepRecord[],
): string[] {
  const at = change.now?.stat.ctimeMs ?? null;
  const declares = (declared: readonly { readonly path: string }[]): boolean =>
    declared.some(({ path }) => isDeclaredBy(path)(change.path));
  const { plan } = context.options;
  const readers = new Set(plan.steps.filter((one) => declares(one.inputs)).map(nameOf));
  const makers = new Set(plan.steps.filter((one) => declares(one.outputs)).map(nameOf));
  const isDeclared = readers.size + makers.size > 0;
  return steps
    .filter(({ name, status, startedAt, durationMs }) => {
      if (status !== 'succeeded' || startedAt === null) return false;
      if (readers.has(name) || makers.has(name)) return false;
      if (at === null) return true;
      const endedAt = startedAt + (durationMs ?? 0);
      const ranThen = at >= startedAt - CLOCK_MS && at <= endedAt + CLOCK_MS;
      return ranThen || (!isDeclared && startedAt > at);
    })
    .map(nameOf);
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** A file's time comes from a clock that ticks less often than ours. */
const CLOCK_MS = 20;
