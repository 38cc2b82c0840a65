import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { LARGE } from '../store/packs/packFormat';
import type { TreeEntry } from '../store/treeModel';
import type { SnapshotFailure } from './failures';

/**
 * Whether there is room for these files below a folder that need not be there; null where there is. What the file
 * system would clone takes no space, so it is asked about clones where it would be too little without them.
 */
export function checkSpace(
  folder: string,
  entries: readonly TreeEntry[],
  options: { readonly clones: (into: string) => boolean; readonly free?: number },
): SnapshotFailure | null {
  const sizes = entries.flatMap((entry) => (entry.kind === 'file' ? [entry.size] : []));
  const sum = (of: readonly number[]): number => of.reduce((all, size) => all + size, 0);
  const at = existing(folder);
  const free = options.free ?? freeAt(at);
  const whole = sum(sizes);
  if (whole <= free) return null;
  // Smaller ones lie in packs and are written anew.
  const needed = options.clones(at) ? sum(sizes.filter((size) => size < LARGE)) : whole;
  return needed <= free ? null : { code: 'not-enough-space', folder, needed, free };
}

/** Whether a file can be cloned into a folder; tried, because no system tells. Leaves nothing there. */
export function canClone(file: string, into: string): boolean {
  const probe = path.join(into, `.clone-${randomBytes(6).toString('hex')}`);
  try {
    const { COPYFILE_EXCL, COPYFILE_FICLONE_FORCE } = fs.constants;
    fs.copyFileSync(file, probe, COPYFILE_EXCL | COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  } finally {
    fs.rmSync(probe, { force: true });
  }
}

function existing(folder: string): string {
  let at = path.resolve(folder);
  while (!fs.existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  return at;
}

function freeAt(folder: string): number {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}
