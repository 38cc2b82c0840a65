import { createHash } from 'node:crypto';
import * as fs from 'node:fs';

const CHUNK = 1 << 20;

/** What went through a copy. */
export interface Copied {
  /** 32 bytes. */
  readonly digest: Buffer;
  readonly size: number;
}

/** An error that came from writing, so that it is not mistaken for one of the file that was read. */
export class WriteError extends Error {
  readonly error: unknown;

  constructor(error: unknown) {
    super('write');
    this.error = error;
  }
}

/**
 * Reads a file once from its start to its end, digests it and, where `to` is given, writes it there.
 * While this thread digests one chunk, the system's own threads write it and read the next: so a copy
 * with its digest costs what the slower of the two costs. It ends soon after `most` bytes, so that it never
 * runs after a file that grows faster than it is read, and soon after it is `stopped`.
 */
export async function copyHashed(
  from: number,
  to: number | null,
  options: { readonly most?: number; readonly stopped?: () => boolean } = {},
): Promise<Copied> {
  const { most = Number.POSITIVE_INFINITY, stopped } = options;
  const hash = createHash('sha256');
  let current = Buffer.allocUnsafeSlow(CHUNK);
  let next = Buffer.allocUnsafeSlow(CHUNK);
  let size = 0;
  let filled = await read(from, current, 0);
  while (filled > 0 && size <= most && !stopped?.()) {
    const bytes = current.subarray(0, filled);
    const reading = read(from, next, size + filled);
    const written = to === null ? null : write(to, bytes, size);
    hash.update(bytes);
    size += filled;
    // Both have to be over before either's failure is told: they hold the buffers and the descriptors.
    const [ahead, done] = await Promise.allSettled([reading, written]);
    if (done.status === 'rejected') throw new WriteError(done.reason);
    if (ahead.status === 'rejected') throw ahead.reason;
    [current, next] = [next, current];
    filled = ahead.value;
  }
  return { digest: hash.digest(), size };
}

/**
 * Digests a file while it is compared with another one of the same size, which costs less than to copy it;
 * null as soon as they differ. Equal ones prove each other's digest.
 */
export async function compareHashed(from: number, other: number): Promise<Copied | null> {
  const hash = createHash('sha256');
  const pair = (): [Buffer, Buffer] => [
    Buffer.allocUnsafeSlow(CHUNK),
    Buffer.allocUnsafeSlow(CHUNK),
  ];
  const readBoth = async ([a, b]: [Buffer, Buffer], at: number): Promise<number | null> => {
    // Both have to be over before either's failure is told: they hold the buffers and the descriptors.
    const [one, two] = await Promise.allSettled([read(from, a, at), read(other, b, at)]);
    if (one.status === 'rejected') throw one.reason;
    const equal = two.status === 'fulfilled' && one.value === two.value;
    return equal && a.subarray(0, one.value).equals(b.subarray(0, one.value)) ? one.value : null;
  };
  let current = pair();
  let next = pair();
  let size = 0;
  let filled = await readBoth(current, 0);
  while (filled !== null && filled > 0) {
    const reading = readBoth(next, size + filled);
    hash.update(current[0].subarray(0, filled));
    size += filled;
    filled = await reading;
    [current, next] = [next, current];
  }
  return filled === null ? null : { digest: hash.digest(), size };
}

/** Fills the buffer as far as the file goes; 0 at its end. */
async function read(descriptor: number, into: Buffer, at: number): Promise<number> {
  let filled = 0;
  while (filled < into.length) {
    const count = await readOnce(descriptor, into, filled, at + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

function readOnce(descriptor: number, into: Buffer, from: number, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(descriptor, into, from, into.length - from, at, (error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
}

async function write(descriptor: number, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += await writeOnce(descriptor, bytes, done, at + done);
  }
}

function writeOnce(descriptor: number, bytes: Buffer, from: number, at: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(descriptor, bytes, from, bytes.length - from, at, (error, count) => {
      if (error) reject(error);
      else resolve(count);
    });
  });
}
