import * as fs from 'node:fs';

/** Writes all of the bytes at a place of a file. */
export function writeAll(descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) {
    done += fs.writeSync(descriptor, bytes, done, bytes.length - done, at + done);
  }
}

/** Fills a buffer from a place of a file; false where the file ends before. */
export function readAll(descriptor: number, into: Uint8Array, at: number): boolean {
  for (let done = 0; done < into.length;) {
    const count = fs.readSync(descriptor, into, done, into.length - done, at + done);
    if (count === 0) return false;
    done += count;
  }
  return true;
}
