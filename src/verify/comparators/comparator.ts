import type { Readable } from 'node:stream';

import type { Digest } from '../../base/digest';
import type { Result } from '../../base/result';
import type { Ignore, Tolerance } from '../../pipeline/model';
import type { Difference } from '../../records/report';
import type { StoreFailure } from '../../store/failures';
import type { Patterns } from './patterns';

/** The seam behind which a format is known. What may vary is what "close" means for it. */

/** The rules somebody wrote beside an output; both null where nobody did. */
export interface Rule {
  readonly tolerance: Tolerance | null;
  readonly ignore: Ignore | null;
}

/** The bytes of a file on one side. */
export interface FileSide {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  /** Everything at once; asked only for files that a comparator may take. */
  bytes(): Promise<Result<Buffer, StoreFailure>>;
  /** In pieces, for files of any size. */
  stream(): Promise<Result<Readable, StoreFailure>>;
}

/** Two files of one path whose digests are not equal. */
export interface FilePair {
  /** Relative to the project. */
  readonly path: string;
  readonly was: FileSide;
  readonly is: FileSide;
  /** The first bytes of both sides, for a comparator to recognise what it reads. */
  readonly heads: readonly [Buffer, Buffer];
}

/**
 * What a comparator says. It cannot say `identical`: that is for digests alone. `doubt` sends the files
 * on to the bytes comparator, with the reason as a note; `gone` means that bytes could not be read.
 */
export type Comparison =
  | {
      readonly verdict: 'equivalent' | 'different';
      /** Which rule excused what, what was not looked at, how it was read. */
      readonly notes: readonly string[];
      readonly differencesTotal: number;
      /** The first `MOST_DIFFERENCES`. */
      readonly differences: readonly Difference[];
    }
  | { readonly verdict: 'doubt'; readonly why: string }
  | { readonly verdict: 'gone' };

/** What comparators work with besides the files. */
export interface Tools {
  readonly patterns: Patterns;
  /** Where it is aborted they stop soon, and what they then say is nothing. */
  readonly cancel: AbortSignal | null;
}

/** One way to read two files. */
export interface Comparator {
  /** As the report prints it. */
  readonly name: string;
  /** The most bytes that one side may have; beyond, it is not asked. `Infinity` where it holds no more than a part. */
  readonly most: number;
  recognises(pair: Pick<FilePair, 'path' | 'heads'>, rule: Rule): boolean;
  /** Says `equivalent` only because of a rule, and then says which. */
  compare(pair: FilePair, rule: Rule, tools: Tools): Promise<Comparison>;
}

/** How many differences of one output are listed; all are counted. */
export const MOST_DIFFERENCES = 100;

/** Whether somebody wrote a rule at all. */
export function hasRule(rule: Rule): boolean {
  return rule.tolerance !== null || rule.ignore !== null;
}
