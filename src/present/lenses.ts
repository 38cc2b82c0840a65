import { doneOf } from './outline/runItems';
import type { RunHead, StepVerdict, VersionHead } from '../records/pastModel';
import { relativeTime } from './durations';
import { liveOf } from './outline/pipelineItems';
import type { PipelineView } from './outline/outlineModel';
import { standingBrief, standingWords } from './statusText';
import { VERDICT_SIGNS, VERDICT_WORDS } from './verdictWords';

/** One lens: what it says, and the command that a click on it calls. */
export interface Lens {
  readonly title: string;
  /** Empty: it only says something. */
  readonly command: string;
  readonly tooltip: string;
  readonly label?: string;
  readonly step?: string;
  readonly run?: string;
}

/** The lenses over the first line of a pipeline file. `label`: as it stands in the editor. */
export function fileLenses(view: PipelineView, now: number, label: string | null): Lens[] {
  const live = view.past?.runs.find(({ status }) => status === 'running');
  if (live !== undefined) return liveLenses(live);
  const versions = view.past?.versions ?? [];
  const own = versions.find((version) => version.label === label);
  const shown = own ?? versions[0];
  return [
    { title: '$(play) Run', command: 'reprise.run', tooltip: 'Bring every step up to date' },
    saveLens(label, own),
    ...(shown === undefined ? [] : verifyLenses(shown, now)),
  ];
}

function liveLenses(run: RunHead): Lens[] {
  const names = run.running.map(({ name }) => name).join(', ');
  const doing = run.purpose === 'verify' ? `Verifying ${run.version ?? ''}` : 'Running';
  const at =
    names === '' ? doing : run.purpose === 'verify' ? `${doing}: ${names}` : `${doing} ${names}`;
  return [
    {
      title: `$(loading~spin) ${at}, ${doneOf(run)} of ${run.steps}`,
      command: 'reprise.showLog',
      tooltip: 'Show what the steps print',
      run: run.id,
    },
    {
      title: '$(debug-stop) Cancel',
      command: 'reprise.cancel',
      tooltip: 'End every process of this run',
      run: run.id,
    },
  ];
}

function saveLens(label: string | null, own: VersionHead | undefined): Lens {
  if (label === null) {
    return {
      title: '$(bookmark) Save Version…',
      command: 'reprise.saveVersion',
      tooltip: 'Name the latest run for good',
    };
  }
  if (own === undefined) {
    return {
      title: `$(bookmark) Save ${label}`,
      command: 'reprise.saveVersion',
      tooltip: `Name the latest run ${label}, for good`,
      label,
    };
  }
  return {
    title: `$(bookmark) ${label} is saved: set the next…`,
    command: 'reprise.setVersion',
    tooltip: 'What is saved does not change. Give the next version a label of its own',
  };
}

function verifyLenses(version: VersionHead, now: number): Lens[] {
  const { label, last } = version;
  const verify: Lens = {
    title: `$(sync) Re-run & Verify ${label}`,
    command: 'reprise.verify',
    tooltip: `Run ${label} again in a clean room and compare every output`,
    label,
  };
  if (last === null) return [verify];
  return [
    verify,
    {
      title: `${VERDICT_SIGNS[last.verdict]} ${VERDICT_WORDS[last.verdict]}, ${relativeTime(last.at, now)}`,
      command: 'reprise.openReport',
      tooltip: last.sentence,
      label,
    },
  ];
}

/**
 * Gives the lenses over a step. A step of a matrix stands for all of its instances. `unsaved`: the text around
 * it is not what lies on the disk, of which alone anybody knows how it stands.
 */
export function lensesOfSteps(
  view: PipelineView,
  { unsaved = false }: { readonly unsaved?: boolean } = {},
): (step: string) => Lens[] {
  const live = liveOf(view);
  const running = new Set(live?.running.map(({ name }) => groupOf(name)));
  // how a step stood before the run that is live says nothing any more
  const standing = live === undefined ? standingLenses(view, { unsaved }) : () => [];
  const verdict = verdictLenses(view);
  return (step) => {
    if (live !== undefined && running.has(step)) {
      return [
        { title: '$(loading~spin) Running', command: 'reprise.showLog', tooltip: '', run: live.id },
      ];
    }
    const run: Lens = {
      title: '$(play) Run to here',
      command: 'reprise.runToStep',
      tooltip: `Run ${step} and what it needs`,
      step,
    };
    return [run, ...standing(step), ...verdict(step)];
  };
}

function standingLenses(
  { standing }: PipelineView,
  { unsaved }: { readonly unsaved: boolean },
): (step: string) => Lens[] {
  if (unsaved) return () => [says('not checked: unsaved changes')];
  if (standing.state === 'untrusted') {
    return () => [says('not checked: this folder is not trusted')];
  }
  const known =
    standing.state === 'known'
      ? standing.steps
      : standing.state === 'checking'
        ? standing.last
        : null;
  const groups = byGroup(known ?? [], ({ name }) => name);
  return (step) => {
    const own = groups.get(step) ?? [];
    const [first] = own;
    if (first === undefined) return standing.state === 'checking' ? [says('checking')] : [];
    const stale = own.filter(({ status }) => status !== 'fresh');
    const [worst = first] = stale;
    const amount = own.length > 1 && stale.length > 0 ? `${stale.length} of ${own.length} ` : '';
    return [says(`${amount}${standingBrief(worst)}`, standingWords(worst))];
  };
}

function verdictLenses({ past, head }: PipelineView): (step: string) => Lens[] {
  const versions = past?.versions ?? [];
  const version = versions.find(({ label }) => label === head?.version) ?? versions[0];
  const groups = byGroup(Object.entries(version?.last?.steps ?? {}), ([name]) => name);
  return (step) =>
    version === undefined ? [] : verdictLens(version, groups.get(step) ?? [], step);
}

function verdictLens(
  version: VersionHead,
  judged: readonly (readonly [string, StepVerdict])[],
  step: string,
): Lens[] {
  const bad =
    judged.find(([, { verdict }]) => verdict === 'different') ??
    judged.find(([, { verdict }]) => verdict !== 'identical');
  if (bad === undefined) return [];
  const [, { verdict, output, role }] = bad;
  const where = output === null ? '' : ` (${output.split('/').at(-1) ?? output})`;
  const words =
    role === 'carrier'
      ? `carries a difference in ${version.label}${where}`
      : verdict === 'different'
        ? `did not reproduce in ${version.label}${where}`
        : `${VERDICT_WORDS[verdict].toLowerCase()} in ${version.label}`;
  return [
    {
      title: `${role === 'carrier' ? '↳' : VERDICT_SIGNS[verdict]} ${words}`,
      command: 'reprise.openReport',
      tooltip: version.last?.sentence ?? '',
      label: version.label,
      step,
    },
  ];
}

function says(title: string, tooltip = ''): Lens {
  return { title, command: '', tooltip };
}

/** Steps by their own names, the instances of a matrix together by its name. */
function byGroup<T>(all: readonly T[], nameOf: (one: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groupOf(nameOf(one));
    const own = groups.get(group);
    if (own === undefined) groups.set(group, [one]);
    else own.push(one);
  }
  return groups;
}

/** The name of a step as its pipeline file has it. */
function groupOf(name: string): string {
  return name.split('@', 1)[0] ?? name;
}
