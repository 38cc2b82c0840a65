import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Result } from '../base/result';
import type { Project } from '../store/layout';
import type { RecordFailure } from './failures';
import { readLeftBehind } from './leftFiles';
import { RUN_FILE } from './runFiles';
import type { RunLife } from './runLife';
import { isOwnRunId } from './runId';
import type { ProductRecord, RunRecord } from './runModel';

/** What earlier runs of this project, whatever their pipeline, left behind. */
export interface KnownProducts {
  readonly products: readonly ProductRecord[];
  /** Workspace runs that were killed and since which none has come to its end. */
  readonly killed: readonly string[];
  /** The lives of those among them whose records have been removed. */
  readonly lives: readonly RunLife[];
}

/** What has to be known of the records to ask them for products. */
export interface RunsOnRecord {
  readonly project: Project;
  runFolder(id: string): string;
  runIds(): readonly string[];
  readRun(id: string): Result<RunRecord, RecordFailure>;
}

/**
 * Products of earlier runs, and what runs in rooms left in the project. Each run carries on those that it
 * knew, there or not, so the newest one that ended knows all but those of runs that were not over when it
 * began, and what was kept of runs that have been removed.
 */
export function knownProducts(
  records: RunsOnRecord,
  options: { readonly without?: string } = {},
): KnownProducts {
  const all = new Map<string, ProductRecord>();
  const know = (products: readonly ProductRecord[]): void => {
    for (const one of products) if (!all.has(keyOf(one))) all.set(keyOf(one), one);
  };
  const killed: string[] = [];
  let newest: RunRecord | null = null;
  for (const id of newestFirst(records.runIds())) {
    if (id === options.without) continue;
    if (newest !== null && writtenAt(records, id) < newest.startedAt) continue;
    const run = records.readRun(id);
    if (!run.ok) continue;
    const { products, remembered = [], status, purpose } = run.value;
    know(products);
    know(remembered);
    if (purpose !== 'run') continue;
    if (status === 'interrupted') killed.push(id);
    if (hasEnded(run.value)) newest ??= run.value;
  }
  const lives: RunLife[] = [];
  for (const left of readLeftBehind(records.project)) {
    know(left.products);
    const isOver = newest !== null && newest.startedAt > left.removedAt;
    if (left.life !== null && !isOver) lives.push(left.life);
  }
  return { products: [...all.values()], killed, lives };
}

/** What only this run knows of what lies in the project; a later run that ended knows all of it. */
export function knownToAlone(
  records: RunsOnRecord,
  run: RunRecord,
): { readonly products: readonly ProductRecord[]; readonly isKilled: boolean } {
  const isKilled = run.status === 'interrupted' && run.purpose === 'run';
  const own = [...run.products, ...(run.remembered ?? [])];
  const nothing = { products: [], isKilled: false };
  if (own.length === 0 && !isKilled) return nothing;
  const newest = newestEnded(records, run.id);
  if (newest !== null && writtenAt(records, run.id) < newest.startedAt) return nothing;
  const others = new Set(knownProducts(records, { without: run.id }).products.map(keyOf));
  return { products: own.filter((one) => !others.has(keyOf(one))), isKilled };
}

/** Ids that somebody made up do not sort by time. */
function newestFirst(ids: readonly string[]): string[] {
  const timed = ids.filter(isOwnRunId).reverse();
  return [...timed.slice(0, MOST_ASKED), ...ids.filter((id) => !isOwnRunId(id))];
}

/** When a record was written last, which is about when its run ended. */
function writtenAt(records: RunsOnRecord, id: string): number {
  const file = path.join(records.runFolder(id), RUN_FILE);
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
}

/** The newest run of the workspace, whatever its pipeline, that ended and knew its source. */
export function newestEnded(records: RunsOnRecord, without?: string): RunRecord | null {
  for (const id of [...records.runIds()].reverse()) {
    if (id === without) continue;
    const run = records.readRun(id);
    if (run.ok && run.value.purpose === 'run' && hasEnded(run.value)) return run.value;
  }
  return null;
}

function hasEnded({ endedAt, sourceTree }: RunRecord): boolean {
  return endedAt !== null && sourceTree !== null;
}

/** What is carried on besides the products that still lie there: the newest ones, each once. */
export function rememberedOf(
  known: readonly ProductRecord[],
  products: readonly ProductRecord[],
): ProductRecord[] {
  const there = new Set(products.map(keyOf));
  return known.filter((one) => !there.has(keyOf(one))).slice(0, MOST_REMEMBERED);
}

function keyOf({ kind, path, digest }: ProductRecord): string {
  return `${kind ?? 'file'} ${digest} ${path}`;
}

/** No run is overlapped by more. */
const MOST_ASKED = 1000;
/** A step that leaves a new file with each run must not make records long without end. */
const MOST_REMEMBERED = 10_000;
