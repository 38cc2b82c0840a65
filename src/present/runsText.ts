import type { RunRecord } from '../records/runModel';
import { countText, listText } from './amounts';
import { columns } from './columns';
import { durationText, relativeTime } from './durations';
import { PLAIN } from './paint';
import type { Paint } from './paint';
import { paintStatus } from './verdictWords';

/** Recorded runs, one line each, newest first: id, how it ended, steps, duration, age. */
export function runsText(
  runs: readonly RunRecord[],
  options: {
    readonly now: number;
    readonly total: number;
    readonly pinned: readonly string[];
    /** Versions saved from runs, by run. */
    readonly saved?: ReadonlyMap<string, readonly string[]>;
    readonly paint?: Paint;
  },
): string {
  if (runs.length === 0) return 'Nothing has run yet. `reprise run` runs the pipeline.\n';
  const paint = options.paint ?? PLAIN;
  const several = new Set(runs.map(({ pipeline }) => pipeline)).size > 1;
  const rows = runs.map((run) => [
    run.id,
    paintStatus(paint, run.status, run.status),
    purposeText(run),
    stepsText(run),
    run.endedAt === null ? '' : durationText(run.endedAt - run.startedAt),
    relativeTime(run.startedAt, options.now),
    ...(several ? [run.pipeline] : []),
    remark(run, options),
  ]);
  const left = options.total - runs.length;
  const more =
    left > 0 ? [paint.quiet(`… and ${countText(left, 'older run')}; --limit shows more`)] : [];
  return `${[...columns(rows), ...more].join('\n')}\n`;
}

function remark(
  run: RunRecord,
  { pinned, saved }: Pick<Parameters<typeof runsText>[1], 'pinned' | 'saved'>,
): string {
  const versions = saved?.get(run.id) ?? [];
  const parts = [
    ...(versions.length > 0 ? [`saved as ${listText(versions, 3)}`] : []),
    ...(pinned.includes(run.id) ? ['pinned'] : []),
  ];
  return parts.join(', ');
}

/** What a run was for: `run`, `run of train`, `verify of v1.0`. */
export function purposeText(run: RunRecord): string {
  switch (run.purpose) {
    case 'run':
      return run.targets === null ? 'run' : `run of ${run.targets.join(', ')}`;
    case 'rerun':
      return `re-run of ${run.version ?? 'a version'}`;
    case 'verify':
      return `verify of ${run.version ?? 'a version'}`;
  }
}

/** What became of the steps of a run: `4 steps, 2 reused`, `1 of 4 failed`. */
export function stepsText(run: Pick<RunRecord, 'steps'>): string {
  const total = run.steps.length;
  const count = (status: string): number =>
    run.steps.filter((step) => step.status === status).length;
  const open = count('waiting') + count('running');
  if (open > 0) return `${total - open} of ${total} done`;
  const failed = count('failed');
  if (failed > 0) return `${failed} of ${total} failed`;
  const reused = count('reused');
  return `${countText(total, 'step')}${reused > 0 ? `, ${reused} reused` : ''}`;
}
