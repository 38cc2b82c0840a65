import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { driftBetween } from '../environment/drift';
import type { Plan } from '../pipeline/model';
import type { Failure } from '../records/failures';
import type { Report } from '../records/report';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import { isReproducible } from '../records/verdict';
import { bytesFinder } from '../snapshot/findMissing';
import { compareSides } from './compareSides';
import { runInRoom } from './runInRoom';
import type { RerunOptions } from './runInRoom';
import { sideOfRun, sideOfVersion } from './sides';
import type { Side } from './sides';

/** How a verify is asked for. */
export interface VerifyOptions extends RerunOptions {
  /** The rules saved with the version judge it, or today's file judges the latest earlier verify. */
  readonly rules: { readonly by: 'saved' } | { readonly by: 'workspace'; readonly plan: Plan };
}

/** Rows 5 to 8: loads a version, runs it again in a room, compares. The sentence is left to whoever has words. */
export async function verifyVersion(options: VerifyOptions): Promise<Result<Report, Failure>> {
  const was = await sideOfVersion(options.store, options.version);
  if (!was.ok) return was;
  const { rules } = options;
  if (rules.by === 'workspace') return judgeAgain(options, was.value, rules.plan);
  // Whatever does not need a failed step is run all the same: a difference that could be proven outranks a failure.
  const run = await runInRoom({ ...options, keepGoing: true }, 'verify');
  return run.ok ? judge(options, was.value, run.value) : run;
}

async function judge(
  options: VerifyOptions,
  was: Side,
  run: RunRecord,
): Promise<Result<Report, Failure>> {
  const { store, records } = options;
  if (run.status === 'cancelled') return failed({ code: 'cancelled' });
  const is = await sideOfRun(store, records, run);
  if (!is.ok) return is;
  const judged = await compareSides(was, is.value, {
    store,
    rules: was.plan,
    find: { was: bytesFinder(options) },
    cancel: options.cancel,
  });
  if (!judged.ok) return judged;
  return ok(reportOf(options, { was, is: is.value, run }, judged.value));
}

/** Judges the outcomes of the latest verify by other rules, without running anything. */
async function judgeAgain(
  options: VerifyOptions,
  was: Side,
  plan: Plan,
): Promise<Result<Report, Failure>> {
  const { records, store, version } = options;
  const earlier = records.latestReport(version);
  if (earlier === null) return failed({ code: 'no-earlier-verify', label: version.label });
  const run = records.readRun(earlier.run);
  if (!run.ok) return run;
  const is = await sideOfRun(store, records, run.value);
  if (!is.ok) return is;
  const judged = await compareSides(was, is.value, {
    store,
    rules: plan,
    find: { was: bytesFinder(options) },
    cancel: options.cancel,
  });
  if (!judged.ok) return judged;
  return ok(reportOf(options, { was, is: is.value, run: run.value }, judged.value));
}

function reportOf(
  options: VerifyOptions,
  facts: {
    readonly was: Side;
    readonly is: Side;
    readonly run: RunRecord;
  },
  judged: Pick<Report, 'steps' | 'verdict' | 'firstDivergence'>,
): Report {
  const { version } = options;
  const { was, is, run } = facts;
  const drift =
    was.environment && is.environment ? driftBetween(was.environment, is.environment) : [];
  return {
    format: 1,
    pipeline: version.pipeline,
    version: version.label,
    snapshot: version.snapshot,
    run: run.id,
    mode: 'replay',
    rules: options.rules.by,
    ...judged,
    reproducible: isReproducible(judged.verdict),
    sentence: '',
    environment: { drift },
    warnings: run.warnings,
    startedAt: run.startedAt,
    durationMs: is.durationMs ?? 0,
    savedDurationMs: wasWhole(version) ? was.durationMs : null,
  };
}

/** Whether every step happened in the saved run itself: how long one took that reused some compares with nothing. */
function wasWhole({ steps }: VersionRecord): boolean {
  return steps.every(({ reusedFrom }) => reusedFrom === null);
}
