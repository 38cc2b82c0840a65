import type { RunEvent } from '../records/events';
import { listText, shortened } from './amounts';
import { elapsedText } from './durations';

/** What a progress line needs of the events so far. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  /** Running steps and since when, in the order they started. */
  readonly running: ReadonlyMap<string, number>;
  readonly startedAt: number;
}

/** Progress before anything happened. */
export function noProgress(now: number): Progress {
  return { total: 0, done: 0, running: new Map(), startedAt: now };
}

/** Progress after one more event. */
export function afterEvent(progress: Progress, event: RunEvent): Progress {
  switch (event.type) {
    case 'started':
      return { ...progress, total: event.steps.length, startedAt: event.at };
    case 'step-started':
      return { ...progress, running: new Map([...progress.running, [event.step, event.at]]) };
    case 'step-reused':
    case 'step-succeeded':
    case 'step-failed':
    case 'step-blocked':
    case 'step-cancelled': {
      const running = new Map(progress.running);
      running.delete(event.step);
      return { ...progress, done: progress.done + 1, running };
    }
    case 'captured':
    case 'room-made':
    case 'displacing':
    case 'step-process':
    case 'step-attempt-failed':
    case 'warning':
    case 'cancel-asked':
    case 'ended':
      return progress;
  }
}

/** One line that tells where a run is: `2 of 4 · train 0:31 · 1:12`, cut to the width of the terminal. */
export function progressLine(
  progress: Progress,
  options: { readonly now: number; readonly width: number },
): string {
  const steps = [...progress.running].map(
    ([step, since]) => `${step} ${elapsedText(options.now - since)}`,
  );
  const parts = [
    ...(progress.total > 0 ? [`${progress.done} of ${progress.total}`] : []),
    ...(steps.length > 0 ? [listText(steps, 3)] : []),
    elapsedText(options.now - progress.startedAt),
  ];
  return shortened(parts.join(' · '), Math.max(10, options.width - 1));
}
