import { Readable } from 'node:stream';

import { digestOf } from '../../src/base/digest';
import { failed, ok } from '../../src/base/result';
import type { FileSide, Rule } from '../../src/verify/comparators/comparator';

/** A file of one side with these bytes; its stream comes in pieces of `piece` bytes. */
export function fileSide(content: string | Buffer, piece = 7): FileSide {
  const bytes = Buffer.from(content);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += piece) pieces.push(bytes.subarray(at, at + piece));
  return {
    digest: digestOf(bytes),
    size: bytes.length,
    bytes: () => Promise.resolve(ok(bytes)),
    stream: () => Promise.resolve(ok(Readable.from(pieces))),
  };
}

/** A file of one side whose bytes nobody has any more. */
export function goneSide(content: string): FileSide {
  const side = fileSide(content);
  const failure = failed({ code: 'object-missing' as const, digest: side.digest });
  return {
    ...side,
    bytes: () => Promise.resolve(failure),
    stream: () => Promise.resolve(failure),
  };
}

/** A rule as somebody wrote it; what is not given is not written. */
export function rule(given: Partial<Rule> = {}): Rule {
  return { tolerance: null, ignore: null, ...given };
}
