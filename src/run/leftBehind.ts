import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { absoluteIn } from '../base/paths';
import type { Plan } from '../pipeline/model';
import type { Records } from '../records/records';
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

/**
 * The products of runs that were killed, which could take no second look themselves: what is not in the
 * source tree that such a run began with, and came or changed while it, or what it had started, lived.
 */
export async function leftBehind(
  killed: readonly KilledRun[],
  options: {
    readonly store: Store;
    readonly records: Records;
    readonly root: string;
    readonly plan: Plan;
    readonly scan: Scan;
    readonly now: number;
  },
): Promise<ProductRecord[]> {
  const found = new Map<string, ProductRecord>();
  for (const one of killed) {
    for (const product of await leftBy(one, options)) {
      found.set(`${product.path} ${product.digest}`, product);
    }
  }
  return [...found.values()];
}

async function leftBy(
  killed: KilledRun,
  options: Parameters<typeof leftBehind>[1],
): Promise<ProductRecord[]> {
  const { store, root, scan } = options;
  const life = lifeOf(killed, options);
  if (life === null) return [];
  const tree = await store.getTree(life.sourceTree);
  const was = new Map<string, TreeEntry>(
    tree.ok ? tree.value.entries.map((entry) => [entry.path, entry]) : [],
  );
  const { counts, isLoose, countsFolder, isOutput } = productSorter(options.plan, []);
  const inLife = ({ ctimeMs }: { readonly ctimeMs: number }): boolean =>
    ctimeMs >= life.from && ctimeMs <= life.until;
  const mayBe = (file: ScannedFile): boolean =>
    inLife(file.stat) &&
    counts(file) &&
    isLoose(file) &&
    !(isCode(file.path) && (!tree.ok || was.has(file.path)));
  const files = scan.files.filter(mayBe);
  const digests = await digestsOf(
    { store, root },
    files.filter(({ kind }) => kind === 'file'),
  );
  const products = files.flatMap((file): ProductRecord[] => {
    const entry = was.get(file.path);
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

/**
 * From its first step to its last sign of life. What came later may be the user's own, and is not taken
 * for a product; where its processes lived on, all that came until now may be theirs.
 */
function lifeOf(
  { run, livedOn }: KilledRun,
  { records, now }: { readonly records: Records; readonly now: number },
): { readonly from: number; readonly until: number; readonly sourceTree: Digest } | null {
  let captured: { readonly at: number; readonly sourceTree: Digest } | null = null;
  let last = 0;
  for (const event of records.eventLog(run).readEvents()) {
    last = event.at;
    if (event.type === 'captured') captured = { at: event.at, sourceTree: event.sourceTree };
  }
  if (captured === null) return null;
  const until = livedOn ? now : Math.max(last, lastLogTime(records.runFolder(run)));
  return { from: captured.at - CLOCK_MS, until: until + CLOCK_MS, sourceTree: captured.sourceTree };
}

/** Steps write their logs themselves, so a log tells of a life that left no event. */
function lastLogTime(runFolder: string): number {
  const logs = path.join(runFolder, 'logs');
  if (!fs.existsSync(logs)) return 0;
  const times = fs
    .readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .map((name) => lookAt(path.join(logs, name))?.mtimeMs ?? 0);
  return Math.max(0, ...times);
}

/** A file's time comes from a clock that ticks less often than ours. */
const CLOCK_MS = 20;
