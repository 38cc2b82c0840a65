import * as path from 'node:path';

import { realPathOrNull, statOrNull } from '../base/look';
import { insideOf } from '../environment/redirectVariables';
import { holdsNeverTaken } from '../pipeline/neverTaken';
import type { Plan, PlanStep } from '../pipeline/model';
import type { Records } from '../records/records';
import type { RunRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import { isDeclaredBy } from '../snapshot/outputScope';
import { failureOf } from './stepFailures';

/**
 * The steps that failed in a room and named, in the last lines they printed, files that stand in the project, not in
 * the room, and that nobody declares: what a step reads without saying so is the likeliest thing that a room lacks.
 * It stays a guess, for a step may print whatever it likes.
 */
export function notDeclared(
  run: RunRecord,
  options: {
    readonly plan: Plan;
    readonly records: Records;
    /** Absolute. */
    readonly project: string;
    /** Absolute; the files of the version lie in it, while it is there. */
    readonly room: string;
  },
): Warning[] {
  const { plan, records, project, room } = options;
  const declared = plan.steps
    .flatMap((step) => [...step.inputs, ...step.outputs])
    .map((each) => isDeclaredBy(each.path));
  const isLacking = (name: string): boolean =>
    !holdsNeverTaken(name) &&
    !declared.some((covers) => covers(name)) &&
    statOrNull(path.join(project, name))?.isFile() === true &&
    statOrNull(path.join(room, name)) === null;
  const roots = [room, realPathOrNull(room) ?? room];
  const failedSteps = plan.steps.flatMap((step) => {
    const record = run.steps.find(({ name }) => name === step.name);
    return record?.failure?.code === 'step-exit' ? [{ step, record }] : [];
  });
  return failedSteps.slice(0, MOST_STEPS).flatMap(({ step, record }): Warning[] => {
    const { logTail } = failureOf(record, records, run.id);
    const paths = [...new Set(logTail.flatMap((line) => namedIn(line, step, roots)))];
    const lacking = paths.filter(isLacking).slice(0, MOST);
    return lacking.length === 0
      ? []
      : [{ code: 'maybe-not-declared', step: step.name, paths: lacking }];
  });
}

/** What in a line may be a file of the project, relative to it. */
function namedIn(line: string, step: PlanStep, roots: readonly string[]): string[] {
  const words = [...line.matchAll(WORD)].map(([word, single, double]) => {
    return single ?? double ?? word.replace(AROUND, '').replace(/:\d+$/, '');
  });
  return words.flatMap((word) => {
    if (!/[./]/.test(word)) return []; // any word may happen to be a file's name
    return roots.flatMap((root) => {
      const inside = insideOf(path.resolve(root, step.workingFolder, word), root);
      return inside ? [inside.split(path.sep).join('/')] : [];
    });
  });
}

/** In quotes, so that it may hold spaces; or without. */
const WORD = /'([^']+)'|"([^"]+)"|[^\s'"`]+/g;
const AROUND = /^[([{<=]+|[)\]}>:;,.!?]+$/g;
const MOST = 5;
/** To find each one's log all events are read, and what a thousand lack they mostly lack together. */
const MOST_STEPS = 20;
