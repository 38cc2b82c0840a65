import * as fs from 'node:fs/promises';

/** Reads what comes to log files, in pieces, without ever holding a file whole. */
export class LogFollower {
  readonly #read = new Map<string, number>();

  /** What has come to a log since the last time; of much at once the end, and how many bytes were passed over. */
  async next(file: string): Promise<{ readonly bytes: Buffer; readonly skipped: number }> {
    const from = this.#read.get(file) ?? 0;
    let handle: fs.FileHandle;
    try {
      handle = await fs.open(file, 'r');
    } catch {
      return { bytes: Buffer.alloc(0), skipped: 0 };
    }
    try {
      const { size } = await handle.stat();
      const start = Math.max(from, size - MOST_AT_ONCE);
      const bytes = Buffer.alloc(Math.max(0, size - start));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
      this.#read.set(file, start + bytesRead);
      return { bytes: bytes.subarray(0, bytesRead), skipped: start - from };
    } finally {
      await handle.close();
    }
  }
}

/** A terminal takes no more at once without making everybody wait. */
const MOST_AT_ONCE = 256 * 1024;
