import type { RunEvent } from '../records/events';

/** A step that was under way when a run was cut off, and who led its processes; null where that was not told yet. */
export interface OpenStep {
  readonly step: string;
  readonly process: { readonly pid: number; readonly startTime: string | null } | null;
}

/** Steps that were under way when the events end. */
export function openSteps(events: readonly RunEvent[]): OpenStep[] {
  const open = new Map<string, OpenStep>();
  for (const event of events) {
    if (event.type === 'step-started') {
      open.set(event.step, { step: event.step, process: null });
    } else if (event.type === 'step-process') {
      const { pid, startTime } = event;
      open.set(event.step, { step: event.step, process: { pid, startTime } });
    } else if (ENDS.has(event.type) && 'step' in event) open.delete(event.step);
  }
  return [...open.values()];
}

const ENDS: ReadonlySet<RunEvent['type']> = new Set([
  'step-succeeded',
  'step-failed',
  'step-cancelled',
]);
