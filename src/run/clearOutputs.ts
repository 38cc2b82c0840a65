import * as fs from 'node:fs';
import * as path from 'node:path';

import { absoluteIn, parentsOf } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanStep } from '../pipeline/model';
import { fixedPart, isPattern } from '../pipeline/patterns';
import { fileStatOf, lookAt } from '../snapshot/folderListing';
import type { TakeFailure } from '../snapshot/failures';
import { linkOnTheWay } from '../snapshot/linkOnTheWay';
import type { TrackedBefore } from '../snapshot/takeOutputs';
import type { StoreFailure } from '../store/failures';
import { readFailure } from '../store/storeError';
import type { FileStat } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { RunContext } from './context';
import { leavesBelow, moveAside, moveBack } from './moveAside';
import { linkToOutputs, presentOutputs } from './presentOutputs';
import type { PresentOutput } from './presentOutputs';

/** What was taken away from where a step's outputs go. */
export interface Cleared {
  /** Tracked files inside folder outputs, which stay, as they are now. */
  readonly kept: TrackedBefore;
  /** Paths that went to the run's displaced/ and are still there. */
  displaced(): string[];
  /** Puts back whatever has not been replaced; to be called where the step failed or was cancelled. */
  putBack(): void;
  /** Lets go of what the store has; to be called where the step succeeded. */
  discard(): void;
}

/**
 * Takes a step's outputs away and makes their parent folders, never the output itself. What the store
 * has, and what the step itself is known to have made, waits in aside/ until the step has succeeded;
 * anything else goes to displaced/, and is told before it moves. Tracked files, and those to spare, stay.
 */
export async function clearOutputs(
  step: PlanStep,
  context: RunContext,
  options: { readonly spare: (path: string) => boolean },
): Promise<Result<Cleared, StoreFailure | TakeFailure>> {
  const { root, folder } = context;
  const barred = barredBy(step, context);
  if (barred !== null) return failed(barred);
  const present = presentOutputs(root, step);
  const kept = keptOf(present.leaves, step, context);
  const leaves = present.leaves.filter(({ path: name }) => !kept.has(name) && !options.spare(name));
  const moved: Moved[] = [];
  if (leaves.length > 0) {
    const judged = await judge(leaves, step, context);
    if (!judged.ok) return judged;
    // Asked again: a step beside this one may have made a link while the bytes were read.
    const since = barredBy(step, context);
    if (since !== null) return failed(since);
    const { unknown, onlyHere } = judged.value;
    const displaced = leaves.map((leaf) => leaf.path).filter((name) => unknown.has(name));
    if (displaced.length > 0) {
      const told = { step: step.name, paths: displaced, folder: DISPLACED };
      context.tell({ type: 'displacing', ...told });
    }
    for (const { path: name } of leaves) {
      const kept = unknown.has(name) ? DISPLACED : ASIDE;
      try {
        const at = moveAside(absoluteIn(root, name), absoluteIn(path.join(folder, kept), name));
        moved.push({
          path: name,
          at,
          displaced: kept === DISPLACED,
          onlyHere: onlyHere.has(name),
        });
      } catch (error) {
        cleared(context, moved, []).putBack();
        return failed(readFailure(error, name));
      }
    }
  }
  const emptied = removeEmpty(root, present.folders);
  makeParents(root, step);
  return ok({ kept, ...cleared(context, moved, emptied) });
}

/** Takes away what a failed attempt has left: the place was cleared before it, so all of this is its own. */
export function clearAttempt(step: PlanStep, context: RunContext): TakeFailure | null {
  const barred = barredBy(step, context);
  if (barred !== null) return barred;
  const present = presentOutputs(context.root, step);
  const kept = keptOf(present.leaves, step, context);
  for (const { path: name } of present.leaves) {
    if (kept.has(name)) continue;
    fs.rmSync(absoluteIn(context.root, name), { recursive: true, force: true });
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

/** After a run that was killed: whatever it had taken away and not replaced goes back to its place. */
export function putBackAll(root: string, folder: string): string[] {
  return [ASIDE, DISPLACED].flatMap((kept) =>
    leavesBelow(path.join(folder, kept)).filter((name) =>
      moveBack(absoluteIn(path.join(folder, kept), name), root, name),
    ),
  );
}

/** Takes away what is empty of the folders in which a run keeps what it has taken away. */
export function tidyKept(folder: string): void {
  for (const kept of [ASIDE, DISPLACED]) {
    const place = path.join(folder, kept);
    if (leavesBelow(place).length === 0) fs.rmSync(place, { recursive: true, force: true });
  }
}

interface Moved {
  readonly path: string;
  readonly at: string;
  readonly displaced: boolean;
  /** A recorded outcome that the store knows by its digest alone. */
  readonly onlyHere: boolean;
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

function cleared(
  { root, folder }: RunContext,
  moved: readonly Moved[],
  emptied: readonly string[],
): Omit<Cleared, 'kept'> {
  const away = new Map(moved.map((one) => [one.path, one]));
  const discard = (): void => {
    for (const one of [...away.values()].filter(({ displaced }) => !displaced)) {
      away.delete(one.path);
      fs.rmSync(one.at, { recursive: true, force: true });
    }
  };
  return {
    displaced: () => [...away.values()].filter((one) => one.displaced).map((one) => one.path),
    putBack: () => {
      for (const one of [...away.values()]) {
        if (moveBack(one.at, root, one.path)) away.delete(one.path);
        else if (one.onlyHere && !one.displaced) {
          // Replaced by an attempt that failed, and there is no other copy.
          const at = moveAside(one.at, absoluteIn(path.join(folder, DISPLACED), one.path));
          away.set(one.path, { ...one, at, displaced: true });
        }
      }
      discard();
      for (const empty of emptied) makeFolder(root, empty);
    },
    discard,
  };
}

/** What is known of the things that lie in an output's place. */
interface Judged {
  /** Neither in the store nor, by its digest, in a record of the step. */
  readonly unknown: ReadonlySet<string>;
  /** In a record of the step, and not in the store. */
  readonly onlyHere: ReadonlySet<string>;
}

async function judge(
  leaves: readonly PresentOutput[],
  step: PlanStep,
  context: RunContext,
): Promise<Result<Judged, StoreFailure>> {
  const { store } = context.options;
  const unknown = new Set(leaves.filter((leaf) => leaf.kind !== 'junk').map((leaf) => leaf.path));
  const recorded = await recordedEntries(step, context);
  const files = leaves.filter((leaf) => leaf.kind === 'file');
  const taken = await store.takeFiles(
    context.root,
    files.map((file) => ({ path: file.path, stat: null, keep: false })),
    { cached: true },
  );
  const onlyHere = new Set<string>();
  if (!taken.ok)
    return isOfOneFile(taken.failure) ? ok({ unknown, onlyHere }) : failed(taken.failure);
  for (const file of taken.value) {
    const entry = recorded.get(file.path);
    const stored = store.has(file.digest);
    const known = entry?.kind === 'file' && entry.digest === file.digest;
    if (known || stored) unknown.delete(file.path);
    if (known && !stored) onlyHere.add(file.path);
  }
  for (const link of leaves.filter((leaf) => leaf.kind === 'link')) {
    const entry = recorded.get(link.path);
    const target = fs.readlinkSync(absoluteIn(context.root, link.path));
    if (entry?.kind === 'link' && entry.target === target) unknown.delete(link.path);
  }
  return ok({ unknown, onlyHere });
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

/** A file that cannot be read, or that went meanwhile, is not known: it is moved, never removed. */
function isOfOneFile(failure: StoreFailure): boolean {
  return failure.code.startsWith('file-');
}

function removeEmpty(root: string, folders: readonly string[]): string[] {
  return [...folders].reverse().filter((folder) => {
    try {
      fs.rmdirSync(absoluteIn(root, folder));
      return true;
    } catch {
      return false; // something stays in it
    }
  });
}

function makeParents(root: string, step: PlanStep): void {
  for (const { path: output } of step.outputs) {
    const parent = isPattern(output) ? fixedPart(output) : parentsOf(output)[0];
    if (parent !== undefined) makeFolder(root, parent);
  }
}

function makeFolder(root: string, folder: string): void {
  if (linkOnTheWay(root, folder) !== null) return;
  try {
    fs.mkdirSync(absoluteIn(root, folder), { recursive: true });
  } catch (error) {
    // A file of the user is in the way: the step will say so itself, in its own words.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
  }
}

const ASIDE = 'aside';
const DISPLACED = 'displaced';
