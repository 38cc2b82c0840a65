import type { SystemFacts } from '../../environment/environmentModel';
import type { ReportFacts } from '../../records/reportFacts';
import type { Drift } from '../../environment/environmentModel';
import { shortDigest, sizeText } from '../amounts';
import { durationText, exactTime } from '../durations';
import type { ComparedSide, Report } from '../../records/report';
import { shortSide } from '../reportSentence';
import type { DetailGroup, DetailRow, DriftRow } from './pageModel';

/** What of the machine is not as it was, a row each. */
export function driftRows(drift: readonly Drift[]): DriftRow[] {
  return drift.map(({ what, was, is }) => {
    const [, kind, name] = /^(package|variable|executable|interpreter) (.+)$/su.exec(what) ?? [];
    return {
      kind: kind ?? '',
      name: name ?? what,
      was: was ?? 'absent',
      is: is ?? 'absent',
    };
  });
}

/** What stands folded away at the foot of the page: the run, the machine, the commands. */
export function pageDetails(facts: ReportFacts): DetailGroup[] {
  const { report, saved, system } = facts;
  const groups: DetailGroup[] = [
    {
      title: 'Run',
      rows: [
        ...(report.compared === undefined
          ? [id('Re-run', report.run), plain('Started', exactTime(report.startedAt))]
          : comparedRows(report.compared, facts.ran)),
        ...(report.snapshot === undefined ? [] : [digest('Snapshot', report.snapshot)]),
        ...(saved === null ? [] : savedRows(saved)),
      ],
    },
    { title: 'Machine', rows: machineRows(system.was, system.is) },
    { title: 'Commands', rows: commandRows(facts) },
  ];
  return groups.filter(({ rows }) => rows.length > 0);
}

function comparedRows(
  { was, is }: NonNullable<Report['compared']>,
  ran: ReportFacts['ran'],
): DetailRow[] {
  const rowsOf = (side: ComparedSide, at: number | null): DetailRow[] => [
    ...(side.kind === 'run' ? [id(shortSide(side), side.name)] : []),
    ...(at === null ? [] : [plain(`${shortSide(side)} ran`, exactTime(at))]),
  ];
  const same = was.kind === is.kind && was.name === is.name;
  return [...rowsOf(was, ran.was), ...(same ? [] : rowsOf(is, ran.is))];
}

function savedRows(saved: NonNullable<ReportFacts['saved']>): DetailRow[] {
  return [
    plain('Saved', `${exactTime(saved.at)} on ${saved.host}`),
    id('Saved from run', saved.run),
    ...(saved.message === null ? [] : [plain('Message', saved.message)]),
    ...(saved.commit === null
      ? []
      : [{ ...id('Commit', saved.commit), text: saved.commit.slice(0, 12) }]),
  ];
}

function machineRows(was: SystemFacts | null, is: SystemFacts | null): DetailRow[] {
  const [before, now] = [was === null ? null : machine(was), is === null ? null : machine(is)];
  if (before === now) return now === null ? [] : [plain('Both times', now)];
  return [
    ...(before === null ? [] : [plain('Was', before)]),
    ...(now === null ? [] : [plain('Is', now)]),
  ];
}

function machine(system: SystemFacts): string {
  const { distribution, platform, release, architecture, cpuModel, cpuCount, memory } = system;
  return [
    distribution ?? `${platform} ${release}`,
    architecture,
    `${cpuCount} × ${cpuModel}`,
    sizeText(memory),
    ...system.gpus.map(({ name, driver }) => `${name} (driver ${driver})`),
    system.locale,
    system.timeZone,
  ].join(' · ');
}

function commandRows({ steps }: ReportFacts): DetailRow[] {
  return steps.map(({ name, commands, durationMs: { was, is } }) => ({
    label: name + tookText(was, is),
    text: commands.join('\n'),
    code: true,
    copy: commands.join('\n'),
    log: { step: name },
  }));
}

function tookText(was: number | null, is: number | null): string {
  if (is === null) return '';
  return was === null
    ? ` · ${durationText(is)}`
    : ` · ${durationText(is)} (then ${durationText(was)})`;
}

function plain(label: string, text: string): DetailRow {
  return { label, text, code: false, copy: null, log: null };
}

function id(label: string, text: string): DetailRow {
  return { label, text, code: true, copy: text, log: null };
}

function digest(label: string, text: string): DetailRow {
  return { ...id(label, text), text: shortDigest(text) };
}
