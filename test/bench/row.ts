import { inTurn, median } from './measure';
import type { Bench, Measured, Sides } from './measure';

/** One line of the benchmark, before it is measured: the product beside a plain tool. */
export interface EngineRow {
  readonly name: string;
  readonly beside: string;
  /** The largest ratio that meets the target. */
  readonly target: number;
  /** What the target grants besides: Node's own start, or a load. */
  readonly grants?: 'node' | 'load';
  /** Whether the peak of memory has a target too (300 MB above Node's own). */
  readonly memory?: true;
  /** Rounds at most, where one takes long. */
  readonly rounds?: number;
  readonly sides: (bench: Bench) => Sides & { readonly load?: () => Measured };
}

/** A row after it was measured. */
export interface EngineResult {
  readonly name: string;
  readonly beside: string;
  /** Medians, milliseconds. */
  readonly ours: number;
  readonly theirs: number;
  /** What the target grants besides, milliseconds. */
  readonly granted: number;
  /** Ours without what is granted, divided by theirs. */
  readonly ratio: number;
  readonly target: number;
  /** Peak above Node's own, bytes; null where the row has no target for it. */
  readonly memory: number | null;
  readonly met: boolean;
}

/** The largest memory above Node's own that meets the target, bytes. */
export const MOST_MEMORY = 300e6;

/** Measures a row. */
export function measureRow(row: EngineRow, bench: Bench): EngineResult {
  const sides = row.sides(bench);
  const rounds = Math.min(bench.rounds, row.rounds ?? bench.rounds);
  const { ours, theirs } = inTurn(rounds, sides);
  const middle = (side: readonly Measured[]): number => median(side.map(({ ms }) => ms));
  const load = sides.load;
  const loads = row.grants === 'load' && load ? Array.from({ length: rounds }, () => load()) : [];
  const granted = row.grants === 'node' ? bench.node.ms : loads.length > 0 ? middle(loads) : 0;
  const ratio = (middle(ours) - granted) / middle(theirs);
  const peak = Math.max(...ours.map(({ peakBytes }) => peakBytes)) - bench.node.peakBytes;
  const memory = row.memory === true ? peak : null;
  return {
    name: row.name,
    beside: row.beside,
    ours: middle(ours),
    theirs: middle(theirs),
    granted,
    ratio,
    target: row.target,
    memory,
    met: ratio <= row.target && (memory === null || memory <= MOST_MEMORY),
  };
}
