import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../base/digest';
import { lookAt } from '../snapshot/folderListing';
import type { EventLog } from './eventLog';

/** When a run that was killed may have written, and what its source was. */
export interface RunLife {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly sourceTree: Digest;
}

/**
 * From its first step to its last sign of life; null where it never came to a step. What came later may be
 * the user's own, and is not taken for a product.
 */
export function lifeOfRun(
  records: { runFolder(id: string): string; eventLog(id: string): EventLog },
  id: string,
): RunLife | null {
  let captured: { readonly at: number; readonly sourceTree: Digest } | null = null;
  let last = 0;
  for (const event of records.eventLog(id).readEvents()) {
    last = event.at;
    if (event.type === 'captured') captured = { at: event.at, sourceTree: event.sourceTree };
  }
  if (captured === null) return null;
  const until = Math.max(last, lastLogTime(records.runFolder(id)));
  return { from: captured.at - CLOCK_MS, until: until + CLOCK_MS, sourceTree: captured.sourceTree };
}

/** Steps write their logs themselves, so a log tells of a life that left no event. */
function lastLogTime(runFolder: string): number {
  const logs = path.join(runFolder, 'logs');
  if (!fs.existsSync(logs)) return 0;
  const times = fs
    .readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .map((name) => lookAt(path.join(logs, name))?.mtimeMs ?? 0);
  return Math.max(0, ...times);
}

/** A file's time comes from a clock that ticks less often than ours. */
const CLOCK_MS = 20;
