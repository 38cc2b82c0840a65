import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

const REPOSITORY = path.join(__dirname, '..', '..', '..');

/** One measured call. */
export interface Measured {
  readonly ms: number;
  /** Peak resident memory, bytes; 0 where it was not asked for. */
  readonly peakBytes: number;
  readonly stdout: string;
}

/** What a row is measured with. */
export interface Bench {
  /** 1 is the size that the targets speak of. */
  readonly scale: number;
  readonly rounds: number;
  /** An empty scratch folder; everything in it is removed at the very end, and nothing before. */
  readonly scratch: string;
  /** Node's own start. */
  readonly node: { readonly ms: number; readonly peakBytes: number };
}

/** Runs a program to its end; one that fails ends the benchmark. What it writes to `log` is not collected. */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly log?: string; readonly exits?: readonly number[] },
): Measured {
  const log = options.log === undefined ? 'pipe' : fs.openSync(options.log, 'w');
  const start = process.hrtime.bigint();
  const done = spawnSync(command, args, {
    cwd: options.cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', log, 'pipe'],
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (typeof log === 'number') fs.closeSync(log);
  if (!(options.exits ?? [0]).includes(done.status ?? -1)) {
    const said = done.error?.message ?? `${done.stderr}${done.stdout}`.slice(-2000);
    throw new Error(`${command} ${args.join(' ')} ended with ${done.status}: ${said}`);
  }
  return { ms, peakBytes: 0, stdout: typeof log === 'number' ? '' : done.stdout };
}

/** Runs Node with these arguments and looks at its memory. */
export function runNode(args: readonly string[], cwd: string): Measured {
  const peak = path.join(cwd, '..', `peak-${process.pid}`);
  const preload = ['--require', path.join(__dirname, 'reportPeak.js')];
  process.env.REPRISE_BENCH_PEAK = peak;
  try {
    const measured = run(process.execPath, [...preload, ...args], { cwd });
    return { ...measured, peakBytes: Number(fs.readFileSync(peak, 'utf8')) };
  } finally {
    delete process.env.REPRISE_BENCH_PEAK;
    fs.rmSync(peak, { force: true });
  }
}

/** Calls the built command line in a project. */
export function reprise(project: string, ...args: readonly string[]): Measured {
  return runNode([path.join(REPOSITORY, 'dist', 'cli.js'), ...args], project);
}

/** The capture alone of what lies in a project, as a bundle like those that ship: `captureAction.ts`. */
export function capture(project: string): Measured {
  return runNode([path.join(REPOSITORY, 'out', 'bench', 'captureAction.js')], project);
}

/** Node that starts and ends. */
export function emptyNode(folder: string): Measured {
  return runNode(['-e', '0'], folder);
}

/** Node's own start and memory, measured as the rows are. */
export function nodeItself(folder: string, rounds: number): Bench['node'] {
  const measured = Array.from({ length: rounds }, () => emptyNode(folder));
  return {
    ms: median(measured.map(({ ms }) => ms)),
    peakBytes: Math.max(...measured.map(({ peakBytes }) => peakBytes)),
  };
}

/** The two sides of a row; what a round needs beforehand is not measured. */
export interface Sides {
  readonly prepare?: (round: number) => void;
  readonly ours: (round: number) => Measured;
  readonly theirs: (round: number) => Measured;
}

/** Runs one and the other by turns, each first every second time, so that what else the machine does meets both. */
export function inTurn(
  rounds: number,
  sides: Sides,
): { readonly ours: readonly Measured[]; readonly theirs: readonly Measured[] } {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    sides.prepare?.(round);
    const turns = [
      () => ours.push(settled(() => sides.ours(round))),
      () => theirs.push(settled(() => sides.theirs(round))),
    ];
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) turn();
  }
  return { ours, theirs };
}

/** What earlier turns wrote is on the disk first, or it would be paid for here. */
function settled(work: () => Measured): Measured {
  if (process.platform !== 'win32') spawnSync('sync');
  return work();
}

/** The middle value; of an even number the mean of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (upper + lower) / 2;
}
