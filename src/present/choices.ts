import type { RunHead, VersionHead } from '../records/pastModel';
import { relativeTime } from './durations';
import { standingIcon, verdictIcon } from './icons';
import type { Icon } from './icons';
import type { PipelineView } from './outline/outlineModel';
import { iconOf, runItems } from './outline/runItems';
import type { RunWords } from './outline/runItems';
import { standingBrief } from './statusText';
import { NEVER_VERIFIED, VERDICT_WORDS } from './verdictWords';

/** One row to choose from, with enough beside it to choose by. */
export interface Choice<T> {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
  readonly icon: Icon | null;
  readonly value: T;
}

/** Saved versions: the one the file is about first, then the last saved. */
export function versionChoices({ past, head }: PipelineView, now: number): Choice<string>[] {
  const versions = [...(past?.versions ?? [])];
  const own = versions.findIndex(({ label }) => label === head?.version);
  if (own > 0) versions.unshift(...versions.splice(own, 1));
  return versions.map((version) => versionChoice(version, now));
}

/** Two versions or runs as they came about, the older first: by when the run of each began. */
export function olderFirst(
  { past }: PipelineView,
  [one, other]: readonly [string, string],
): [string, string] {
  const at = (name: string): number | null => {
    const version = past?.versions.find(({ label }) => label === name);
    const ran = past?.runs.find(({ id }) => id === (version?.run ?? name));
    return ran?.startedAt ?? version?.savedAt ?? null;
  };
  const [first, second] = [at(one), at(other)];
  return first !== null && second !== null && second < first ? [other, one] : [one, other];
}

function versionChoice(version: VersionHead, now: number): Choice<string> {
  const { label, last, message, savedAt } = version;
  return {
    label,
    description: [
      last === null ? NEVER_VERIFIED : VERDICT_WORDS[last.verdict],
      `saved ${relativeTime(savedAt, now)}`,
    ].join(' · '),
    ...(message ? { detail: message } : {}),
    icon: verdictIcon(last?.verdict ?? null),
    value: label,
  };
}

/** Runs, live ones first, then the newest. */
export function runChoices(view: PipelineView, words: RunWords): Choice<string>[] {
  const runs = new Map((view.past?.runs ?? []).map((run) => [run.id, run]));
  return runItems(view, words).flatMap(({ node, label, description }) => {
    const run: RunHead | undefined = node.kind === 'run' ? runs.get(node.id) : undefined;
    if (run === undefined) return [];
    return [{ label, description, detail: run.id, icon: iconOf(run), value: run.id }];
  });
}

/** Steps, those that have to run first. */
export function stepChoices({ head, standing }: PipelineView): Choice<string>[] {
  const known =
    standing.state === 'known'
      ? standing.steps
      : standing.state === 'checking'
        ? (standing.last ?? [])
        : [];
  const rows = (head?.steps ?? []).map(({ name }) => {
    const stands = known.find((step) => step.name === name);
    return {
      label: name,
      description: stands === undefined ? '' : standingBrief(stands),
      icon: standingIcon(stands?.status ?? 'stale'),
      value: name,
      fresh: stands?.status === 'fresh',
    };
  });
  return [...rows.filter(({ fresh }) => !fresh), ...rows.filter(({ fresh }) => fresh)].map(
    ({ label, description, icon, value }) => ({ label, description, icon, value }),
  );
}
