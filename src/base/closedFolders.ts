import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Does something in folders that may be closed to writing, as a program may leave its own: each is opened
 * for that moment, where it is ours to open. What fails for another reason is thrown.
 */
export function withOpened<T>(folders: readonly string[], task: () => T): T {
  try {
    return task();
  } catch (error) {
    const opened = isRefused(error) ? folders.flatMap(open) : [];
    if (opened.length === 0) throw error;
    try {
      return task();
    } finally {
      for (const { folder, mode } of opened) close(folder, mode);
    }
  }
}

/** Removes whatever has this name with all that is in it, folders closed to writing too. */
export function removeWhole(name: string): void {
  try {
    fs.rmSync(name, { recursive: true, force: true });
  } catch (error) {
    if (!isRefused(error)) throw error;
    openAll(name);
    fs.rmSync(name, { recursive: true, force: true, maxRetries: 3 });
  }
}

function openAll(name: string): void {
  if (!fs.lstatSync(name).isDirectory()) return;
  fs.chmodSync(name, 0o700);
  for (const entry of fs.readdirSync(name, { withFileTypes: true })) {
    if (entry.isDirectory()) openAll(path.join(name, entry.name));
  }
}

function open(folder: string): { folder: string; mode: number }[] {
  try {
    const stats = fs.lstatSync(folder);
    const mode = stats.mode & 0o7777;
    if (!stats.isDirectory() || (mode & 0o700) === 0o700) return [];
    fs.chmodSync(folder, mode | 0o700);
    return [{ folder, mode }];
  } catch {
    return []; // gone, or another user's
  }
}

function close(folder: string, mode: number): void {
  try {
    fs.chmodSync(folder, mode);
  } catch {
    // The task has moved or removed it.
  }
}

function isRefused(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EACCES' || code === 'EPERM' || code === 'ENOTEMPTY';
}
