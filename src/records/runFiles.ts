import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../base/atomicFile';
import { isRunning } from '../base/processes';
import type { ProcessIdentity } from '../base/processes';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { isLink } from '../store/linkedPart';
import type { RecordFailure } from './failures';
import { isRunRecord } from './recordShapes';
import { isRunId } from './runId';
import type { RunRecord } from './runModel';
import { leaveOpen, seal, unseal } from './sealed';

/** The ids of all runs with a folder, sorted. */
export function runIdsIn(runs: string): string[] {
  let names: string[];
  try {
    names = fs.readdirSync(runs);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return names.filter(isRunId).sort();
}

/** Writes a run's record whole; once it has ended the record is sealed. */
export function writeRunFile(folder: string, run: RunRecord): void {
  const text = run.endedAt === null ? leaveOpen(run) : seal(run);
  writeFileAtomic(path.join(folder, RUN_FILE), text);
}

/** The name of the record in a run's folder. */
export const RUN_FILE = 'run.json';

/**
 * Whether a run was killed before its first record was whole, and has left a folder that tells nothing.
 * A run that begins this moment looks the same.
 */
export function isUnbegun(folder: string): boolean {
  try {
    return fs.readdirSync(folder).every((name) => /^run\.json\.[0-9a-f]+\.tmp$/.test(name));
  } catch {
    return false;
  }
}

/** Tells whether a process lives. To find out, some systems have to be asked through a program of theirs. */
export type Lives = typeof isRunning;

/** Reads a run's record. One that has no end and whose process is gone is `interrupted`. */
export function readRunFile(
  folder: string,
  id: string,
  lives: Lives = isRunning,
): Result<RunRecord, RecordFailure> {
  const file = path.join(folder, RUN_FILE);
  if (isLink(folder)) return failed({ code: 'run-damaged', id, file });
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isNone = code === 'ENOENT' && (!fs.existsSync(folder) || isUnbegun(folder));
    if (isNone) return failed({ code: 'run-unknown', id });
    return failed({ code: 'run-damaged', id, file });
  }
  const opened = unseal(text);
  const whole = opened.state === 'whole' && isRunRecord(opened.value);
  if (!whole) return failed({ code: 'run-damaged', id, file });
  const run = opened.value as unknown as RunRecord;
  const fits = run.id === id && opened.sealed === (run.endedAt !== null);
  if (!fits) return failed({ code: 'run-damaged', id, file });
  return ok(asOfNow(run, folder, lives));
}

/** One that has no end and whose process is gone, or that a person said is dead, is interrupted. */
export function asOfNow(run: RunRecord, folder: string, lives: Lives = isRunning): RunRecord {
  if (run.endedAt !== null || !isDeadProcess(run.process, folder, lives)) return run;
  return { ...run, status: 'interrupted' };
}

/**
 * Whether the process of a run is gone: where that is known, else where a person took over for it. Everything
 * that asks whether a run lives asks this.
 */
export function isDeadProcess(
  process: ProcessIdentity,
  folder: string,
  lives: Lives = isRunning,
): boolean {
  const state = lives(process);
  return state === 'gone' || (state === 'unknown' && fs.existsSync(path.join(folder, TAKEN_OVER)));
}

/** The mark of a run whose process nobody here can ask and of which a person said that it is dead. */
export const TAKEN_OVER = 'taken-over';
