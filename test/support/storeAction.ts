import * as path from 'node:path';

import type { Digest } from '../../src/base/digest';
import type { Result } from '../../src/base/result';
import { openStore } from '../../src/store/diskStore';
import { prepareProject } from '../../src/store/layout';
import type { Store } from '../../src/store/storeModel';

/** What a store does in a process of its own, so that its peak memory can be told: `nothing`, `capture`, `load`. */
async function main([action, root = '', folder = '', tree]: readonly string[]): Promise<void> {
  if (action === 'nothing') return report(null);
  must(prepareProject({ root: path.dirname(folder), store: folder }));
  const store = must(openStore(folder));
  const done = action === 'capture' ? await capture(store, root) : (tree as Digest);
  if (action === 'load') {
    must(await store.restore(root, must(await store.getTree(done)).entries, { overwrite: false }));
  }
  await store.close();
  report(done);
}

async function capture(store: Store, root: string): Promise<Digest> {
  const taken = must(
    await store.takeFiles(root, [{ path: 'large', stat: null, keep: true }], { cached: false }),
  );
  const entries = taken.map(({ path, executable, size, digest }) => {
    return { path, kind: 'file', executable, size, digest } as const;
  });
  const tree = must(await store.putTree(entries));
  must(await store.sync());
  return tree;
}

function must<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.failure));
}

function report(tree: Digest | null): void {
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  process.stdout.write(`${JSON.stringify({ tree, peakBytes })}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
