import type { StepStanding } from '../../records/statusModel';
import { countText } from '../amounts';
import { standingIcon, stepIcon } from '../icons';
import { escapeMarkdown } from '../markdownText';
import { standingBrief, standingWords } from '../statusText';
import { VERDICT_WORDS } from '../verdictWords';
import { item } from './item';
import type { OutlineItem, PipelineView, Standing } from './outlineModel';

/** The row of a pipeline: what it is called, its file, how many steps it has. */
export function pipelineItem(view: PipelineView): OutlineItem {
  const { file, shown, head, trouble } = view;
  const about = [
    // what is wrong comes first: a long path would push it out of sight
    ...(trouble === null ? [] : ['cannot be read']),
    ...(head !== null && head.errors > 0 ? [countText(head.errors, 'problem')] : []),
    ...(nameOf(view) === shown ? [] : [shown]),
    ...(head === null ? [] : [countText(head.steps.length, 'step')]),
  ];
  const live = liveOf(view) !== undefined;
  const broken = trouble !== null || (head?.errors ?? 0) > 0;
  return item({
    node: { kind: 'pipeline', file },
    label: nameOf(view),
    description: about.join(' · '),
    tooltip: escapeMarkdown(trouble ?? ''),
    icon: broken
      ? { id: 'warning', color: 'problemsWarningIcon.foreground' }
      : { id: 'type-hierarchy-sub' },
    context: `pipeline ${live ? 'live' : 'idle'} ${hasVersions(view) ? 'saved' : 'unsaved'}`,
    folding: 'open',
  });
}

/** What stands below a pipeline: the workspace, versions, runs. */
export function pipelineChildren(view: PipelineView): OutlineItem[] {
  const { file, past } = view;
  const rows = [
    item({
      node: { kind: 'workspace', file },
      label: 'Workspace',
      description: workspaceWords(view),
      context: 'workspace',
      icon: { id: 'folder' },
      folding: 'open',
    }),
  ];
  if (past === null) return rows;
  const { versions, damaged, runs, total } = past;
  const saved = versions.length + damaged.length;
  rows.push(
    item({
      node: { kind: 'versions', file, ...(saved === 0 ? { amount: 'none' } : {}) },
      label: 'Versions',
      description: saved === 0 ? 'none yet' : String(saved),
      context: 'versions',
      icon: { id: 'tag' },
      folding: saved > 0 ? 'open' : 'none',
    }),
    item({
      node: { kind: 'runs', file },
      label: 'Runs',
      description: runs.length === 0 ? 'none yet' : total === null ? '' : String(total),
      context: 'runs',
      icon: { id: 'play-circle' },
      folding:
        runs.length === 0
          ? 'none'
          : runs.some(({ status }) => status === 'running')
            ? 'open'
            : 'closed',
    }),
  );
  return rows;
}

/** The steps of the workspace, each with how it stands; while a run is live, how far that is. */
export function workspaceChildren(view: PipelineView): OutlineItem[] {
  const { file, head, standing } = view;
  const live = liveOf(view);
  // how the others stood before says nothing any more: the row of the run tells what became of each
  const known = new Map(
    (live === undefined ? stepsOf(standing) : []).map((step) => [step.name, step]),
  );
  const runs = new Set(live?.running.map(({ name }) => name));
  const steps = head?.steps ?? [];
  if (head !== null && steps.length === 0) {
    return [note(file, 'no-steps', 'No steps yet', 'write one under `steps:`')];
  }
  return steps.map(({ name }) => {
    const running = runs.has(name);
    const stands = known.get(name);
    return item({
      node: { kind: 'standing', file, step: name },
      label: name,
      description: running ? 'running' : live === undefined ? wordsFor(standing, stands) : '',
      icon: running ? stepIcon('running') : standingIcon(stands?.status ?? 'never-run'),
      tooltip:
        stands === undefined || stands.reasons.length === 0
          ? ''
          : `**${escapeMarkdown(name)}**\n\n${escapeMarkdown(standingWords(stands))}`,
      context: 'standing',
      click: 'place',
    });
  });
}

/** What a pipeline is called: by its own name, else by its file. */
export function nameOf({ head, shown }: PipelineView): string {
  return head?.name ?? shown;
}

/** The run of the workspace that is going on. */
export function liveOf({
  past,
}: PipelineView): NonNullable<PipelineView['past']>['runs'][number] | undefined {
  return past?.runs.find(({ status, purpose }) => status === 'running' && purpose === 'run');
}

/** A row that only says something. */
export function note(file: string, key: string, label: string, description = ''): OutlineItem {
  return item({
    node: { kind: 'note', file, key },
    label,
    description,
    context: 'note',
    icon: { id: 'info' },
  });
}

/** How many versions the last verify found bad: what the badge counts. */
export function badVersions(views: readonly PipelineView[]): { count: number; words: string } {
  const bad = views.flatMap(({ past }) =>
    (past?.versions ?? []).filter(({ last }) => last !== null && BAD.has(last.verdict)),
  );
  const words =
    bad.length === 0
      ? ''
      : `${countText(bad.length, 'saved version')}: ${bad.map(({ label, last }) => `${label} ${last === null ? '' : VERDICT_WORDS[last.verdict].toLowerCase()}`).join(', ')}`;
  return { count: bad.length, words };
}

const BAD: ReadonlySet<string> = new Set(['different', 'not-run', 'incomparable']);

function hasVersions({ past }: PipelineView): boolean {
  return (past?.versions.length ?? 0) > 0;
}

function stepsOf(standing: Standing): readonly StepStanding[] {
  if (standing.state === 'known') return standing.steps;
  return standing.state === 'checking' ? (standing.last ?? []) : [];
}

function wordsFor(standing: Standing, stands: StepStanding | undefined): string {
  if (stands !== undefined) return standingBrief(stands);
  switch (standing.state) {
    case 'untrusted':
      return 'not checked';
    case 'checking':
      return 'checking';
    case 'unknown':
    case 'known':
    case 'failed':
      return '';
  }
}

function workspaceWords(view: PipelineView): string {
  const { standing, head } = view;
  if (liveOf(view)) return 'running';
  if (head !== null && head.errors > 0) return `${countText(head.errors, 'problem')} in the file`;
  switch (standing.state) {
    case 'unknown':
      return '';
    case 'untrusted':
      return 'not checked';
    case 'failed':
      return standing.why;
    case 'checking':
      if (standing.last === null) return 'checking';
      return staleWords(standing.last);
    case 'known':
      return staleWords(standing.steps);
  }
}

function staleWords(steps: readonly StepStanding[]): string {
  const stale = steps.filter(({ status }) => status !== 'fresh').length;
  if (steps.length === 0) return '';
  if (steps.every(({ status }) => status === 'never-run')) return 'never run';
  return stale === 0 ? 'up to date' : `${stale} of ${steps.length} stale`;
}
