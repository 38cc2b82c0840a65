import type { Host } from '../base/host';

/** Data only: how runs are called. */

/**
 * An id for a run: UTC to the millisecond and six dice, so that ids sort by time. `others` are the ids there
 * are: a clock that was set back must not put the run before them, for the newest run is what a save names.
 */
export function newRunId(host: Host, others: readonly string[] = []): string {
  const latest = others.reduce((most, id) => Math.max(most, timeOfRunId(id) ?? 0), 0);
  const now = host.now();
  const at = latest >= now && latest < LAST_TIME ? latest + 1 : now;
  const time = new Date(at).toISOString().replace(/[-:.]/g, '');
  const dice = Array.from({ length: 6 }, () => host.dice(36).toString(36)).join('');
  return `${time}-${dice}`;
}

/** The last moment whose year has four digits. */
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether an id is of this form; one that a starter gave may be any text. */
export function isOwnRunId(id: string): boolean {
  return /^\d{8}T\d{9}Z-[0-9a-z]{6}$/.test(id);
}

/** The time that an id of this form tells; null of another. */
export function timeOfRunId(id: string): number | null {
  if (!isOwnRunId(id)) return null;
  const part = (from: number, to: number): number => Number(id.slice(from, to));
  const [year, month, day] = [part(0, 4), part(4, 6) - 1, part(6, 8)];
  return Date.UTC(year, month, day, part(9, 11), part(11, 13), part(13, 15), part(15, 18));
}

/** Whether a text can be the id of a run, and so the name of its folder. */
export function isRunId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(text);
}
