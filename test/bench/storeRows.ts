import * as fs from 'node:fs';
import * as path from 'node:path';

import { inTurn, median, run } from './measure';
import type { Measured } from './measure';
import { makeLargeFile, makeSmallFiles } from './samples';

/** One line of the benchmark: two things measured in turn, as a ratio of their medians. */
export interface BenchRow {
  readonly name: string;
  readonly beside: string;
  /** Ours divided by what it stands beside. */
  readonly ratio: number;
  /** The largest ratio that meets the target. */
  readonly target: number;
  readonly met: boolean;
  /** Medians, milliseconds. */
  readonly ours: number;
  readonly theirs: number;
  /** Node's own start, where the target adds it. */
  readonly nodeStart: number;
  /** The largest memory above Node's own, bytes; null where it was not looked at. */
  readonly memoryAboveNode: number | null;
}

export interface StoreRowsOptions {
  readonly files?: number;
  /** Bytes of the one large file. */
  readonly largeBytes?: number;
  readonly rounds?: number;
}

/**
 * Measures the store against `cp` and a C walk in a scratch folder. What was made is renamed between rounds
 * and removed at the end: a file system creates files slowly for minutes after many were removed.
 */
export function storeRows(scratch: string, options: StoreRowsOptions = {}): BenchRow[] {
  const { files = 20_000, largeBytes = 4 * 2 ** 30, rounds = 5 } = options;
  const folder = fs.mkdtempSync(path.join(scratch, 'store-rows-'));
  try {
    const small = path.join(folder, 'small');
    makeSmallFiles(small, files);
    const rows = [...smallRows(folder, small, rounds)];
    if (largeBytes > 0) rows.push(largeRow(folder, largeBytes, rounds));
    return rows;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function smallRows(folder: string, small: string, rounds: number): BenchRow[] {
  const nothing = Array.from({ length: Math.max(rounds, 5) }, () => act('nothing'));
  const node = { ms: median(nothing.map(({ ms }) => ms)), bytes: peak(nothing) };
  let store = '';
  let tree = '';
  const captured = inTurn(rounds, {
    theirs: (round) => run('cp', ['-r', small, `copy-${round}`], { cwd: folder }),
    ours: (round) => {
      store = path.join(folder, `captured-${round}`, '.reprise');
      fs.mkdirSync(path.dirname(store));
      const done = act('capture', small, store);
      tree = told(done).tree ?? '';
      return done;
    },
  });
  act('status', small, store); // fills the stat cache
  const again = inTurn(rounds, {
    theirs: () => run('find', [small, '-printf', '%s %T@\n'], { cwd: folder, log: '/dev/null' }),
    ours: () => act('status', small, store),
  });
  const loaded = inTurn(rounds, {
    theirs: (round) => run('cp', ['-r', small, `copy-again-${round}`], { cwd: folder }),
    ours: (round) => act('load', path.join(folder, `loaded-${round}`), store, tree),
  });
  return [
    row('capture small files, durable', 'cp -r', captured, { target: 1.1, node }),
    row('capture again, nothing changed', 'find -printf', again, { target: 3, node, start: true }),
    row('load into an empty folder', 'cp -r', loaded, { target: 1.3, node }),
  ];
}

function largeRow(folder: string, bytes: number, rounds: number): BenchRow {
  const nothing = act('nothing');
  const large = path.join(folder, 'large');
  fs.mkdirSync(large);
  makeLargeFile(path.join(large, 'file.bin'), bytes);
  const target = path.join(folder, 'large-copy');
  const project = path.join(folder, 'large-project');
  const measured = inTurn(rounds, {
    // single files, unlike thousands of small ones, cost nothing to remove
    prepare: () => {
      for (const made of [target, project]) fs.rmSync(made, { recursive: true, force: true });
      fs.mkdirSync(project);
    },
    theirs: () => run('cp', [path.join(large, 'file.bin'), target], { cwd: folder }),
    ours: () => act('capture', large, path.join(project, '.reprise')),
  });
  const node = { ms: nothing.ms, bytes: nothing.peakBytes };
  return row('capture one large file, durable', 'cp', measured, { target: 1.3, node });
}

function row(
  name: string,
  beside: string,
  measured: { readonly ours: readonly Measured[]; readonly theirs: readonly Measured[] },
  options: { target: number; node: { ms: number; bytes: number }; start?: boolean },
): BenchRow {
  const ours = median(measured.ours.map(({ ms }) => ms));
  const theirs = median(measured.theirs.map(({ ms }) => ms));
  const nodeStart = options.start === true ? options.node.ms : 0;
  const ratio = (ours - nodeStart) / theirs;
  return {
    name,
    beside,
    ratio,
    target: options.target,
    met: ratio <= options.target,
    ours,
    theirs,
    nodeStart,
    memoryAboveNode: peak(measured.ours) - options.node.bytes,
  };
}

/** One action in a process of its own, which tells its peak memory itself. */
function act(...args: readonly string[]): Measured {
  const script = path.join(__dirname, 'storeAction.js');
  const measured = run(process.execPath, [script, ...args], { cwd: __dirname });
  return { ...measured, peakBytes: told(measured).peakBytes };
}

function told({ stdout }: Measured): { readonly tree: string | null; readonly peakBytes: number } {
  return JSON.parse(stdout) as { tree: string | null; peakBytes: number };
}

function peak(measured: readonly Measured[]): number {
  return Math.max(...measured.map(({ peakBytes }) => peakBytes));
}
