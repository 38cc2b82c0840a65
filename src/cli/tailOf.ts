import * as fs from 'node:fs';

/** The last lines of a file, however long it is; at most 64 KiB of it are read for each hundred lines. */
export function tailOf(file: string, lines: number): string[] {
  const descriptor = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(descriptor);
    const length = Math.min(size, Math.ceil(lines / 100) * CHUNK);
    const buffer = Buffer.alloc(length);
    const read = fs.readSync(descriptor, buffer, 0, length, size - length);
    const all = buffer.toString('utf8', 0, read).split('\n');
    if (all.at(-1) === '') all.pop();
    // the first line read is cut off somewhere, unless reading began at the start
    const whole = length < size ? all.slice(1) : all;
    return whole.slice(-lines).map((line) => line.replace(/\r$/, ''));
  } finally {
    fs.closeSync(descriptor);
  }
}

const CHUNK = 64 * 1024;
