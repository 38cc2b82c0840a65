import type { Records } from '../records/records';
import type { StepRecord } from '../records/runModel';

/**
 * What earlier runs recorded of steps, for a run that asks it of many: the newest records are read once,
 * as far as they are wanted, and its own, which has nothing to say of the past and changes all the time, is passed over.
 */
export function lastSteps(
  records: Records,
  pipeline: string,
  own: string,
  wanted: (step: StepRecord) => boolean = () => true,
): (step: string) => StepRecord | null {
  let found: ReadonlyMap<string, StepRecord> | null = null;
  let complete = false;
  const read = (): ReadonlyMap<string, StepRecord> => {
    const steps = new Map<string, StepRecord>();
    let looked = 0;
    const stopped = records.latestRun(pipeline, (run) => {
      if (run.id === own || run.purpose !== 'run') return false;
      for (const step of run.steps) {
        if (step.recipe === null || !wanted(step) || steps.has(step.name)) continue;
        steps.set(step.name, step);
      }
      return ++looked >= LOOK_AT_MOST;
    });
    complete = stopped === null;
    return steps;
  };
  return (step) => {
    found ??= read();
    return found.get(step) ?? (complete ? null : records.lastStep(pipeline, step, wanted));
  };
}

/** Whether a step came to an outcome: what it was asked then is what its outputs are of. */
export function hasSucceeded({ status }: StepRecord): boolean {
  return status === 'succeeded' || status === 'reused';
}

/** Most steps are in the newest run; what is in none of these is looked for one by one. */
const LOOK_AT_MOST = 6;
