import * as fs from 'node:fs';
import * as path from 'node:path';
import { randomBytes } from 'node:crypto';

/**
 * Writes a file so that a crash at any line leaves the old bytes or the new: a temporary file in the
 * same folder, synced, renamed, and the folder synced.
 */
export function writeFileAtomic(
  file: string,
  bytes: string | Uint8Array,
  options: { readonly mode?: number; readonly sync?: boolean } = {},
): void {
  const temporary = writeAside(file, bytes, options);
  try {
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
  if (options.sync !== false) syncFolder(path.dirname(file));
}

/**
 * As `writeFileAtomic`, but never over a file that is there: false, and nothing written, where another
 * came first. A hard link is what makes "only if absent" atomic; where links are unknown, an exclusive
 * copy stands in. With `syncFolder: false` the name is not made durable: who publishes many does that once.
 */
export function publishExclusive(
  file: string,
  bytes: string | Uint8Array,
  options: { readonly mode?: number; readonly syncFolder?: boolean } = {},
): boolean {
  const temporary = writeAside(file, bytes, { mode: options.mode ?? 0o644 });
  try {
    linkOrCopy(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
  if (options.syncFolder !== false) syncFolder(path.dirname(file));
  return true;
}

/** Makes the names in a folder durable; a no-op where a folder cannot be synced (Windows). */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function writeAside(
  file: string,
  bytes: string | Uint8Array,
  options: { readonly mode?: number; readonly sync?: boolean },
): string {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const descriptor = fs.openSync(temporary, 'wx', options.mode ?? 0o644);
  try {
    fs.writeFileSync(descriptor, bytes);
    if (options.sync !== false) fs.fsyncSync(descriptor);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  return temporary;
}

/** Gives a file a second name; where links are unknown, an exclusive copy. `EEXIST` where the name is taken. */
export function linkOrCopy(from: string, to: string): void {
  try {
    fs.linkSync(from, to);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EOPNOTSUPP') {
      throw error;
    }
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
  }
}
