import type { StepVerdict, VerdictHead, VersionHead } from '../../records/pastModel';
import type { Report, StepReport } from '../../records/report';
import { isReproducible } from '../../records/verdict';
import type { VersionRecord } from '../../records/versionModel';

/** A version in a line, with the newest report of it. */
export function versionHead(version: VersionRecord, report: Report | null): VersionHead {
  const { label, message, savedAt, snapshot, plan, commit, warnings } = version;
  return {
    label,
    message,
    savedAt,
    snapshot,
    plan,
    run: version.run.id,
    host: version.run.host,
    commit,
    steps: version.steps.map(({ name }) => name),
    warnings,
    last: report === null ? null : verdictHead(report),
  };
}

/** A report in a line. */
export function verdictHead(report: Report): VerdictHead {
  return {
    run: report.run,
    verdict: report.verdict,
    sentence: report.sentence,
    at: report.startedAt,
    durationMs: report.durationMs,
    began: report.firstDivergence,
    steps: Object.fromEntries(report.steps.map((step) => [step.name, stepVerdict(step)])),
    outputs: report.steps.reduce((sum, step) => sum + step.outputs.length, 0),
    drift: report.environment.drift.length,
  };
}

function stepVerdict({ verdict, role, outputs }: StepReport): StepVerdict {
  const worse = outputs.find((output) => !isReproducible(output.verdict));
  return { verdict, role, output: worse?.path ?? null };
}
