import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Records } from '../records/records';
import type { StepFailureReport } from '../records/report';
import type { StepRecord } from '../records/runModel';

/** Why a step has no outcome, with the last lines of what it said. */
export function failureOf(step: StepRecord, records: Records, run: string): StepFailureReport {
  const code = step.failure?.code ?? (step.status === 'cancelled' ? 'step-cancelled' : 'step-lost');
  return { code, exit: step.exit, signal: step.signal, logTail: logTail(step, records, run) };
}

function logTail(step: StepRecord, records: Records, run: string): string[] {
  let log: string | null = null;
  for (const event of records.eventLog(run).readEvents()) {
    if (event.type === 'step-started' && event.step === step.name) log = event.log;
  }
  if (log === null) return [];
  return lastLines(path.join(records.runFolder(run), ...log.split('/')));
}

function lastLines(file: string): string[] {
  try {
    const { size } = fs.statSync(file);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    const descriptor = fs.openSync(file, 'r');
    try {
      fs.readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    } finally {
      fs.closeSync(descriptor);
    }
    return bytes.toString('utf8').trimEnd().split(/\r?\n/).slice(-TAIL_LINES);
  } catch {
    return []; // a log that somebody removed explains nothing
  }
}

const TAIL_BYTES = 16 * 1024;
const TAIL_LINES = 20;
