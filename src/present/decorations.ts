import type { VersionHead } from '../records/pastModel';
import type { PipelineView } from './outline/outlineModel';
import { liveOf } from './outline/pipelineItems';
import { standingWords } from './statusText';
import { VERDICT_WORDS } from './verdictWords';

/** What stands beside an output in the file explorer: one sign, words, and a theme colour. */
export interface Decoration {
  readonly badge: string;
  readonly words: string;
  readonly color?: string;
}

/**
 * The decoration of every declared output of a pipeline, by path relative to the project. A verdict stands
 * only beside what was looked at and found to be what the version saved: not while a run is writing, not in
 * Restricted Mode, not where looking failed.
 */
export function outputDecorations(view: PipelineView): ReadonlyMap<string, Decoration> {
  const { head, standing } = view;
  const decorated = new Map<string, Decoration>();
  const looked = standing.state === 'known' && liveOf(view) === undefined ? standing.steps : [];
  const known = new Map(looked.map((step) => [step.name, step]));
  const version = versionInWorkspace(view);
  for (const { name, outputs } of head?.steps ?? []) {
    const stands = known.get(name);
    const decoration =
      stands === undefined
        ? null
        : stands.status !== 'fresh'
          ? { badge: '○', words: standingWords(stands) }
          : version === null
            ? null
            : judged(version, name);
    if (decoration === null) continue;
    for (const output of outputs) decorated.set(output, decoration);
  }
  return decorated;
}

/**
 * The verified version that the very latest run of the workspace came to: only of that do its outputs say
 * anything. A later run of a part, or one that failed half-way, has left outputs that no version saved.
 */
function versionInWorkspace({ past }: PipelineView): VersionHead | null {
  const latest = past?.runs.find(({ purpose }) => purpose === 'run');
  if (!latest?.snapshot || latest.targets !== null || latest.status !== 'succeeded') return null;
  return (
    past?.versions.find(({ snapshot, last }) => snapshot === latest.snapshot && last !== null) ??
    null
  );
}

function judged({ label, last }: VersionHead, step: string): Decoration | null {
  const verdict = last?.steps[step]?.verdict;
  switch (verdict) {
    case undefined:
      return null;
    case 'identical':
    case 'equivalent':
      return {
        badge: '✓',
        words: `${VERDICT_WORDS[verdict]} in ${label}`,
        color: 'testing.iconPassed',
      };
    case 'different':
      return {
        badge: '✗',
        words: `${VERDICT_WORDS[verdict]} in ${label}`,
        color: 'testing.iconFailed',
      };
    case 'incomparable':
    case 'not-run':
      return { badge: '?', words: `${VERDICT_WORDS[verdict]} in ${label}` };
  }
}
