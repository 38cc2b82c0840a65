import * as fs from 'node:fs';

/** What tells one file from every other on this machine at this moment. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
}

/** The regular files that this process's standard output and standard error are written to, as in `reprise run > run.log`. */
export function ownStreams(): readonly FileIdentity[] {
  return [1, 2].flatMap((descriptor): FileIdentity[] => {
    try {
      const stats = fs.fstatSync(descriptor);
      return stats.isFile() ? [{ device: stats.dev, inode: stats.ino }] : [];
    } catch {
      return []; // closed
    }
  });
}
