import { digestOfJson } from '../base/digest';
import type { Digest } from '../base/digest';

/** What a snapshot is made of: the plan, the source tree, and what was asked and what came out of each step. */
export interface SnapshotParts {
  readonly plan: Digest;
  readonly sourceTree: Digest;
  /** In plan order. */
  readonly steps: readonly {
    readonly name: string;
    readonly recipe: Digest;
    readonly outcome: Digest;
  }[];
}

/** The id of a snapshot: the digest of its canonical JSON. */
export function snapshotDigest({ plan, sourceTree, steps }: SnapshotParts): Digest {
  return digestOfJson({
    format: 1,
    plan,
    sourceTree,
    steps: steps.map(({ name, recipe, outcome }) => ({ name, outcome, recipe })),
  });
}
