import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

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

interface Measured {
  readonly ms: number;
  readonly peakBytes: number;
  readonly tree: string;
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
  const nothing = repeat(rounds, () => act('nothing'));
  const node = { ms: median(nothing.map(({ ms }) => ms)), bytes: peak(nothing) };
  let store = '';
  let tree = '';
  const captured = inTurn(rounds, {
    theirs: (round) => run('cp', ['-r', small, path.join(folder, `copy-${round}`)]),
    ours: (round) => {
      store = path.join(folder, `captured-${round}`, '.reprise');
      fs.mkdirSync(path.dirname(store));
      const done = act('capture', small, store);
      tree = done.tree;
      return done;
    },
  });
  act('status', small, store); // fills the stat cache
  const again = inTurn(rounds, {
    theirs: () => run('find', [small, '-printf', '%s %T@\n']),
    ours: () => act('status', small, store),
  });
  const loaded = inTurn(rounds, {
    theirs: (round) => run('cp', ['-r', small, path.join(folder, `copy-again-${round}`)]),
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
  const measured = inTurn(rounds, {
    theirs: () => {
      fs.rmSync(target, { force: true });
      return run('cp', [path.join(large, 'file.bin'), target]);
    },
    ours: (round) => {
      const project = path.join(folder, `large-${round}`);
      fs.mkdirSync(project);
      const done = act('capture', large, path.join(project, '.reprise'));
      fs.rmSync(project, { recursive: true });
      return done;
    },
  });
  const node = { ms: nothing.ms, bytes: nothing.peakBytes };
  return row('capture one large file, durable', 'cp', measured, { target: 1.3, node });
}

/** Runs one and the other by turns, so that what else the machine does meets both. */
function inTurn(
  rounds: number,
  sides: { theirs: (round: number) => Measured; ours: (round: number) => Measured },
): { ours: Measured[]; theirs: Measured[] } {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    theirs.push(sides.theirs(round));
    ours.push(sides.ours(round));
  }
  return { ours, theirs };
}

function row(
  name: string,
  beside: string,
  measured: { ours: Measured[]; theirs: Measured[] },
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

function act(...args: readonly string[]): Measured {
  return run(process.execPath, [path.join(__dirname, 'storeAction.js'), ...args]);
}

function run(command: string, args: readonly string[]): Measured {
  const start = process.hrtime.bigint();
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${done.stderr}`);
  const told = command === process.execPath ? (JSON.parse(done.stdout) as Told) : null;
  return { ms, peakBytes: told?.peakBytes ?? 0, tree: told?.tree ?? '' };
}

interface Told {
  readonly tree: string | null;
  readonly peakBytes: number;
}

/** Files of 100 bytes to about 100 KiB, 18 KiB on average, a hundred a folder; the same every time. */
function makeSmallFiles(folder: string, count: number): void {
  const dice = sequence(1);
  const bytes = Buffer.allocUnsafe(1 << 20);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(dice(), at);
  for (let index = 0; index < count; index++) {
    const parent = path.join(folder, `d${Math.floor(index / 100)}`);
    if (index % 100 === 0) fs.mkdirSync(parent, { recursive: true });
    const size = 100 + Math.floor(Math.exp((dice() / 2 ** 32) * 6.93) * 126);
    const from = dice() % (bytes.length - size);
    fs.writeFileSync(path.join(parent, `f${index}.txt`), bytes.subarray(from, from + size));
  }
}

function makeLargeFile(file: string, size: number): void {
  const dice = sequence(2);
  const chunk = Buffer.allocUnsafe(1 << 20);
  for (let at = 0; at < chunk.length; at += 4) chunk.writeUInt32LE(dice(), at);
  const descriptor = fs.openSync(file, 'w');
  for (let done = 0; done < size; done += chunk.length) {
    chunk.writeUInt32LE(done / chunk.length, 0);
    fs.writeSync(descriptor, chunk, 0, Math.min(chunk.length, size - done));
  }
  fs.closeSync(descriptor);
}

/** A sequence of 32-bit numbers that is the same every time (xorshift). */
function sequence(seed: number): () => number {
  let state = seed * 2654435769 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

function repeat(count: number, task: () => Measured): Measured[] {
  return Array.from({ length: count }, task);
}

function peak(measured: readonly Measured[]): number {
  return Math.max(...measured.map(({ peakBytes }) => peakBytes));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
