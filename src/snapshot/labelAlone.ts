import { isUtf8 } from 'node:buffer';

import type { Digest } from '../base/digest';
import { encodeTree } from '../store/tree';
import type { Store } from '../store/storeModel';
import type { FileEntry, TreeEntry } from '../store/treeModel';
import type { SnapshotParts } from './snapshot';

/**
 * Whether two states of a pipeline file differ in nothing but the label. The label is no part of the plan,
 * so writing another one changes nothing of what a pipeline is, although it changes the file.
 */
export async function labelAlone(was: Uint8Array, is: Uint8Array): Promise<boolean> {
  if (!isUtf8(was) || !isUtf8(is)) return false;
  const { sameButLabel } = await import('../pipeline/pipelineText');
  return sameButLabel(Buffer.from(was).toString('utf8'), Buffer.from(is).toString('utf8'));
}

/** How the content of two snapshots is held against each other. */
export interface ContentOptions {
  readonly store: Store;
  /** Path of the pipeline file; of a pipeline that was defined in code no file has it. */
  readonly pipeline: string;
  /** Bytes of the pipeline file as the first one had it, wherever they are; null where nobody has them. */
  readonly bytesOf: (entry: FileEntry) => Promise<Uint8Array | null>;
}

/**
 * Whether two snapshots are one but for the label in the pipeline file: the same plan, recipes, outcomes and
 * source files. Null where the bytes that would tell are not to be had.
 */
export async function sameContent(
  was: SnapshotParts,
  is: SnapshotParts,
  options: ContentOptions,
): Promise<boolean | null> {
  if (was.plan !== is.plan || !sameSteps(was.steps, is.steps)) return false;
  if (was.sourceTree === is.sourceTree) return true;
  const files = await theOneThatDiffers(was.sourceTree, is.sourceTree, options);
  if (files === null) return false;
  const [before, now] = await Promise.all(files.map(options.bytesOf));
  return before && now ? labelAlone(before, now) : null;
}

function sameSteps(was: SnapshotParts['steps'], is: SnapshotParts['steps']): boolean {
  return (
    was.length === is.length &&
    was.every(({ name, recipe, outcome }, at) => {
      const now = is[at];
      return name === now?.name && recipe === now.recipe && outcome === now.outcome;
    })
  );
}

/** Both states of the pipeline file, where nothing else of two source trees differs. */
async function theOneThatDiffers(
  was: Digest,
  is: Digest,
  { store, pipeline }: ContentOptions,
): Promise<readonly [FileEntry, FileEntry] | null> {
  const [before, now] = [await store.getTree(was), await store.getTree(is)];
  if (!before.ok || !now.ok) return null;
  const isOther = ({ path }: TreeEntry): boolean => path !== pipeline;
  const others = [before, now].map(({ value }) => encodeTree(value.entries.filter(isOther)));
  if (!others[0]?.equals(others[1] ?? Buffer.alloc(0))) return null;
  const [a, b] = [before, now].map(({ value }) => value.entries.find((one) => !isOther(one)));
  const areFiles = a?.kind === 'file' && b?.kind === 'file';
  return areFiles && a.executable === b.executable ? [a, b] : null;
}
