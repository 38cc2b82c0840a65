import type {
  OutputFacts,
  VersionDetail,
  VersionHead,
  VersionStepDetail,
} from '../../records/pastModel';
import type { Difference, OutputReport } from '../../records/report';
import { countText, shortDigest, sizeText } from '../amounts';
import { durationText, exactTime, relativeTime } from '../durations';
import { verdictIcon } from '../icons';
import { factsMarkdown } from '../markdownText';
import { briefFailure } from '../sentences';
import { changeText, placeText, valueText } from '../values';
import { NEVER_VERIFIED, VERDICT_WORDS } from '../verdictWords';
import { warningSentence } from '../warningWords';
import { item } from './item';
import { note } from './pipelineItems';
import type { OutlineItem, PipelineView } from './outlineModel';

/** Saved versions, last saved first. */
export function versionItems({ file, past }: PipelineView, now: number): OutlineItem[] {
  const versions = (past?.versions ?? []).map((version) => versionItem(file, version, now));
  const damaged = (past?.damaged ?? []).map((label) =>
    item({
      node: { kind: 'damaged', file, label },
      label,
      description: 'its record is damaged',
      tooltip:
        'Restore it from git or from a copy. *Check Store* names everything that is damaged.',
      icon: { id: 'warning', color: 'problemsWarningIcon.foreground' },
      context: 'damaged',
    }),
  );
  return [...versions, ...damaged];
}

function versionItem(file: string, version: VersionHead, now: number): OutlineItem {
  const { label, last, message } = version;
  const quoted = message === null || message === '' ? [] : [`“${firstLine(message)}”`];
  const about =
    last === null
      ? [NEVER_VERIFIED, `saved ${relativeTime(version.savedAt, now)}`]
      : [
          // short, so that a narrow sidebar still has the step in it
          VERDICT_WORDS[last.verdict] + (last.began === null ? '' : `: ${last.began.step}`),
          relativeTime(last.at, now),
        ];
  return item({
    node: { kind: 'version', file, label },
    label,
    description: [...about, ...quoted].join(' · '),
    tooltip: factsMarkdown(label, [
      ['verdict', last === null ? NEVER_VERIFIED : last.sentence],
      ['message', message ?? ''],
      ['saved', exactTime(version.savedAt)],
      [
        'verified',
        last === null ? '' : `${exactTime(last.at)}, took ${durationText(last.durationMs)}`,
      ],
      ['run', version.run],
      ['host', version.host],
      ['commit', version.commit ?? ''],
      ['snapshot', `${shortDigest(version.snapshot)}…`],
      ...version.warnings.map((warning) => ['warning', warningSentence(warning)] as const),
    ]),
    icon: verdictIcon(last?.verdict ?? null),
    context: `version ${last === null ? 'unverified' : last.began === null ? 'verified agrees' : 'verified differs'}`,
    folding: 'closed',
    click: last === null ? null : 'report',
  });
}

/** What stands below a version: its steps, then its environment and its files. */
export function versionChildren(file: string, detail: VersionDetail): OutlineItem[] {
  const { label } = detail.head;
  const drift = detail.drift.length;
  return [
    ...detail.steps.map((step) => stepItem(file, detail, step)),
    item({
      node: { kind: 'version-environment', file, label },
      label: 'Environment',
      description: detail.head.last === null ? '' : drift === 0 ? 'as it was' : `${drift} changed`,
      context: 'environment',
      icon: { id: 'server-environment' },
      folding: 'closed',
    }),
    item({
      node: { kind: 'version-files', file, label },
      label: 'Files',
      description: detail.files === null ? 'their list is missing' : String(detail.files),
      context: 'files',
      icon: { id: 'files' },
      folding: detail.files === null ? 'none' : 'closed',
    }),
  ];
}

function stepItem(file: string, detail: VersionDetail, step: VersionStepDetail): OutlineItem {
  const { name, judged, outputs, durationMs } = step;
  const { label } = detail.head;
  const carries = judged?.role === 'carrier';
  return item({
    node: { kind: 'version-step', file, label, step: name },
    label: name,
    description: stepWords(detail, step),
    tooltip: factsMarkdown(name, [
      ['verdict', judged === null ? NEVER_VERIFIED : VERDICT_WORDS[judged.verdict]],
      ['took', durationMs === null ? '' : durationText(durationMs)],
      ['reused from', step.reusedFrom ?? ''],
      ...(judged?.notes ?? []).map((one) => ['note', one] as const),
    ]),
    icon: carries
      ? { ...verdictIcon('different'), id: 'arrow-right' }
      : verdictIcon(judged?.verdict ?? null),
    context: `version-step ${judged === null ? 'unjudged' : 'judged'}`,
    folding: outputs.length === 0 ? 'none' : 'closed',
  });
}

function stepWords(detail: VersionDetail, { judged, outputs }: VersionStepDetail): string {
  if (judged === null) {
    return outputs.length === 0 ? 'no outputs' : countText(outputs.length, 'output');
  }
  const { verdict, role, failure } = judged;
  if (role === 'carrier') return `carries ${detail.head.last?.began?.step ?? 'another step'}`;
  if (role === 'source') return `${verdict} · source`;
  if (failure !== null) return `did not run: ${briefFailure(failure)}`;
  return verdict;
}

/** The outputs of a version's step, each with what the last verify said of it. */
export function versionOutputs(file: string, detail: VersionDetail, name: string): OutlineItem[] {
  const step = detail.steps.find((one) => one.name === name);
  const { label } = detail.head;
  return (step?.outputs ?? []).map((output) =>
    item({
      node: { kind: 'version-output', file, label, step: name, path: output.path },
      label: output.path,
      description: output.judged === null ? amountOf(output) : judgedWords(output.judged),
      tooltip: outputTooltip(output),
      icon: verdictIcon(output.judged?.verdict ?? null),
      context: `output ${output.digest === null ? 'several' : 'single'}`,
      click: output.digest === null ? null : 'open',
    }),
  );
}

/** What was not as then when the version was last verified; before that, what it was made in. */
export function environmentItems(file: string, detail: VersionDetail): OutlineItem[] {
  if (detail.drift.length === 0) {
    const { system } = detail.environment;
    const machine = `${system.distribution ?? system.platform} ${system.architecture}`;
    return [
      note(file, `${detail.head.label} machine`, machine, system.cpuModel),
      ...detail.environment.packages.map(({ ecosystem, folder, interpreter, packages }) =>
        note(
          file,
          `${detail.head.label} ${ecosystem} ${folder}`,
          interpreter === null ? ecosystem : `${ecosystem} ${interpreter.version}`,
          `${folder}, ${countText(packages.length, 'package')}`,
        ),
      ),
    ];
  }
  return detail.drift.map(({ what, was, is }) => ({
    ...note(file, `${detail.head.label} ${what}`, what, `${was ?? 'nothing'} → ${is ?? 'nothing'}`),
    icon: { id: 'diff-modified' },
  }));
}

/** What an output holds: `1.2 kB`, `12 files, 34 MB`. */
export function amountOf({ files, size }: OutputFacts): string {
  return files === 1 ? sizeText(size) : `${countText(files, 'file')}, ${sizeText(size)}`;
}

/** What a person wants to know of an output under the cursor. */
export function outputTooltip(output: OutputFacts): string {
  return factsMarkdown(output.path, [
    ['size', amountOf(output)],
    ['kind', output.kind ?? ''],
    ['digest', output.digest === null ? '' : `${shortDigest(output.digest)}…`],
  ]);
}

function judgedWords(judged: OutputReport): string {
  if (judged.verdict !== 'different') return judged.verdict;
  if (judged.is === null) return 'missing in the re-run';
  const [first] = judged.differences;
  if (first === undefined || (hasGap(first) && first.writtenNull === undefined)) return 'different';
  const place = placeText(first.at, judged.comparator).replace(/^\$\./, '');
  const change =
    judged.comparator === 'bytes'
      ? `${valueText(first.was, 20)} → ${valueText(first.is, 20)}`
      : changeText(first, 24);
  const more = judged.differencesTotal > 1 ? ` and ${judged.differencesTotal - 1} more` : '';
  return `${place} ${change}${more}`.trim();
}

/** Whether one side alone is there, or neither value is known. */
function hasGap({ was, is }: Difference): boolean {
  return was === null || is === null;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
