import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost } from '../../src/base/host';
import type { RunRecord } from '../../src/records/runModel';
import { readRunFile } from '../../src/records/runFiles';
import { newRunId } from '../../src/records/runId';
import { seal } from '../../src/records/sealed';
import { REPOSITORY } from './example';

const MINUTE = 60_000;

/** Runs the pipeline of a project once, and lays that run there another 9,999 times, a minute apart, into the past. */
export function fill(project: string, count = 10_000): void {
  execFileSync(process.execPath, [path.join(REPOSITORY, 'dist', 'cli.js'), 'run'], {
    cwd: project,
    stdio: 'ignore',
  });
  const runs = path.join(project, '.reprise', 'runs');
  const [first] = fs.readdirSync(runs);
  if (first === undefined) throw new Error(`there is no run in ${runs}`);
  const opened = readRunFile(path.join(runs, first), first);
  if (!opened.ok) throw new Error(`the first run cannot be read: ${opened.failure.code}`);
  const record = opened.value;
  const events = fs.readFileSync(path.join(runs, first, 'events.jsonl'), 'utf8');
  const host = processHost();
  for (let back = 1; back < count; back += 1) {
    const ago = back * MINUTE;
    const id = newRunId({ ...host, now: () => record.startedAt - ago });
    const folder = path.join(runs, id);
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, 'run.json'), seal(earlier(record, id, ago)));
    fs.writeFileSync(path.join(folder, 'events.jsonl'), events.replaceAll(first, id));
  }
}

/** The same run, so long ago; nothing of it was reused. */
function earlier(run: RunRecord, id: string, ago: number): RunRecord {
  const before = (at: number | null): number | null => (at === null ? null : at - ago);
  return {
    ...run,
    id,
    startedAt: run.startedAt - ago,
    endedAt: before(run.endedAt),
    steps: run.steps.map((step) => ({ ...step, startedAt: before(step.startedAt) })),
  };
}
