import type { StoreFailure } from '../failures';

/** Data only: what threads say to one another when a tree is written. */

/** One object and everywhere that it goes. */
export interface RestoreItem {
  /** The 64 hexadecimal digits of its digest. */
  readonly hex: string;
  /** The pack it lies in, or its own file. */
  readonly file: string;
  /** Offset in the pack; -1 for an object with a file of its own. */
  readonly offset: number;
  readonly size: number;
  /** Relative to the root. */
  readonly paths: readonly string[];
  readonly executable: readonly boolean[];
}

/** Objects for one thread to write, in the order in which they lie. */
export interface RestoreJob {
  readonly root: string;
  readonly overwrite: boolean;
  readonly items: readonly RestoreItem[];
  /** Shared by all jobs of a tree: not zero once nobody waits for it any more. */
  readonly stop: Int32Array;
}

/** Whether nobody waits for a job any more. */
export function isStopped({ stop }: RestoreJob): boolean {
  return Atomics.load(stop, 0) !== 0;
}

/** How that went. */
export interface RestoreOutcome {
  /** Items whose bytes were not there or did not prove their digest: their paths are not written. */
  readonly unproven: readonly number[];
  /** The first thing that kept a file from being written. */
  readonly failure: StoreFailure | null;
}
