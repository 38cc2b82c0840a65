import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Records } from '../records/records';
import { RUN_FILE } from '../records/runFiles';
import type { ProductRecord, RunRecord } from '../records/runModel';

/** What earlier runs of this project, whatever their pipeline, left behind. */
export interface KnownProducts {
  readonly products: readonly ProductRecord[];
  /** Workspace runs that were killed and since which none has come to its end. */
  readonly killed: readonly string[];
}

/**
 * Products of earlier runs, and what runs in rooms left in the project. Each run carries on those that it knew, there or not, so the newest one that
 * ended knows all but those of runs that were not over when it began.
 */
export function knownProducts(records: Records): KnownProducts {
  const all = new Map<string, ProductRecord>();
  const killed: string[] = [];
  let newest: RunRecord | null = null;
  for (const id of newestFirst(records.runIds())) {
    if (newest !== null && writtenAt(records, id) < newest.startedAt) continue;
    const run = records.readRun(id);
    if (!run.ok) continue;
    const { products, remembered = [], endedAt, status, sourceTree } = run.value;
    for (const one of [...products, ...remembered]) {
      if (!all.has(keyOf(one))) all.set(keyOf(one), one);
    }
    if (run.value.purpose !== 'run') continue;
    if (status === 'interrupted') killed.push(id);
    if (endedAt !== null && sourceTree !== null) newest ??= run.value;
  }
  return { products: [...all.values()], killed };
}

/** Ids that somebody made up do not sort by time. */
function newestFirst(ids: readonly string[]): string[] {
  const isTimed = (id: string): boolean => /^\d{8}T\d{9}Z-/.test(id);
  const timed = ids.filter(isTimed).reverse();
  return [...timed.slice(0, MOST_ASKED), ...ids.filter((id) => !isTimed(id))];
}

/** When a record was written last, which is about when its run ended. */
function writtenAt(records: Records, id: string): number {
  const file = path.join(records.runFolder(id), RUN_FILE);
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
}

/** The newest run of the workspace, whatever its pipeline, that ended and knew its source. */
export function newestEnded(records: Records): RunRecord | null {
  for (const id of records.runIds().reverse()) {
    const run = records.readRun(id);
    if (!run.ok || run.value.purpose !== 'run' || run.value.endedAt === null) continue;
    if (run.value.sourceTree !== null) return run.value;
  }
  return null;
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
