import type { StatusReport, StepStanding } from '../records/statusModel';
import { countText } from './amounts';
import { columns } from './columns';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { reasonsText } from './reasonWords';
import { warningSentence } from './warningWords';

/** How the steps of a pipeline stand: one line each, the reason beside what is stale, and what to do. */
export function statusText(
  status: StatusReport & { readonly file: string; readonly version: string | null },
  options: { readonly paint?: Paint } = {},
): string {
  const paint = options.paint ?? PLAIN;
  const rows = status.steps.map((step) => [
    `  ${standingSign(step, paint)} ${step.name}`,
    standingWords(step),
  ]);
  const warnings = status.warnings.map(
    (warning) => `  ${paint.doubt('!')} ${warningSentence(warning)}`,
  );
  const head = [status.file, status.version].filter((part) => part !== null).join(' ');
  return `${[`${paint.strong(head)}: ${summary(status.steps)}`, ...columns(rows), ...warnings].join('\n')}\n`;
}

/** How a step stands, with its reason: `stale: train.lr 0.1 → 0.2`. */
export function standingWords(step: StepStanding): string {
  switch (step.status) {
    case 'fresh':
      return 'fresh';
    case 'never-run': {
      const others = step.reasons.filter(({ kind }) => kind !== 'never-run');
      return others.length === 0 ? 'never run' : `never run; ${reasonsText(others)}`;
    }
    case 'stale':
      return step.reasons.length === 0 ? 'stale' : `stale: ${reasonsText(step.reasons)}`;
  }
}

function standingSign({ status }: StepStanding, paint: Paint): string {
  return status === 'fresh' ? paint.good('✓') : '○';
}

function summary(steps: readonly StepStanding[]): string {
  if (steps.length === 0) return 'no steps yet. Write one under `steps:`.';
  const stale = steps.filter(({ status }) => status === 'stale').length;
  const never = steps.filter(({ status }) => status === 'never-run').length;
  if (stale + never === 0) return `${countText(steps.length, 'step')}, nothing to do`;
  const parts = [
    ...(stale > 0 ? [`${stale} of ${steps.length} stale`] : []),
    ...(never > 0 ? [`${never} of ${steps.length} never run`] : []),
  ];
  return `${parts.join(', ')}. \`reprise run\` brings them up to date.`;
}
