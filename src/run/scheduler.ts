import type { PlanStep } from '../pipeline/model';

/** How a step came out, as far as the steps that need it are concerned. */
export type StepEnd = 'done' | 'failed' | 'cancelled';

/** What a schedule needs to know and to do. */
export interface Schedule {
  /** Steps at a time. */
  readonly jobs: number;
  /** After a failure, go on with what does not need the failed step; else nothing new starts. */
  readonly keepGoing: boolean;
  /** Which of the ready steps starts next, by place: 0 is the first in plan order. */
  readonly pick: (ready: number) => number;
  /** Asked before each start: true ends the schedule once what is under way has ended. */
  readonly stopped: () => boolean;
  readonly execute: (step: PlanStep) => Promise<StepEnd>;
  /** Told of a step that never starts: because of this step, or because the schedule was stopped. */
  readonly skip: (step: PlanStep, because: string | null) => void;
}

/**
 * Runs steps in dependency order, in parallel where the graph allows. Every step is either executed once
 * or skipped once. A need that is no step of the plan counts as done.
 */
export async function runSteps(steps: readonly PlanStep[], schedule: Schedule): Promise<void> {
  const graph = graphOf(steps);
  const ready = steps.filter((step) => graph.waitsFor.get(step.name) === 0);
  const left = new Set(steps.map((step) => step.name));
  const places = new Map(steps.map((step, place) => [step.name, place]));
  let failedStep: string | null = null;

  const block = (name: string, root: string): void => {
    for (const step of graph.neededBy.get(name) ?? []) {
      if (!left.delete(step.name)) continue;
      schedule.skip(step, root);
      block(step.name, root);
    }
  };
  const release = (name: string): void => {
    for (const step of graph.neededBy.get(name) ?? []) {
      const waits = (graph.waitsFor.get(step.name) ?? 0) - 1;
      graph.waitsFor.set(step.name, waits);
      if (waits === 0 && left.has(step.name)) insert(ready, step, places);
    }
  };
  const next = (): PlanStep | null => {
    if (ready.length === 0 || schedule.stopped()) return null;
    if (failedStep !== null && !schedule.keepGoing) return null;
    return ready.splice(schedule.pick(ready.length), 1)[0] ?? null;
  };

  await new Promise<void>((resolve, reject) => {
    let underWay = 0;
    const start = (step: PlanStep): void => {
      underWay++;
      left.delete(step.name);
      schedule.execute(step).then((end) => {
        underWay--;
        if (end === 'done') release(step.name);
        if (end === 'failed') {
          failedStep ??= step.name;
          block(step.name, step.name);
        }
        fill();
      }, reject);
    };
    const fill = (): void => {
      for (let step = fits(); step; step = fits()) start(step);
      if (underWay === 0) resolve();
    };
    const fits = (): PlanStep | null => (underWay < schedule.jobs ? next() : null);
    fill();
  });
  for (const step of steps) {
    if (left.has(step.name)) schedule.skip(step, schedule.stopped() ? null : failedStep);
  }
}

interface Graph {
  readonly waitsFor: Map<string, number>;
  readonly neededBy: ReadonlyMap<string, readonly PlanStep[]>;
}

function graphOf(steps: readonly PlanStep[]): Graph {
  const names = new Set(steps.map((step) => step.name));
  const waitsFor = new Map<string, number>();
  const neededBy = new Map<string, PlanStep[]>();
  for (const step of steps) {
    const needs = new Set(step.needs.filter((need) => names.has(need)));
    waitsFor.set(step.name, needs.size);
    for (const need of needs) {
      const list = neededBy.get(need);
      if (list) list.push(step);
      else neededBy.set(need, [step]);
    }
  }
  return { waitsFor, neededBy };
}

/** Keeps the ready steps in plan order, so that what starts next does not hang on what ended first. */
function insert(ready: PlanStep[], step: PlanStep, places: ReadonlyMap<string, number>): void {
  const placeOf = (one: PlanStep | undefined): number => (one ? (places.get(one.name) ?? 0) : 0);
  const place = placeOf(step);
  let at = ready.length;
  while (at > 0 && placeOf(ready[at - 1]) > place) at--;
  ready.splice(at, 0, step);
}
