import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { driftBetween } from '../environment/drift';
import type { Plan } from '../pipeline/model';
import type { Failure } from '../records/failures';
import type { Report } from '../records/report';
import { isReproducible } from '../records/verdict';
import type { Warning } from '../records/warnings';
import { compareSides } from './compareSides';
import { doubtsFromProject } from './projectDoubts';
import { runInRoom } from './runInRoom';
import type { RerunOptions, RoomRun } from './runInRoom';
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
  return runInRoom(options, 'verify', (done) => judge(options, was.value, done));
}

async function judge(
  options: VerifyOptions,
  was: Side,
  done: RoomRun,
): Promise<Result<Report, Failure>> {
  const { store, records, project } = options;
  const { run, room } = done;
  if (run.status === 'cancelled') return failed({ code: 'cancelled' });
  const is = await sideOfRun(store, records, run);
  if (!is.ok) return is;
  const beside = await doubtsFromProject(done.before, run, { project, records, store });
  if (!beside.ok) return beside;
  const doubts = new Map(beside.value.doubts);
  const wayOut = room.warnings.find((warning) => warning.code === 'not-redirected');
  if (wayOut) {
    const note = `Its environment leads back into the project (${wayOut.paths.join(', ')}).`;
    for (const { name } of run.steps) doubts.set(name, [...(doubts.get(name) ?? []), note]);
  }
  const judged = await compareSides(was, is.value, { store, rules: was.plan, doubts });
  if (!judged.ok) return judged;
  const warnings: Warning[] = [...run.warnings, ...beside.value.warnings];
  return ok(reportOf(options, { was, is: is.value, run: run.id, warnings }, judged.value));
}

/** Judges the outcomes of the latest verify by other rules, without running anything. */
async function judgeAgain(
  options: VerifyOptions,
  was: Side,
  plan: Plan,
): Promise<Result<Report, Failure>> {
  const { records, store, version } = options;
  const earlier = records.latestReport(version.pipeline, version.label);
  if (earlier === null) return failed({ code: 'no-earlier-verify', label: version.label });
  const run = records.readRun(earlier.run);
  if (!run.ok) return run;
  const is = await sideOfRun(store, records, run.value);
  if (!is.ok) return is;
  const doubts = new Map(
    earlier.steps
      .filter((step) => step.notes.length > 0 && step.verdict === 'incomparable')
      .map((step) => [step.name, step.outputs.length > 0 ? step.notes : step.notes.slice(0, -1)]),
  );
  const judged = await compareSides(was, is.value, { store, rules: plan, doubts });
  if (!judged.ok) return judged;
  const { warnings } = earlier;
  return ok(reportOf(options, { was, is: is.value, run: earlier.run, warnings }, judged.value));
}

function reportOf(
  options: VerifyOptions,
  facts: {
    readonly was: Side;
    readonly is: Side;
    readonly run: string;
    readonly warnings: readonly Warning[];
  },
  judged: Pick<Report, 'steps' | 'verdict' | 'firstDivergence'>,
): Report {
  const { version, host } = options;
  const { was, is } = facts;
  const drift =
    was.environment && is.environment ? driftBetween(was.environment, is.environment) : [];
  return {
    format: 1,
    pipeline: version.pipeline,
    version: version.label,
    run: facts.run,
    mode: 'replay',
    rules: options.rules.by,
    ...judged,
    reproducible: isReproducible(judged.verdict),
    sentence: '',
    environment: { drift },
    warnings: facts.warnings,
    startedAt: host.now(),
    durationMs: is.durationMs ?? 0,
    savedDurationMs: was.durationMs,
  };
}
