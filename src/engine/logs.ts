import * as fs from 'node:fs';
import * as path from 'node:path';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { RunEvent } from '../records/events';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import { show } from './show';
import { recordsOf } from './session';
import { openProject } from './where';
import type { Where } from './where';

/** One log file of a run. */
export interface LogFile {
  readonly step: string;
  readonly attempt: number;
  /** Absolute. */
  readonly path: string;
  /** The run that the step was reused from, whose log this is; null where it ran itself. */
  readonly reusedFrom: string | null;
}

/** The logs of a run or of a version's run, in the order the steps started; of one step or group where it is named. */
export async function logsOf(
  where: Where & { readonly name?: string; readonly step?: string },
): Promise<Result<{ run: string; live: boolean; logs: readonly LogFile[] }, Failure>> {
  const shown = await show(where);
  if (!shown.ok) return shown;
  const id = shown.value.kind === 'run' ? shown.value.run.id : shown.value.summary.version.run.id;
  const records = recordsOf(openProject(where).project);
  if (!records.ok) return records;
  if (records.value === null) return failed({ code: 'run-unknown', id });
  const events = records.value.eventLog(id).readEvents();
  const read = records.value.readRun(id);
  const live = read.ok && read.value.status === 'running';
  const wanted = where.step;
  const all = logFiles(records.value, { id, events });
  if (wanted === undefined) return ok({ run: id, live, logs: all });
  const known = stepsOf(events);
  const isWanted = (step: string): boolean => step === wanted || step.startsWith(`${wanted}@`);
  if (!known.some(isWanted)) return failed({ code: 'step-unknown', step: wanted, known });
  return ok({ run: id, live, logs: all.filter(({ step }) => isWanted(step)) });
}

function logFiles(
  records: Records,
  { id, events }: { readonly id: string; readonly events: readonly RunEvent[] },
): LogFile[] {
  const producers = new Map<string, readonly LogFile[]>();
  const logsFrom = (from: string): readonly LogFile[] => {
    const known = producers.get(from);
    if (known !== undefined) return known;
    const found = ownLogs(records, { id: from, events: records.eventLog(from).readEvents() });
    producers.set(from, found);
    return found;
  };
  const reused = events.flatMap((event) => {
    if (event.type !== 'step-reused' || event.from === id) return [];
    const { step, from } = event;
    const theirs = logsFrom(from).filter((log) => log.step === step);
    return theirs.map((log) => ({ ...log, reusedFrom: from }));
  });
  return [...reused, ...ownLogs(records, { id, events })];
}

function ownLogs(
  records: Records,
  { id, events }: { readonly id: string; readonly events: readonly RunEvent[] },
): LogFile[] {
  const folder = records.runFolder(id);
  return events.flatMap((event) => {
    if (event.type !== 'step-started') return [];
    const { step, attempt, log } = event;
    const file = path.join(folder, log);
    return fs.existsSync(file) ? [{ step, attempt, path: file, reusedFrom: null }] : [];
  });
}

function stepsOf(events: readonly RunEvent[]): readonly string[] {
  return events.find((event) => event.type === 'started')?.steps ?? [];
}
