import * as fs from 'node:fs';
import * as path from 'node:path';

import { ok } from '../../base/result';
import type { Result } from '../../base/result';
import type { PlanStep } from '../../pipeline/model';
import { foldEvents } from '../../records/fold';
import type { RunState } from '../../records/fold';
import type { RunEvent } from '../../records/events';
import type { Failure } from '../../records/failures';
import type { RunDetail, StepDetail } from '../../records/pastModel';
import type { Records } from '../../records/records';
import type { RunRecord, StepRecord } from '../../records/runModel';
import { getPlan } from '../../snapshot/planDocument';
import type { Store } from '../../store/storeModel';
import { asItStands, leftAside } from '../standing';
import { outputFacts } from './outputFacts';
import { runHead } from './runHead';

/** A run with its steps, as it stands now. */
export async function runDetail(
  { records, store }: { readonly records: Records; readonly store: Store },
  id: string,
): Promise<Result<RunDetail, Failure>> {
  const read = records.readRun(id);
  if (!read.ok) return read;
  const run = asItStands(records, read.value);
  const events = records.eventLog(id).readEvents();
  const state = foldEvents(events);
  const logs = logsByStep(events, records.runFolder(id));
  const planned = await plannedSteps(store, run);
  const steps: StepDetail[] = [];
  for (const step of run.steps) {
    const outputs = planned.get(step.name)?.outputs ?? [];
    const tree = step.outcome === null ? null : await store.getTree(step.outcome);
    steps.push({
      ...ofStep(step, state),
      logs: logs.get(step.name) ?? [],
      outputs: tree?.ok ? outputFacts(outputs, tree.value.entries) : [],
    });
  }
  const labels = records.versions().flatMap((one) => {
    return one.ok && one.value.run.id === id ? [one.value.label] : [];
  });
  return ok({
    head: runHead(records, read.value, labels),
    steps,
    warnings: run.warnings,
    environment: run.environment,
    host: run.process.host,
    aside: leftAside(records, id),
  });
}

function ofStep(step: StepRecord, state: RunState): Omit<StepDetail, 'logs' | 'outputs'> {
  const { name, status, startedAt, durationMs, attempts, failure, reusedFrom } = step;
  const now = state.steps[name];
  const reason = now?.reason ?? null;
  const blockedBy = now?.blockedBy ?? null;
  return {
    name,
    status,
    startedAt,
    durationMs,
    attempts,
    failure,
    reusedFrom,
    reason,
    blockedBy,
  };
}

function logsByStep(events: readonly RunEvent[], folder: string): Map<string, string[]> {
  const logs = new Map<string, string[]>();
  for (const event of events) {
    if (event.type !== 'step-started') continue;
    const file = path.join(folder, event.log);
    if (fs.existsSync(file)) logs.set(event.step, [...(logs.get(event.step) ?? []), file]);
  }
  return logs;
}

async function plannedSteps(
  store: Store,
  { plan }: RunRecord,
): Promise<ReadonlyMap<string, PlanStep>> {
  const read = plan === null ? null : await getPlan(store, plan);
  return new Map(read?.ok ? read.value.steps.map((step) => [step.name, step]) : []);
}
