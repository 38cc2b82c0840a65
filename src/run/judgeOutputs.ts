import * as fs from 'node:fs';

import type { Digest } from '../base/digest';
import { absoluteIn } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanStep } from '../pipeline/model';
import { isDeclaredBy } from '../snapshot/outputScope';
import type { StoreFailure } from '../store/failures';
import type { TakenFile } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { RunContext } from './context';
import type { PresentOutput } from './presentOutputs';

/** Why something that lies in an output's place may go once the step has succeeded. */
export type Known =
  /** Made anew by whoever needs it. */
  | { readonly kind: 'bytecode' }
  /** `proof`: what the store has to prove before; null for a link, and for what is too big to be kept. */
  | {
      readonly kind: 'recorded';
      readonly proof: { readonly digest: Digest; readonly size: number } | null;
    };

/**
 * Says what is known of the things that lie in an output's place, by path. A file is known where a record
 * says that a step made these bytes, or a version holds them, and the store has them; or, for what is too
 * big to be kept, by its digest alone. What is not in the answer is not known.
 */
export async function judgeOutputs(
  leaves: readonly PresentOutput[],
  step: PlanStep,
  context: RunContext,
): Promise<Result<ReadonlyMap<string, Known>, StoreFailure>> {
  const { store } = context.options;
  const known = new Map<string, Known>();
  if (leaves.length === 0) return ok(known);
  for (const { path, kind } of leaves) if (kind === 'bytecode') known.set(path, { kind });
  const recorded = await recordedEntries(step, context);
  for (const { path, kind } of leaves) {
    const entry = kind === 'link' ? recorded.get(path) : undefined;
    if (entry?.kind === 'link' && entry.target === targetOf(absoluteIn(context.root, path))) {
      known.set(path, { kind: 'recorded', proof: null });
    }
  }
  const files = leaves.filter((leaf) => leaf.kind === 'file');
  const taken = await store.takeFiles(
    context.root,
    files.map((file) => ({ path: file.path, stat: null, keep: false })),
    { cached: true },
  );
  if (!taken.ok) return isOfOneFile(taken.failure) ? ok(known) : failed(taken.failure);
  const isUncached = uncachedBy(step);
  const candidates = taken.value.filter((file) => store.has(file.digest) || isUncached(file.path));
  const isMade = await madeBytes(candidates, recorded, context);
  for (const { path, digest, size } of candidates.filter(isMade)) {
    known.set(path, { kind: 'recorded', proof: store.has(digest) ? { digest, size } : null });
  }
  return ok(known);
}

/** Whether a step has made these bytes, or a version holds them: its newest outcome tells at once, as a rule. */
async function madeBytes(
  files: readonly TakenFile[],
  recorded: ReadonlyMap<string, TreeEntry>,
  context: RunContext,
): Promise<(file: TakenFile) => boolean> {
  const isNewest = ({ path, digest }: TakenFile): boolean => {
    const entry = recorded.get(path);
    return entry?.kind === 'file' && entry.digest === digest;
  };
  const others = files.filter((file) => !isNewest(file)).map(({ digest }) => digest);
  const older = await context.recordedBytes(new Set(others));
  return (file) => isNewest(file) || older.has(file.digest);
}

/** What the newest run that got so far recorded of this step's outputs. */
async function recordedEntries(
  step: PlanStep,
  context: RunContext,
): Promise<ReadonlyMap<string, TreeEntry>> {
  const outcome = context.lastStep(step.name)?.outcome;
  const tree = outcome ? await context.options.store.getTree(outcome) : null;
  const entries = tree?.ok ? tree.value.entries : [];
  return new Map(entries.map((entry) => [entry.path, entry]));
}

/** Of two outputs that hold one file, the longer says whether its bytes are kept. */
function uncachedBy(step: PlanStep): (path: string) => boolean {
  const outputs = [...step.outputs].sort((a, b) => b.path.length - a.path.length);
  const scopes = outputs.map(({ path, cache }) => ({ holds: isDeclaredBy(path), cache }));
  return (path) => scopes.find(({ holds }) => holds(path))?.cache === false;
}

function targetOf(link: string): string | null {
  try {
    return fs.readlinkSync(link);
  } catch {
    return null; // gone since
  }
}

/** A file that cannot be read, or that went meanwhile, is not known: it is moved, never removed. */
function isOfOneFile(failure: StoreFailure): boolean {
  return failure.code.startsWith('file-');
}
