import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { absoluteIn } from '../base/paths';
import type { Plan } from '../pipeline/model';
import type { Records } from '../records/records';
import { lifeOfRun } from '../records/runLife';
import type { RunLife } from '../records/runLife';
import type { ProductRecord } from '../records/runModel';
import { lookAt } from '../snapshot/folderListing';
import { identityOf } from '../snapshot/products';
import type { Scan, ScannedFile } from '../snapshot/scan';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import { digestsOf } from './digestsOf';
import { environmentWrites } from './environmentWrites';
import { isCode, productSorter } from './projectChanges';

/** A run that was killed, and whether some of its processes lived on until this run ended them. */
export interface KilledRun {
  readonly run: string;
  readonly livedOn: boolean;
}

/** When such runs may have written: where their processes lived on, all that came until now may be theirs. */
export function livesOf(killed: readonly KilledRun[], records: Records, now: number): RunLife[] {
  return killed.flatMap(({ run, livedOn }) => {
    const life = lifeOfRun(records, run);
    return life === null ? [] : [livedOn ? { ...life, until: now } : life];
  });
}

/**
 * The products of runs that were killed, which could take no second look themselves: what is not in the
 * source tree that such a run began with, and came or changed while it, or what it had started, lived.
 */
export async function leftBehind(
  lives: readonly RunLife[],
  options: LeftBehindOptions,
): Promise<ProductRecord[]> {
  const found = new Map<string, ProductRecord>();
  for (const life of lives) {
    for (const product of await leftIn(life, options)) {
      found.set(`${product.path} ${product.digest}`, product);
    }
  }
  return [...found.values()];
}

/** Where it is looked for. */
export interface LeftBehindOptions {
  readonly store: Store;
  readonly root: string;
  readonly plan: Plan;
  readonly scan: Scan;
}

async function leftIn(life: RunLife, options: LeftBehindOptions): Promise<ProductRecord[]> {
  const { store, root, scan } = options;
  const tree = await store.getTree(life.sourceTree);
  const was = new Map<string, TreeEntry>(
    tree.ok ? tree.value.entries.map((entry) => [entry.path, entry]) : [],
  );
  const { counts, isLoose, countsFolder, isOutput } = productSorter(options.plan, []);
  const inLife = ({ ctimeMs }: { readonly ctimeMs: number }): boolean =>
    ctimeMs >= life.from && ctimeMs <= life.until;
  const isSource = (file: ScannedFile): boolean =>
    !isLoose(file) || (isCode(file.path) && (!tree.ok || was.has(file.path)));
  const files = scan.files.filter((file) => inLife(file.stat) && counts(file));
  const digests = await digestsOf(
    { store, root },
    files.filter(({ kind }) => kind === 'file'),
  );
  const products = files.flatMap((file): ProductRecord[] => {
    const entry = was.get(file.path);
    if (file.path === options.plan.pipeline) return [];
    if (isSource(file)) return rewritten(file, entry, digests);
    if (file.target !== null) {
      if (entry?.kind === 'link' && entry.target === file.target) return [];
      return [{ path: file.path, digest: digestOf(file.target), kind: 'link' }];
    }
    const digest = digests.get(file.path);
    if (digest === undefined || (entry?.kind === 'file' && entry.digest === digest)) return [];
    return [{ path: file.path, digest }];
  });
  const came = (folder: string): boolean => {
    const stats = lookAt(absoluteIn(root, folder));
    return stats !== null && stats.birthtimeMs >= life.from && stats.birthtimeMs <= life.until;
  };
  const folders = scan.folders.filter(
    (folder) => countsFolder(folder) && !was.has(folder.path) && came(folder.path),
  );
  return [
    ...products,
    ...folderProducts(root, 'folder', folders),
    ...folderProducts(
      root,
      'environment',
      scan.environmentFolders
        .filter((folder) => !isOutput(folder) && came(folder))
        .map((folder) => ({ path: folder })),
    ),
    ...(await environmentWrites(
      { store, root },
      {
        folders: scan.environmentFolders.filter((folder) => !isOutput(folder) && !came(folder)),
        after: life.from,
        until: life.until,
      },
    )),
  ];
}

/** A source file as a killed run left it, unless its bytes are known to be those that the run began with. */
function rewritten(
  { path }: ScannedFile,
  was: TreeEntry | undefined,
  digests: ReadonlyMap<string, Digest>,
): ProductRecord[] {
  const digest = digests.get(path);
  if (digest === undefined || (was?.kind === 'file' && was.digest === digest)) return [];
  return [{ path, digest, kind: 'source' }];
}

/** What is told by its identity as products: from others that somebody makes at their place. */
export function folderProducts(
  root: string,
  kind: 'folder' | 'environment' | 'stream',
  folders: readonly { readonly path: string }[],
): ProductRecord[] {
  return folders.flatMap(({ path }): ProductRecord[] => {
    const digest = identityOf(absoluteIn(root, path));
    return digest === null ? [] : [{ path, digest, kind }];
  });
}
