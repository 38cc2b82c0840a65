import type { DraftStep } from '../pipeline/draft';
import type { MapMember } from '../pipeline/textNode';

import type { ParsedDocument } from './parsedDocument';

/** What is known of a step from elsewhere: words, as they are shown. */
export interface StepFacts {
  /** Such as `stale: train.lr 0.1 → 0.2`. */
  readonly status: string | null;
  /** Such as `took 48 s`. */
  readonly duration: string | null;
  /** Such as `did not reproduce in v1.0 (metrics.json)`. */
  readonly verdict: string | null;
}

/** Steps of a matrix that are shown each by itself. */
const MOST_SHOWN = 8;
const LONGEST_COMMAND = 2000;

/** A step: how it stands, its command with everything filled in, and what its matrix makes of it. */
export function hoverStep(
  document: ParsedDocument,
  { key, keySpan }: MapMember,
  facts: (step: string) => StepFacts | null,
): string | null {
  const steps = document.reading().draft.steps.filter(({ span }) => span.start === keySpan.start);
  const [first] = steps;
  if (first === undefined) return null;
  const plan = document.reading().reading.plan.steps.find(({ name }) => name === first.name);
  const needs = plan?.needs ?? [];
  return [
    `**${key}**${steps.length > 1 ? ` · ${steps.length} steps` : ''}`,
    ...(first.group === null ? standing(facts(key)) : []),
    ['```' + languageOf(first), commandOf(first), '```'].join('\n'),
    ...(needs.length > 0 ? [`after ${needs.map((name) => `\`${name}\``).join(', ')}`] : []),
    ...(first.group === null ? [] : [instances(steps, facts)]),
  ].join('\n\n');
}

function standing(facts: StepFacts | null): readonly string[] {
  if (facts === null) return [];
  const { status, duration, verdict } = facts;
  const said = [status, duration, verdict].filter((each) => each !== null);
  return said.length === 0 ? [] : [said.join(' · ')];
}

function instances(steps: readonly DraftStep[], facts: (step: string) => StepFacts | null): string {
  const rows = steps.slice(0, MOST_SHOWN).map(({ name }) => {
    const [said] = standing(facts(name));
    return `- \`${name}\`${said === undefined ? '' : ` ${said}`}`;
  });
  const more = steps.length > MOST_SHOWN ? [`- and ${steps.length - MOST_SHOWN} more`] : [];
  return [...rows, ...more].join('\n');
}

function commandOf({ commands }: DraftStep): string {
  const command = commands.join('\n').trimEnd();
  const shown =
    command.length > LONGEST_COMMAND ? `${command.slice(0, LONGEST_COMMAND)}\n…` : command;
  return shown.replaceAll('```', '` ` `');
}

function languageOf({ shell }: DraftStep): string {
  return shell === 'pwsh' ? 'powershell' : shell === 'cmd' ? 'bat' : 'sh';
}
