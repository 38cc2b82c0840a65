import * as path from 'node:path';

import { runNode } from './measure';
import type { Bench, Measured } from './measure';
import type { EngineRow } from './row';

/** Steps of a pipeline file of about 275 kB, the size that the targets speak of. */
const STEPS = 1500;

/** What somebody who types waits for, beside what nobody notices: the targets are times, not ratios. */
export const LANGUAGE_ROWS: readonly EngineRow[] = [
  row('editor: first diagnostics, 1,500 steps', 300, ({ first }) => first),
  row('editor: keystroke to completion, 1,500 steps, 95th percentile', 30, ({ waits }) => {
    const sorted = [...waits].sort((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
  }),
];

/** What `languageAction` prints, milliseconds. */
interface Waited {
  readonly first: number;
  readonly waits: readonly number[];
}

function row(name: string, most: number, waited: (of: Waited) => number): EngineRow {
  return {
    name,
    beside: `${most} ms`,
    target: 1,
    sides: (bench) => ({
      ours: () => measured(bench, waited),
      theirs: () => ({ ms: most, peakBytes: 0, stdout: '' }),
    }),
  };
}

function measured({ scale, scratch }: Bench, waited: (of: Waited) => number): Measured {
  const steps = String(Math.ceil(STEPS * scale));
  const done = runNode([path.join(__dirname, 'languageAction.js'), steps], scratch);
  return { ...done, ms: waited(JSON.parse(done.stdout) as Waited) };
}
