import { isUtf8 } from 'node:buffer';

import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { encodeTree } from '../store/tree';
import type { Store } from '../store/storeModel';
import type { FileEntry } from '../store/treeModel';
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
  const before = await sourceBesides(store, was, pipeline);
  const now = before && (await sourceBesides(store, is, pipeline));
  if (!now || before.rest !== now.rest) return null;
  return before.file.executable === now.file.executable ? [before.file, now.file] : null;
}

/** A source tree in two parts. */
export interface SourceBesides {
  /** The pipeline file. */
  readonly file: FileEntry;
  /** Of everything else. */
  readonly rest: Digest;
}

/** Takes the pipeline file apart from the rest of a source tree; null where it is not in it, or the tree is gone. */
export async function sourceBesides(
  store: Store,
  tree: Digest,
  pipeline: string,
): Promise<SourceBesides | null> {
  const entries = await store.getTree(tree);
  if (!entries.ok) return null;
  const file = entries.value.entries.find(({ path }) => path === pipeline);
  if (file?.kind !== 'file') return null;
  const others = entries.value.entries.filter((entry) => entry !== file);
  return { file, rest: digestOf(encodeTree(others)) };
}
