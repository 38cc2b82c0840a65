import type { Host } from '../base/host';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import { driftBetween } from '../environment/drift';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { Report } from '../records/report';
import { isReproducible } from '../records/verdict';
import { bytesFinder } from '../snapshot/findMissing';
import type { FindBytes } from '../snapshot/findMissing';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import { withAskedOtherwise } from './askedOtherwise';
import { compareSides } from './compareSides';
import { isReplay, namedSide, sharedSteps } from './namedSide';
import type { NamedSide, SideName } from './namedSide';

/**
 * Grades two versions or runs against each other by the first one's rules. Executes and saves nothing; so
 * only where the second one is a re-run of the first does it say anything about reproduction.
 */
export async function diffSides(options: {
  readonly project: Project;
  readonly store: Store;
  readonly records: Records;
  readonly host: Host;
  /** The pipeline file that labels are looked up near, or null. */
  readonly pipeline: string | null;
  readonly was: SideName;
  readonly is: SideName;
}): Promise<Result<Report, Failure>> {
  const { store, host, records } = options;
  const was = await namedSide(options, options.was);
  if (!was.ok) return was;
  const is = await namedSide(options, options.is);
  if (!is.ok) return is;
  const rules = was.value.side.plan;
  const replay = isReplay(was.value, is.value, records);
  // What stood in the way when the second side was made.
  const warnings = replay ? is.value.record.warnings : [];
  const find = { was: finderOf(was.value, options), is: finderOf(is.value, options) };
  const judged = await compareSides(was.value.side, is.value.side, { store, rules, find });
  if (!judged.ok) return judged;
  const sides = { was: was.value.side, is: is.value.side };
  const steps = replay
    ? judged.value.steps
    : await withAskedOtherwise(judged.value.steps, sides, store);
  const [before, now] = [was.value.side.environment, is.value.side.environment];
  return ok({
    format: 1,
    pipeline: rules.pipeline,
    version: was.value.name,
    run: is.value.name,
    mode: replay ? 'replay' : 'diff',
    compared: {
      was: { kind: was.value.kind, name: was.value.name },
      is: { kind: is.value.kind, name: is.value.name },
      shared: sharedSteps(was.value, is.value),
    },
    rules: 'saved',
    ...judged.value,
    steps,
    reproducible: replay && isReproducible(judged.value.verdict),
    sentence: '',
    environment: { drift: before && now ? driftBetween(before, now) : [] },
    warnings,
    startedAt: host.now(),
    durationMs: is.value.side.durationMs ?? 0,
    savedDurationMs: was.value.side.durationMs,
  });
}

/** Where a clone, or a store that was tidied, may still have what a side came to. */
function finderOf(
  { kind, record }: NamedSide,
  { project, store }: { readonly project: Project; readonly store: Store },
): FindBytes {
  const run = { commit: kind === 'run' ? (record.environment?.git?.commit ?? null) : null };
  return bytesFinder({ project, store, version: kind === 'version' ? record : run });
}
