import assert from 'node:assert/strict';
import { Readable } from 'node:stream';

import { digestOf } from '../../src/base/digest';
import { failed, ok } from '../../src/base/result';
import type { Blocks } from '../../src/verify/comparators/blocks';
import { compareFiles } from '../../src/verify/comparators/choose';
import type { FileComparison } from '../../src/verify/comparators/choose';
import type { Comparator, FileSide, Rule } from '../../src/verify/comparators/comparator';
import { Patterns } from '../../src/verify/comparators/patterns';

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

/** A file of one side that is said to be too large for memory: whoever asks for its bytes at once gets none. */
export function hugeSide(content: string | Buffer, piece = 7): FileSide {
  const bytes = (): never => assert.fail('held as a whole');
  return { ...fileSide(content, piece), bytes, size: 2 ** 40 };
}

/** Compares two files as a verify does; with `comparators`, by one of these. */
export async function comparedFiles(
  path: string,
  sides: readonly [FileSide, FileSide],
  by: Rule = rule(),
  comparators?: readonly Comparator[],
): Promise<FileComparison> {
  const patterns = new Patterns();
  try {
    return await compareFiles(path, sides, by, { patterns, cancel: null }, comparators);
  } finally {
    await patterns.close();
  }
}

/** A text in blocks of so many lines each. */
export function blocksOf(text: string, lines = 3): Pick<Blocks, 'next'> {
  const blocks = text.match(new RegExp(`(?:[^\\n]*\\n){1,${lines}}|[^\\n]+$`, 'g')) ?? [];
  const left = blocks.map((block) => Buffer.from(block));
  return { next: () => Promise.resolve(left.shift() ?? null) };
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
