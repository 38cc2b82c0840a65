import type { ComparedSide, Report, StepReport } from '../records/report';
import { countText, listText } from './amounts';
import { reasonOf, verdictSentence } from './sentences';

/**
 * One sentence for a report. Where something was run again it says whether that reproduced; where two
 * things were only laid side by side, whether their outputs are the same.
 */
export function reportSentence(report: Report): string {
  if (report.mode === 'replay' || report.compared === undefined) return verdictSentence(report);
  const { was, is, shared } = report.compared;
  const both = `${sideName(was)} and ${sideName(is)}`;
  const amount = amountOf(report.steps);
  const once = sharedSentence(report.steps, shared);
  switch (report.verdict) {
    case 'identical':
      return `${both} have the same outputs: ${amount}, byte for byte.${once}`;
    case 'equivalent':
      return `${both} have the same outputs within tolerance: ${reasonOf(report)}${once}`;
    case 'different':
      return `${both} differ${fromWhere(reasonOf(report))}${once}`;
    case 'incomparable':
    case 'not-run':
      return `${both} cannot be compared: ${reasonOf(report)}${once}`;
  }
}

/** A side as a person calls it: `v1.0`, `run 20261124T08…`. */
export function sideName({ kind, name }: ComparedSide): string {
  return kind === 'run' ? `run ${name}` : name;
}

/** The same where there is little room: `run …k3f9aa`. */
export function shortSide({ kind, name }: ComparedSide): string {
  return kind === 'run' ? name.replace(/^.*-/, 'run …') : name;
}

/** `it began at train: loss 1 → 2 in m.json.` as `from train on: loss 1 → 2 in m.json.` */
function fromWhere(reason: string): string {
  const [, step, what] =
    /^it began at ([A-Za-z0-9_@.+-]*[A-Za-z0-9_@+-])(.*)$/su.exec(reason) ?? [];
  return step === undefined || what === undefined ? `: ${reason}` : ` from ${step} on${what}`;
}

function amountOf(steps: readonly StepReport[]): string {
  const outputs = steps.reduce((sum, step) => sum + step.outputs.length, 0);
  return `${countText(outputs, 'output')} in ${countText(steps.length, 'step')}`;
}

function sharedSentence(steps: readonly StepReport[], shared: readonly string[]): string {
  if (shared.length === 0) return '';
  if (shared.length >= steps.length) {
    return (
      ` ${steps.length === 1 ? 'The step' : `All ${steps.length} steps`} happened only once and ` +
      `${steps.length === 1 ? 'stands' : 'stand'} on both sides: this proves nothing about reproduction.`
    );
  }
  return ` ${listText(shared, 5)} ${shared.length === 1 ? 'was' : 'were'} reused, not run again.`;
}
