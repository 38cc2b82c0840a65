import type { Digest } from '../base/digest';
import { lazyMap } from '../base/lazyMap';
import { byCodeUnit } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { EnvironmentRecord } from '../environment/environmentModel';
import { observeEnvironment } from '../environment/observe';
import { resolvePython } from '../environment/python';
import type { PythonChoice } from '../environment/python';
import type { Plan } from '../pipeline/model';
import type { RunEventBody } from '../records/events';
import type { Failure } from '../records/failures';
import { knownProducts, rememberedOf } from '../records/knownProducts';
import type { ProductRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import { putPlan } from '../snapshot/planDocument';
import { scan } from '../snapshot/scan';
import type { Scan } from '../snapshot/scan';
import { captureSource } from '../snapshot/sourceTree';
import type { CapturedSource } from '../snapshot/sourceTree';
import type { TreeEntry } from '../store/treeModel';
import type { RunOptions } from './context';
import { standingWrites } from './environmentWrites';
import { formerOutputs } from './formerOutputs';
import { interpreterDiffers } from './interpreterDiffers';
import { lockDiffers } from './lockDiffers';
import { lockDigest } from './lockDigest';
import { liveClaims } from './locks';
import { folderProducts, leftBehind, livesOf } from './leftBehind';
import type { KilledRun } from './leftBehind';

/** The project as it was when steps began to run. */
export interface Before {
  readonly scan: Scan;
  readonly captured: CapturedSource;
  readonly othersOutputs: readonly string[];
  /** What earlier runs wrote into environment folders and that stands there. */
  readonly written: readonly ProductRecord[];
}

/** What a run knows before its first step. */
export interface Prepared {
  readonly planDigest: Digest;
  readonly sourceTree: Digest;
  readonly sources: ReadonlyMap<string, TreeEntry>;
  readonly tracked: ReadonlySet<string>;
  readonly environment: EnvironmentRecord;
  readonly python: PythonChoice | null;
  readonly lock: Digest | null;
  /** Products of earlier runs that still lie in the project with the same bytes. */
  readonly products: readonly ProductRecord[];
  /** Products of earlier runs that do not lie there now, or are others. */
  readonly remembered: readonly ProductRecord[];
  /** Null in a room. */
  readonly before: Before | null;
}

/** Captures the source tree and looks at the environment; in a room the source tree is the version's. */
export async function prepareRun(
  options: RunOptions,
  steps: Plan,
  told: {
    readonly warn: (warning: Warning) => void;
    readonly tell: (body: RunEventBody) => void;
    /** Runs whose claims this one has taken away. */
    readonly killed: readonly KilledRun[];
  },
): Promise<Result<Prepared, Failure>> {
  const { project, store, room } = options;
  const python = resolvePython(steps, project.root);
  if (!python.ok) return python;
  const found = room ? null : await scan(project.root);
  if (found && !found.ok) return found;
  // Side by side: one waits for the disk, the other for programs that are asked for their versions.
  const [source, environment] = await Promise.all([
    found ? sourceOfProject(options, found.value, told) : sourceOfVersion(options),
    observeEnvironment({
      project,
      plan: steps,
      variables: options.variables,
      environmentFolders: room?.environmentFolders ?? found?.value.environmentFolders ?? [],
      host: options.host,
      cacheFolder: `${project.store}/cache`,
      room: room && { root: room.root, redirect: room.redirect },
    }),
  ]);
  if (!source.ok) return source;
  if (!environment.ok) return environment;
  const { sourceTree, sources } = source.value;
  if (room) {
    const { files, bytes } = room;
    told.tell({ type: 'room-made', folder: room.root, files, bytes });
  } else if (source.value.before) {
    const { files, bytes } = source.value.before.captured;
    told.tell({ type: 'captured', files, bytes, sourceTree });
  }
  if (room && options.version) {
    interpreterDiffers(options.version.environment, environment.value).forEach(told.warn);
  }
  const planDigest = await putPlan(store, steps);
  if (!planDigest.ok) return planDigest;
  const root = room?.root ?? project.root;
  const lock = await lockDigest(store, { root, lock: steps.lock });
  if (!lock.ok) return lock;
  lockDiffers(environment.value, { root, lock: steps.lock }).forEach(told.warn);
  return ok({
    planDigest: planDigest.value,
    sourceTree,
    sources,
    tracked: source.value.tracked,
    environment: environment.value,
    python: python.value,
    lock: lock.value,
    products: source.value.products,
    remembered: source.value.remembered,
    before: source.value.before,
  });
}

type Source = Pick<
  Prepared,
  'sourceTree' | 'sources' | 'tracked' | 'products' | 'remembered' | 'before'
>;

async function sourceOfProject(
  options: RunOptions,
  found: Scan,
  told: {
    readonly warn: (warning: Warning) => void;
    readonly killed: readonly KilledRun[];
  },
): Promise<Result<Source, Failure>> {
  const { project, store, plan, records } = options;
  const known = knownProducts(records);
  const killed = [
    ...told.killed,
    ...known.killed
      .filter((id) => !told.killed.some(({ run }) => run === id))
      .map((run) => ({ run, livedOn: false })),
  ];
  const where = { store, root: project.root };
  const lives = [...livesOf(killed, records, Date.now()), ...known.lives];
  const left = await leftBehind(lives, { ...where, plan, scan: found });
  const former = await formerOutputs(plan, { records, store });
  const products = [...left, ...former, ...known.products];
  const captured = await captureSource({ store, root: project.root, plan, scan: found, products });
  if (!captured.ok) return captured;
  for (const warning of captured.value.warnings) told.warn(warning);
  const there = new Set(captured.value.productsLeftOut);
  const streams = found.files.filter(({ ownStream, tracked }) => ownStream && !tracked);
  const written = await standingWrites(where, products, found.environmentFolders);
  // Most often nobody asks, and it may be long.
  const sources = lazyMap(() => byPath(captured.value.entries));
  const rewritten = products.filter(({ kind, path, digest }) => {
    const entry = kind === 'source' ? sources.get(path) : undefined;
    return entry?.kind === 'file' && entry.digest === digest;
  });
  if (rewritten.length > 0) {
    const paths = [...new Set(rewritten.map(({ path }) => path))].sort(byCodeUnit);
    told.warn({ code: 'source-written', paths });
  }
  const unchanged = [
    ...written,
    ...rewritten,
    ...products.filter(({ path }) => there.has(path)),
    ...folderProducts(project.root, 'stream', streams),
  ];
  const others = liveClaims(project).filter((claim) => claim.pipeline !== plan.pipeline);
  return ok({
    sourceTree: captured.value.tree,
    sources,
    tracked: found.tracked ?? new Set(),
    products: unchanged,
    remembered: rememberedOf(products, unchanged),
    before: {
      scan: found,
      captured: captured.value,
      othersOutputs: others.flatMap((claim) => claim.outputs),
      written,
    },
  });
}

/** What stands in a room's outputs before the first step can only be what git tracked there. */
async function sourceOfVersion(options: RunOptions): Promise<Result<Source, Failure>> {
  const { version, store } = options;
  if (!version) throw new Error('a room without a version');
  const tree = await store.getTree(version.sourceTree);
  if (!tree.ok) return failed(tree.failure);
  const files = tree.value.entries.filter((entry) => entry.kind !== 'folder');
  return ok({
    sourceTree: version.sourceTree,
    sources: byPath(tree.value.entries),
    tracked: new Set(files.map((entry) => entry.path)),
    products: [],
    remembered: [],
    before: null,
  });
}

function byPath(entries: readonly TreeEntry[]): ReadonlyMap<string, TreeEntry> {
  return new Map(entries.map((entry) => [entry.path, entry]));
}
