import type { RunState } from '../records/fold';
import { listText, shortened } from './amounts';
import { elapsedText } from './durations';

/** One line that tells where a run is: `2 of 4 · train 0:31 · 1:12`, cut to the width of the terminal. */
export function progressLine(
  state: RunState,
  options: { readonly now: number; readonly width: number },
): string {
  const since = (startedAt: number | null): string =>
    elapsedText(startedAt === null ? 0 : options.now - startedAt);
  const steps = Object.entries(state.steps);
  const running = steps.filter(([, { status }]) => status === 'running');
  const open = steps.filter(([, { status }]) => status === 'waiting').length + running.length;
  const parts = [
    ...(steps.length > 0 ? [`${steps.length - open} of ${steps.length}`] : []),
    ...(running.length > 0
      ? [
          listText(
            running.map(([name, { startedAt }]) => `${name} ${since(startedAt)}`),
            3,
          ),
        ]
      : []),
    since(state.startedAt),
  ];
  return shortened(parts.join(' · '), Math.max(10, options.width - 1));
}
