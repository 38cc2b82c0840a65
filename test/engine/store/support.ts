import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import { openStore } from '../../../src/store/diskStore';
import { prepareProject } from '../../../src/store/layout';
import type { Store } from '../../../src/store/storeModel';
import { value } from '../../support/results';
import { temporaryFolder } from '../../support/temporary';

/** A new project with a store; `open` opens it once more, as another process would. */
export function newStore(options: { readonly now?: () => number } = {}): {
  store: Store;
  root: string;
  folder: string;
  open: () => Store;
} {
  const root = temporaryFolder();
  const folder = path.join(root, '.reprise');
  value(prepareProject({ root, store: folder }));
  const open = (): Store => value(openStore(folder, { workers: 2, ...options }));
  return { store: open(), root, folder, open };
}

/** Every file below a folder, sorted. */
export function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Flips a bit of an object wherever a store's folder holds its bytes. */
export function damageObject(folder: string, digest: Digest): void {
  for (const file of filesBelow(path.join(folder, 'objects'))) {
    const bytes = fs.readFileSync(file);
    const at = whereIs(bytes, digest, file);
    if (at < 0) continue;
    bytes[at] = (bytes[at] as number) ^ 1;
    overwrite(file, bytes);
  }
}

/** Writes over a file in place, read-only or not. */
export function overwrite(file: string, bytes: Uint8Array): void {
  fs.chmodSync(file, 0o644);
  fs.writeFileSync(file, bytes);
  fs.chmodSync(file, 0o444);
}

function whereIs(bytes: Buffer, digest: Digest, file: string): number {
  if (digestOf(bytes) === digest) return 0;
  if (!file.endsWith('.pack')) return -1;
  const head = bytes.indexOf(Buffer.from(digest.slice('sha256:'.length), 'hex'));
  return head < 0 ? -1 : head + 40;
}
