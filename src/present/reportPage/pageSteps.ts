import type { ReportFacts } from '../../records/reportFacts';
import type { StepReport } from '../../records/report';
import { durationText } from '../durations';
import { logLine } from '../logLine';
import { briefFailure } from '../sentences';
import type { PageReason, PageStep } from './pageModel';

/** Every step of a report with its part in the divergence, in words. */
export function pageSteps({ report, steps: facts }: ReportFacts): PageStep[] {
  const known = new Map(facts.map((step) => [step.name, step]));
  const byName = new Map(report.steps.map((step) => [step.name, step]));
  const needsOf = (name: string): readonly string[] => known.get(name)?.needs ?? [];
  return report.steps.map((step) => {
    const first = report.firstDivergence?.step === step.name;
    const took = known.get(step.name)?.durationMs.is ?? null;
    return {
      name: step.name,
      verdict: step.verdict,
      part: partOf(step, { first, from: sourcesOf(step, byName, needsOf) }),
      role: step.role,
      first,
      duration: took === null ? null : durationText(took),
      notes: step.notes,
      failure:
        step.failure === null
          ? null
          : { words: briefFailure(step.failure), log: step.failure.logTail.map(logLine) },
      reason: reasonOf(step),
    };
  });
}

/** Why a step came out otherwise; null where nothing was explained. */
export function reasonOf({ name, explanation }: StepReport): PageReason | null {
  if (explanation === null) return null;
  const { sentence, suggestion, evidence } = explanation;
  return { step: name, sentence, suggestion, evidence };
}

function partOf(
  step: StepReport,
  { first, from }: { readonly first: boolean; readonly from: readonly string[] },
): string {
  if (step.failure?.code === 'step-blocked') return 'blocked';
  if (step.failure !== null) return `failed, ${briefFailure(step.failure)}`;
  if (step.verdict === 'not-run') return 'did not run';
  if (step.role === 'carrier') {
    const [source, ...others] = from;
    // Its own inputs changed, not what another step handed on.
    if (source === undefined)
      return first ? 'began here' : step.verdict === 'different' ? 'inputs differ' : step.verdict;
    return others.length === 0 ? `carries ${source}` : `carries ${from.length} sources`;
  }
  if (step.role === 'source') {
    if (first) return 'began here';
    return step.verdict === 'different' ? 'source' : step.verdict;
  }
  if (step.outputs.length === 0) return 'no outputs';
  return step.verdict;
}

/** The sources whose difference reached a step, along the carriers between them. */
function sourcesOf(
  step: StepReport,
  steps: ReadonlyMap<string, StepReport>,
  needsOf: (name: string) => readonly string[],
): string[] {
  if (step.role !== 'carrier') return [];
  const found = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...needsOf(step.name)];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const role = steps.get(name)?.role;
    if (role === 'source') found.add(name);
    if (role === 'carrier') waiting.push(...needsOf(name));
  }
  return [...found];
}
