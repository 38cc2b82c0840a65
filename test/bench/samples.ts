import * as fs from 'node:fs';
import * as path from 'node:path';

/** Files of 100 bytes to about 100 KiB, 18 KiB on average, a hundred a folder; the same every time. */
export function makeSmallFiles(folder: string, count: number): void {
  const dice = sequence(1);
  const bytes = noise(dice);
  for (let index = 0; index < count; index++) {
    const parent = path.join(folder, `d${Math.floor(index / 100)}`);
    if (index % 100 === 0) fs.mkdirSync(parent, { recursive: true });
    const size = 100 + Math.floor(Math.exp((dice() / 2 ** 32) * 6.93) * 126);
    const from = dice() % (bytes.length - size);
    fs.writeFileSync(path.join(parent, `f${index}.txt`), bytes.subarray(from, from + size));
  }
}

/** One file of this many bytes, no two of its mebibytes alike. */
export function makeLargeFile(file: string, size: number): void {
  const chunk = noise(sequence(2));
  const descriptor = fs.openSync(file, 'w');
  for (let done = 0; done < size; done += chunk.length) {
    chunk.writeUInt32LE(done / chunk.length, 0);
    fs.writeSync(descriptor, chunk, 0, Math.min(chunk.length, size - done));
  }
  fs.closeSync(descriptor);
}

/** A JSON document of this many numbers, each off by a billionth of itself in the second of a pair. */
export function makeJson(file: string, count: number, off: boolean): void {
  const dice = sequence(3);
  const rows: string[] = [];
  for (let index = 0; index < count; index += 4) {
    const row = Array.from({ length: 4 }, () => (dice() / 2 ** 32) * (off ? 1 + 1e-9 : 1));
    rows.push(JSON.stringify({ id: index, row }));
  }
  fs.writeFileSync(file, `{"rows":[\n${rows.join(',\n')}\n]}\n`);
}

/** A table of this many rows, a number that counts them and four more, each off by a billionth of itself in the second of a pair. */
export function makeTable(file: string, count: number, off: boolean): void {
  const dice = sequence(6);
  const descriptor = fs.openSync(file, 'w');
  fs.writeSync(descriptor, 'id,a,b,c,d\n');
  for (let index = 0; index < count;) {
    const rows: string[] = [];
    for (const most = Math.min(count, index + 10_000); index < most; index++) {
      const row = Array.from({ length: 4 }, () => (dice() / 2 ** 32) * (off ? 1 + 1e-9 : 1));
      rows.push(`${index},${row.join(',')}\n`);
    }
    fs.writeSync(descriptor, rows.join(''));
  }
  fs.closeSync(descriptor);
}

/** A log of this many lines, with other times in the second of a pair. */
export function makeLog(file: string, count: number, off: boolean): void {
  const dice = sequence(off ? 5 : 4);
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    lines.push(`epoch ${index}: loss 0.${index % 1000} in ${(dice() / 2 ** 32).toFixed(4)} s`);
  }
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
}

/** A mebibyte that does not compress. */
function noise(dice: () => number): Buffer {
  const bytes = Buffer.allocUnsafe(1 << 20);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(dice(), at);
  return bytes;
}

/** A sequence of 32-bit numbers that is the same every time (xorshift). */
function sequence(seed: number): () => number {
  let state = seed * 2654435769 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
