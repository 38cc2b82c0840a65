import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../../src/base/digest';
import type { Result } from '../../src/base/result';
import { openStore } from '../../src/store/diskStore';
import { prepareProject } from '../../src/store/layout';
import type { FileStat, FileToTake, Store } from '../../src/store/storeModel';

/** One measured action in a process of its own: what it costs with Node's start. Prints its peak memory. */
async function main(): Promise<void> {
  const [action, root = '', storeFolder = '', third = ''] = process.argv.slice(2);
  if (action === 'nothing') return report(null);
  prepareProject({ root: path.dirname(storeFolder), store: storeFolder });
  const store = value(openStore(storeFolder));
  let tree: Digest | null = null;
  if (action === 'capture') tree = await capture(store, root, false);
  if (action === 'status') tree = await capture(store, root, true);
  if (action === 'load') {
    const entries = value(await store.getTree(third as Digest)).entries;
    value(await store.restore(root, entries, { overwrite: false }));
  }
  await store.close();
  report(tree);
}

/** Walks a folder and takes all of it, as a capture does; everything is durable at its end. */
async function capture(store: Store, root: string, cached: boolean): Promise<Digest> {
  const files: FileToTake[] = [];
  walk(root, '', files);
  const taken = value(await store.takeFiles(root, files, { cached }));
  const tree = value(
    await store.putTree(
      taken.map(({ path: name, executable, size, digest }) => ({
        path: name,
        kind: 'file',
        executable,
        size,
        digest,
      })),
    ),
  );
  value(await store.sync());
  return tree;
}

function walk(root: string, folder: string, files: FileToTake[]): void {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) walk(root, name, files);
    else files.push({ path: name, stat: statOf(`${root}/${name}`), keep: true });
  }
}

function statOf(file: string): FileStat {
  const { size, mtimeMs, ctimeMs, ino: inode, mode } = fs.lstatSync(file);
  return { size, mtimeMs, ctimeMs, inode, mode };
}

function value<T, F>(result: Result<T, F>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.failure));
}

function report(tree: Digest | null): void {
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ tree, peakBytes })}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
