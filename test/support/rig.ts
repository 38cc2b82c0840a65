import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost } from '../../src/base/host';
import type { Result } from '../../src/base/result';
import { diskReader } from '../../src/engine/diskReader';
import type { Plan } from '../../src/pipeline/model';
import { readPipeline } from '../../src/pipeline/readPipeline';
import type { RunEvent } from '../../src/records/events';
import type { Failure } from '../../src/records/failures';
import { openRecords } from '../../src/records/records';
import type { Records } from '../../src/records/records';
import type { RunRecord, StepRecord } from '../../src/records/runModel';
import type { StatusReport } from '../../src/records/statusModel';
import type { Warning } from '../../src/records/warnings';
import { runPlan } from '../../src/run/runPlan';
import type { RunOptions } from '../../src/run/runPlan';
import { statusOf } from '../../src/run/status';
import { openStore } from '../../src/store/diskStore';
import { prepareProject } from '../../src/store/layout';
import type { Project } from '../../src/store/layout';
import type { Store } from '../../src/store/storeModel';
import { temporaryFolder, writeFiles } from './temporary';

/** A project on a real disk with its store open, and what a test does with it. */
export interface Rig {
  readonly root: string;
  readonly project: Project;
  readonly store: Store;
  readonly records: Records;
  /** Everything that was told by all runs so far. */
  readonly events: RunEvent[];
  write(files: Readonly<Record<string, string>>): void;
  read(file: string): string;
  exists(file: string): boolean;
  path(...parts: readonly string[]): string;
  /** The plan of `pipeline.yaml` with these steps, written as YAML below `steps:`. */
  plan(steps: string, head?: string): Plan;
  /** Runs a plan in the workspace; what is not given has a plain default. */
  run(plan: Plan, options?: Partial<RunOptions>): Promise<Result<RunRecord, Failure>>;
  /** As `run`, for a run that has to happen. */
  ran(plan: Plan, options?: Partial<RunOptions>): Promise<RunRecord>;
  status(plan: Plan, options?: { readonly reuse?: RunOptions['reuse'] }): Promise<StatusReport>;
  /** Resolves with the first event, told already or still to come, that is wanted. */
  event(wanted: (event: RunEvent) => boolean): Promise<RunEvent>;
}

/** A new project; its store is closed and its folder removed after the test. */
export function openRig(files: Readonly<Record<string, string>> = {}): Rig {
  const root = path.join(temporaryFolder(), 'project');
  fs.mkdirSync(root);
  writeFiles(root, files);
  const project: Project = { root, store: path.join(root, '.reprise') };
  must(prepareProject(project));
  const store = must(openStore(project.store));
  stores.push(store);
  const records = openRecords(project);
  const events: RunEvent[] = [];
  const listeners = new Set<(event: RunEvent) => void>();
  const onEvent = (event: RunEvent): void => {
    events.push(event);
    for (const listener of [...listeners]) listener(event);
  };
  const run: Rig['run'] = (plan, options = {}) =>
    runPlan({
      project,
      store,
      records,
      host: processHost(),
      plan,
      label: null,
      targets: null,
      purpose: 'run',
      version: null,
      room: null,
      jobs: 2,
      reuse: 'full',
      keepGoing: false,
      runId: null,
      takeOver: false,
      variables: process.env,
      onEvent,
      cancel: new AbortController().signal,
      graceMs: 200,
      ...options,
    });
  return {
    root,
    project,
    store,
    records,
    events,
    write: (more) => writeFiles(root, more),
    read: (file) => fs.readFileSync(path.join(root, file), 'utf8'),
    exists: (file) => fs.existsSync(path.join(root, file)),
    path: (...parts) => path.join(root, ...parts),
    plan: (steps, head = '') => {
      const text = `name: rig\n${head}\nsteps:\n${steps}\n`;
      fs.writeFileSync(path.join(root, 'pipeline.yaml'), text);
      const reading = readPipeline(text, { file: 'pipeline.yaml', reader: diskReader(root) });
      const errors = reading.problems.filter((problem) => problem.severity === 'error');
      if (errors.length > 0) throw new Error(errors.map((one) => one.message).join('\n'));
      return reading.plan;
    },
    run,
    ran: async (plan, options) => must(await run(plan, options)),
    status: async (plan, { reuse = 'full' } = {}) =>
      must(
        await statusOf({
          project,
          store,
          records: openRecords(project),
          host: processHost(),
          plan,
          variables: process.env,
          reuse,
        }),
      ),
    event: (wanted) =>
      new Promise((resolve) => {
        const told = events.find(wanted);
        if (told) return resolve(told);
        const listener = (event: RunEvent): void => {
          if (!wanted(event)) return;
          listeners.delete(listener);
          resolve(event);
        };
        listeners.add(listener);
      }),
  };
}

/** The value of a result that has to be one. */
export function must<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`unexpected failure ${JSON.stringify(result.failure)}`);
  return result.value;
}

/** A step of a run, by name. */
export function stepOf(run: RunRecord, name: string): StepRecord {
  const step = run.steps.find((one) => one.name === name);
  if (!step) throw new Error(`run ${run.id} has no step ${name}`);
  return step;
}

/** How the steps of a run ended, by name. */
export function statuses(run: RunRecord): Record<string, string> {
  return Object.fromEntries(run.steps.map((step) => [step.name, step.status]));
}

/** The warnings of a run with a code. */
export function warnings<C extends Warning['code']>(
  run: Pick<RunRecord, 'warnings'>,
  code: C,
): Extract<Warning, { readonly code: C }>[] {
  return run.warnings.filter(
    (one): one is Extract<Warning, { readonly code: C }> => one.code === code,
  );
}

const stores: Store[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});
