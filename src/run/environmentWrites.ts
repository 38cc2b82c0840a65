import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { absoluteIn, isWithin } from '../base/paths';
import { NODE_CACHES } from '../environment/nodeWaysBack';
import { recordedFiles } from '../environment/recordedFiles';
import type { ProductRecord } from '../records/runModel';
import { walkEnvironment } from '../snapshot/environmentFiles';
import { lookAt } from '../snapshot/folderListing';
import { identityOf } from '../snapshot/products';
import type { Store } from '../store/storeModel';
import { digestsOf } from './digestsOf';

interface Where {
  readonly store: Store;
  /** The project. */
  readonly root: string;
}

/**
 * What was written into environment folders in a span of time, which rooms will see through their links. By
 * the time of change, which no ordinary program can set back. What came with a package that says so is left
 * out: its name and version are recorded.
 */
export async function environmentWrites(
  where: Where,
  options: {
    /** Relative to the project. */
    readonly folders: readonly string[];
    /** By the clock of the file system, in milliseconds since 1970. */
    readonly after: number;
    readonly until?: number;
  },
): Promise<ProductRecord[]> {
  const { after, until = Infinity } = options;
  const found: ProductRecord[] = [];
  for (const folder of options.folders) {
    const touched: string[] = [];
    const without = path.basename(folder) === 'node_modules' ? NODE_CACHES : undefined;
    walkEnvironment(
      absoluteIn(where.root, folder),
      (file) => {
        const { birthtimeMs, ctimeMs } = file.stats;
        const at = file.kind === 'empty-folder' ? birthtimeMs : ctimeMs;
        if (at > after && at <= until) touched.push(`${folder}/${file.path}`);
      },
      without,
    );
    found.push(...(await writesAt(where, folder, touched)));
  }
  return found;
}

/** What lies at these paths in an environment folder, as a run is to remember it. */
export async function writesAt(
  where: Where,
  folder: string,
  paths: readonly string[],
): Promise<ProductRecord[]> {
  if (paths.length === 0) return [];
  const digests = await digestsNow(where, paths);
  const recorded = recordedFiles(absoluteIn(where.root, folder));
  const isPackaged = (file: string, digest: Digest): boolean => {
    const known = recorded.get(absoluteIn(where.root, file));
    return known === null || known === digest;
  };
  const written = paths.flatMap((file): ProductRecord[] => {
    const digest = digests.get(file);
    if (digest === undefined || isPackaged(file, digest)) return [];
    return [{ path: file, digest, kind: 'inside' }];
  });
  if (written.length <= MOST_NAMED) return written;
  // A record with a whole environment in it would be read and written again by every run to come.
  const whole = identityOf(absoluteIn(where.root, folder));
  return whole === null ? written : [{ path: folder, digest: whole, kind: 'inside' }];
}

/** Those of the things that runs wrote into these environment folders that still stand there as they wrote them. */
export async function standingWrites(
  where: Where,
  known: readonly ProductRecord[],
  folders: readonly string[],
): Promise<ProductRecord[]> {
  const inside = known.filter(
    ({ kind, path }) => kind === 'inside' && folders.some((folder) => isWithin(path, folder)),
  );
  if (inside.length === 0) return [];
  const digests = await digestsNow(where, [...new Set(inside.map((one) => one.path))]);
  return inside.filter((one) => digests.get(one.path) === one.digest);
}

/** Of a file its bytes, of a link its target, of a folder what tells it from one made anew. */
async function digestsNow(
  where: Where,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Digest>> {
  const others = new Map<string, Digest>();
  const files: { path: string }[] = [];
  for (const file of paths) {
    const absolute = absoluteIn(where.root, file);
    const stats = lookAt(absolute);
    if (stats?.isFile()) files.push({ path: file });
    else if (stats?.isSymbolicLink()) others.set(file, digestOf(fs.readlinkSync(absolute)));
    else if (stats?.isDirectory()) {
      const identity = identityOf(absolute);
      if (identity !== null) others.set(file, identity);
    }
  }
  return new Map([...others, ...(await digestsOf(where, files))]);
}

const MOST_NAMED = 2000;
