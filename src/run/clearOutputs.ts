import * as path from 'node:path';

import { removeWhole, withOpened } from '../base/closedFolders';
import { absoluteIn } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanStep } from '../pipeline/model';
import type { TakeFailure } from '../snapshot/failures';
import { fileStatOf, lookAt } from '../snapshot/folderListing';
import type { TrackedBefore } from '../snapshot/takeOutputs';
import type { StoreFailure } from '../store/failures';
import { readFailure } from '../store/storeError';
import type { FileStat } from '../store/storeModel';
import { Cleared } from './cleared';
import type { Moved } from './cleared';
import type { RunContext } from './context';
import { judgeOutputs } from './judgeOutputs';
import { ASIDE, DISPLACED } from './keptAside';
import { moveAside } from './moveAside';
import { makeParents, removeEmpty } from './outputFolders';
import { linkToOutputs, presentOutputs } from './presentOutputs';
import type { PresentOutput } from './presentOutputs';

/** What a step starts from. */
export interface ClearedOutputs {
  /** Tracked files inside folder outputs, which stay, as they are now. */
  readonly kept: TrackedBefore;
  readonly cleared: Cleared;
}

/**
 * Takes a step's outputs away and makes their parent folders, never the output itself. What is known, by a
 * record of what steps made or by a version, waits in aside/ until the step has succeeded; anything else goes
 * to displaced/, and is told before it moves. Tracked files, and those to spare, stay.
 */
export async function clearOutputs(
  step: PlanStep,
  context: RunContext,
  options: { readonly spare: (path: string) => boolean },
): Promise<Result<ClearedOutputs, StoreFailure | TakeFailure>> {
  const { root } = context;
  const barred = barredBy(step, context);
  if (barred !== null) return failed(barred);
  const present = presentOutputs(root, step);
  const kept = keptOf(present.leaves, step, context);
  const leaves = present.leaves.filter(({ path: name }) => !kept.has(name) && !options.spare(name));
  const judged = await judgeOutputs(leaves, step, context);
  if (!judged.ok) return judged;
  // Asked again: a step beside this one may have made a link while the bytes were read.
  const since = barredBy(step, context);
  if (since !== null) return failed(since);
  const paths = leaves.map((leaf) => leaf.path).filter((name) => !judged.value.has(name));
  if (paths.length > 0) {
    context.tell({ type: 'displacing', step: step.name, paths, folder: DISPLACED });
  }
  const moved: Moved[] = [];
  for (const { path: name } of leaves) {
    const known = judged.value.get(name) ?? null;
    const place = path.join(context.folder, known === null ? DISPLACED : ASIDE);
    try {
      const at = moveAside(absoluteIn(root, name), absoluteIn(place, name));
      moved.push({ path: name, at, known });
    } catch (error) {
      new Cleared(context, moved, []).putBack();
      return failed(readFailure(error, name));
    }
  }
  const emptied = removeEmpty(root, present.folders);
  makeParents(root, step);
  return ok({ kept, cleared: new Cleared(context, moved, emptied) });
}

/**
 * Takes away what a failed attempt has left in a room, where nobody else writes and which was cleared
 * before that attempt. In the workspace its user may have saved something there meanwhile.
 */
export function clearRoom(step: PlanStep, context: RunContext): TakeFailure | null {
  const barred = barredBy(step, context);
  if (barred !== null) return barred;
  const present = presentOutputs(context.root, step);
  const kept = keptOf(present.leaves, step, context);
  for (const { path: name } of present.leaves) {
    if (kept.has(name)) continue;
    const absolute = absoluteIn(context.root, name);
    withOpened([path.dirname(absolute)], () => removeWhole(absolute));
  }
  removeEmpty(context.root, present.folders);
  makeParents(context.root, step);
  return null;
}

/** Behind a link nothing is an output, and nothing there is touched: the step fails instead. */
function barredBy(step: PlanStep, { root }: RunContext): TakeFailure | null {
  const link = linkToOutputs(root, step);
  return link === null ? null : { code: 'output-link-leads-out', step: step.name, ...link };
}

/** Tracked files that stay: those inside an output, not one that is an output itself. */
function keptOf(
  leaves: readonly PresentOutput[],
  step: PlanStep,
  context: RunContext,
): TrackedBefore {
  const kept = new Map<string, FileStat>();
  if (context.tracked.size === 0) return kept;
  const own = new Set(step.outputs.map((output) => output.path));
  for (const { path: name } of leaves) {
    if (!context.tracked.has(name) || own.has(name)) continue;
    const stats = lookAt(absoluteIn(context.root, name));
    if (stats) kept.set(name, fileStatOf(stats));
  }
  return kept;
}
