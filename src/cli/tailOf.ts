import * as fs from 'node:fs';

/** The last lines of a file, however long it is; of more than 16 MiB only the end is read. */
export function tailOf(file: string, lines: number): string[] {
  const descriptor = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(descriptor);
    for (let length = Math.min(size, FIRST); ; length = Math.min(size, length * 4)) {
      const found = linesOf(readEnd(descriptor, { size, length }));
      const enough = found.length > lines || length === size || length >= MOST;
      if (!enough) continue;
      // the first line read is cut off somewhere, unless reading began at the start
      return (length < size && found.length > 1 ? found.slice(1) : found).slice(-lines);
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

function readEnd(
  descriptor: number,
  { size, length }: { readonly size: number; readonly length: number },
): string {
  const buffer = Buffer.alloc(length);
  const read = fs.readSync(descriptor, buffer, 0, length, size - length);
  return buffer.toString('utf8', 0, read);
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

const FIRST = 64 * 1024;
const MOST = 16 * 1024 * 1024;
