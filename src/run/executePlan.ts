import * as fs from 'node:fs';
import * as path from 'node:path';

import { ownIdentity } from '../base/processes';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { upTimeMs } from '../base/upTime';
import type { Plan } from '../pipeline/model';
import type { RunEventBody } from '../records/events';
import type { Failure } from '../records/failures';
import { RUN_FILE } from '../records/runFiles';
import type { RunRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import { outputScope, outputsOf } from '../snapshot/outputScope';
import { isRecordGone } from './cancel';
import { changedCommand } from './commandReasons';
import type { RunContext, RunOptions } from './context';
import type { Executor } from './executors/executor';
import { finishRun } from './finishRun';
import { tidyKept } from './keptAside';
import { hasSucceeded, lastSteps } from './lastSteps';
import { Ledger } from './ledger';
import { otherCodeFinder } from './otherCode';
import type { KilledRun } from './leftBehind';
import { LogFolders } from './logFolders';
import { prepareRun } from './prepareRun';
import { recordedBytes } from './recordedBytes';
import { reuseAtOnce } from './reuseAtOnce';
import { runSteps } from './scheduler';
import { Scratch } from './scratch';
import { Sight } from './sight';
import { stepEnvironments } from './stepEnvironments';
import { unaskedRecord } from './stepRecord';
import { factSources, stepTask } from './stepTask';
import { openStop } from './stop';

/** What is settled before a run is recorded. */
export interface Settled {
  readonly id: string;
  /** The plan with the steps that are to run. */
  readonly steps: Plan;
  readonly executor: Executor;
  /** Runs that were killed and whose place this one takes. */
  readonly killed: readonly KilledRun[];
}

/** The run itself, once it has its place: from its first record to its last. */
export async function executePlan(
  options: RunOptions,
  settled: Settled,
): Promise<Result<RunRecord, Failure>> {
  const { records, host, store } = options;
  const { id, steps, executor } = settled;
  const folder = records.runFolder(id);
  fs.mkdirSync(folder, { recursive: true });
  const ledger = new Ledger(firstRecord(options, settled), { records, store, now: host.now });
  ledger.write();
  const began = fs.statSync(path.join(folder, RUN_FILE)).ctimeMs;
  const log = records.eventLog(id);
  const tell = (body: RunEventBody): void => options.onEvent(log.append(body));
  const warn = (warning: Warning): void => {
    ledger.warn(warning);
    tell({ type: 'warning', warning });
  };
  tell({
    type: 'started',
    run: id,
    pipeline: steps.pipeline,
    version: options.version?.label ?? null,
    steps: steps.steps.map((step) => step.name),
  });
  for (const warning of options.warnings ?? []) warn(warning);
  const stop = openStop(options.cancel, {
    folder,
    asked: (by) => tell({ type: 'cancel-asked', by }),
  });
  const scratch = new Scratch(options.variables);
  // Where nothing can be reused, all of them will be started.
  const all = options.room !== null || options.reuse === 'none' || records.runIds().length < 2;
  if (all) executor.expect?.(steps.steps.length);
  let logs: LogFolders | null = null;
  try {
    const lookedAt = upTimeMs();
    const prepared = await prepareRun(options, steps, { warn, tell, killed: settled.killed });
    if (!prepared.ok) {
      if (!stop.signal.aborted) ledger.set({ failure: prepared.failure });
      ledger.end(stop.signal.aborted ? 'cancelled' : 'failed');
      tell({ type: 'ended', status: ledger.record.status, durationMs: ledger.durationMs() });
      return prepared;
    }
    const { planDigest, sourceTree, environment, products, remembered } = prepared.value;
    ledger.set({ plan: planDigest, sourceTree, environment, products, remembered });
    ledger.checkpoint(); // what was captured is safe early, however long the first step takes
    const shared = { id, began, folder, executor, tell, warn, stop: stop.signal, jobs: stop.jobs };
    logs = new LogFolders(folder);
    const context: RunContext = {
      options,
      root: options.room?.root ?? options.project.root,
      ...prepared.value,
      untouchedSources: prepared.value.before?.captured.untouched ?? null,
      ...shared,
      lastStep: lastSteps(records, steps.pipeline, id),
      lastSucceeded: lastSteps(records, steps.pipeline, id, hasSucceeded),
      changedCommand: changedCommand(options.project.root, steps),
      recordedBytes: recordedBytes(records, store),
      scratch,
      sight: new Sight(prepared.value.before?.scan ?? null, lookedAt),
      logs,
      environments: stepEnvironments({ options, python: prepared.value.python }),
      belowInput: new Map(),
      isMade: outputScope(outputsOf(options.plan)),
      made: new Map(),
      otherCode: otherCodeFinder({ options, sources: prepared.value.sources }),
    };
    const sources = factSources(context);
    const done = options.stepByStep
      ? new Set<string>()
      : await reuseAtOnce(steps.steps, context, { ledger, sources });
    const left = steps.steps.filter(({ name }) => !done.has(name));
    executor.expect?.(left.length);
    logs.expect(left.map(({ name }) => name));
    await runSteps(left, {
      jobs: Math.max(1, options.jobs),
      keepGoing: options.keepGoing,
      pick: (ready) => (host.shuffle ? host.dice(ready) : 0),
      stopped: () => stop.signal.aborted,
      ...stepTask(context, ledger, sources),
    });
    const finished = await finishRun(context, ledger, prepared.value.before);
    tell({ type: 'ended', status: ledger.record.status, durationMs: ledger.durationMs() });
    return finished.ok ? ok(ledger.record) : finished;
  } catch (error) {
    // whatever could not be found or written then is no news
    if (isRecordGone(folder)) return failed({ code: 'record-gone', folder });
    throw error;
  } finally {
    ledger.close();
    await stop.close();
    scratch.close();
    await logs?.close();
    tidyKept(folder);
    log.close();
  }
}

function firstRecord(options: RunOptions, { id, steps }: Settled): RunRecord {
  return {
    format: 1,
    id,
    pipeline: steps.pipeline,
    purpose: options.purpose,
    version: options.version?.label ?? null,
    versionSnapshot: options.version?.snapshot ?? null,
    label: options.label,
    targets: options.targets === null ? null : [...options.targets],
    process: ownIdentity(),
    startedAt: options.host.now(),
    endedAt: null,
    status: 'running',
    room: options.room?.root ?? null,
    plan: null,
    sourceTree: null,
    snapshot: null,
    steps: steps.steps.map((step) => unaskedRecord(step.name, 'waiting', null)),
    products: [],
    environment: null,
    warnings: [],
  };
}
