import { doneOf } from './outline/runItems';
import type { RunHead, VersionHead } from '../records/pastModel';
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
    title: `$(bookmark) ${label} is saved: raise`,
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
 * The lenses over a step. A step of a matrix stands for all of its instances. `unsaved`: the text around it
 * is not what lies on the disk, of which alone anybody knows how it stands.
 */
export function stepLenses(
  view: PipelineView,
  step: string,
  { unsaved = false }: { readonly unsaved?: boolean } = {},
): Lens[] {
  const live = liveOf(view);
  const running = live?.running.filter(({ name }) => isOf(name, step)) ?? [];
  if (live !== undefined && running.length > 0) {
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
  const standing =
    live !== undefined
      ? [] // how it stood before the run says nothing any more
      : unsaved
        ? [says('not checked: unsaved changes')]
        : standingLens(view, step);
  return [run, ...standing, ...verdictLens(view, step)];
}

function standingLens({ standing }: PipelineView, step: string): Lens[] {
  if (standing.state === 'untrusted') return [says('not checked: this folder is not trusted')];
  const known =
    standing.state === 'known'
      ? standing.steps
      : standing.state === 'checking'
        ? standing.last
        : null;
  const own = known?.filter(({ name }) => isOf(name, step)) ?? [];
  const [first] = own;
  if (first === undefined) return standing.state === 'checking' ? [says('checking')] : [];
  const stale = own.filter(({ status }) => status !== 'fresh');
  const [worst = first] = stale;
  const amount = own.length > 1 && stale.length > 0 ? `${stale.length} of ${own.length} ` : '';
  return [says(`${amount}${standingBrief(worst)}`, standingWords(worst))];
}

function verdictLens({ past, head }: PipelineView, step: string): Lens[] {
  const versions = past?.versions ?? [];
  const version = versions.find(({ label }) => label === head?.version) ?? versions[0];
  const judged = Object.entries(version?.last?.steps ?? {}).filter(([name]) => isOf(name, step));
  const bad =
    judged.find(([, { verdict }]) => verdict === 'different') ??
    judged.find(([, { verdict }]) => verdict !== 'identical');
  if (version === undefined || bad === undefined) return [];
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

/** Whether a step is the one of this name, or an instance of a matrix of this name. */
function isOf(name: string, step: string): boolean {
  return name === step || name.startsWith(`${step}@`);
}
