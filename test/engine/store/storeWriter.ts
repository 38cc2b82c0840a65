import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { openStore } from '../../../src/store/diskStore';
import type { Store } from '../../../src/store/storeModel';
import { value } from '../../support/results';

/** A process that writes to a store, for tests that run several of them or kill one. Says `ready` first. */
async function main(): Promise<void> {
  const [action, folder = '', file = ''] = process.argv.slice(2);
  const store = value(openStore(folder, { workers: 2 }));
  process.stdout.write('ready\n');
  if (action === 'put-same') {
    await new Promise((resolve) => process.stdin.once('data', resolve)); // all start together
    const taken = value(
      await store.takeFiles(
        path.dirname(file),
        [{ path: path.basename(file), stat: null, keep: true }],
        { cached: false },
      ),
    );
    value(await store.sync());
    process.stdout.write(`${taken[0]?.digest ?? ''}\n`);
    await store.close();
    process.exit(0);
  }
  for (;;) await writeRound(store, folder);
}

/** Some small objects, a large one, and a sync; each digest that it covers is told after it. */
async function writeRound(store: Store, folder: string): Promise<void> {
  const root = path.join(path.dirname(folder), `round-${randomBytes(4).toString('hex')}`);
  fs.mkdirSync(root);
  const sizes = [10, 1000, 50_000, 1_200_000];
  const names = sizes.map((size) => {
    fs.writeFileSync(path.join(root, `f${size}`), randomBytes(size));
    return `f${size}`;
  });
  const files = names.map((name) => ({ path: name, stat: null, keep: true }));
  const taken = value(await store.takeFiles(root, files, { cached: false }));
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
  value(await store.publishDocument(tree));
  fs.writeSync(1, `${tree}\n`);
  fs.rmSync(root, { recursive: true });
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
