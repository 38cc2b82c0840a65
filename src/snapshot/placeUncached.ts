import * as fs from 'node:fs';
import * as path from 'node:path';

import { absoluteIn } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';
import type { FileEntry } from '../store/treeModel';
import type { SnapshotFailure } from './failures';

/**
 * Puts files that are not kept in the store where they belong, from the workspace: as copies, proven
 * once more because the workspace may change meanwhile, or as links to it.
 */
export async function placeUncached(
  entries: readonly FileEntry[],
  options: {
    readonly store: Store;
    readonly from: string;
    readonly to: string;
    readonly how: 'copy' | 'link';
    readonly cancel?: AbortSignal | undefined;
  },
): Promise<Result<{ files: number; bytes: number }, SnapshotFailure | StoreFailure>> {
  const { store, from, to, how, cancel } = options;
  let bytes = 0;
  for (const entry of entries) {
    if (cancel?.aborted) break; // whoever asked looks at it too
    const source = absoluteIn(from, entry.path);
    const target = absoluteIn(to, entry.path);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (how === 'link') {
      fs.symlinkSync(source, target);
      continue;
    }
    try {
      fs.copyFileSync(source, target, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
      fs.chmodSync(target, entry.executable ? 0o755 : 0o644);
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      if (code === 'ENOSPC') return failed({ code: 'disk-full', folder: to });
      return failed({ code: 'file-unreadable', path: entry.path, error: code });
    }
    bytes += entry.size;
  }
  if (how === 'link' || cancel?.aborted) return ok({ files: entries.length, bytes });
  const files = entries.map((entry) => ({ path: entry.path, stat: null, keep: false }));
  const taken = await store.takeFiles(to, files, { cached: false });
  if (!taken.ok) return taken;
  for (const [at, { path: name, digest }] of taken.value.entries()) {
    const wanted = entries[at];
    if (wanted === undefined || wanted.digest === digest) continue;
    return failed({
      code: 'input-bytes-missing',
      path: name,
      digest: wanted.digest,
      lastSeen: null,
    });
  }
  return ok({ files: entries.length, bytes });
}
