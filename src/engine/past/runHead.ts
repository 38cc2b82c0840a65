import type { StepStatus } from '../../records/events';
import type { RunHead } from '../../records/pastModel';
import type { Records } from '../../records/records';
import type { RunRecord } from '../../records/runModel';
import { asItStands } from '../standing';

/** A run in a line, as it stands now. */
export function runHead(records: Records, record: RunRecord, savedAs: readonly string[]): RunHead {
  const run = asItStands(records, record);
  const counts: Partial<Record<StepStatus, number>> = {};
  for (const { status } of run.steps) counts[status] = (counts[status] ?? 0) + 1;
  const running = run.steps.filter(({ status }) => status === 'running');
  const failed = run.steps.find(({ status }) => status === 'failed');
  const { id, purpose, version, label, targets, status, startedAt, endedAt, snapshot } = run;
  return {
    id,
    purpose,
    version,
    label,
    targets,
    status,
    startedAt,
    endedAt,
    counts,
    steps: run.steps.length,
    running: running.map((step) => ({ name: step.name, startedAt: step.startedAt ?? startedAt })),
    failed: failed === undefined ? null : { step: failed.name, failure: failed.failure },
    warnings: run.warnings.length,
    savedAs,
    pinned: records.pinned(id),
    verdict: purpose === 'verify' && endedAt !== null ? verdictOf(records, id) : null,
    snapshot,
  };
}

function verdictOf(records: Records, id: string): RunHead['verdict'] {
  return records.readReport(id)?.verdict ?? null;
}
