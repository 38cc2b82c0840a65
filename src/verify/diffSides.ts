import type { Host } from '../base/host';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import { driftBetween } from '../environment/drift';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { Report } from '../records/report';
import { isReproducible } from '../records/verdict';
import type { Store } from '../store/storeModel';
import { compareSides } from './compareSides';
import { sideOfRun, sideOfVersion } from './sides';
import type { Side } from './sides';

/** Grades two versions or runs against each other by the first one's rules. Executes and saves nothing. */
export async function diffSides(options: {
  readonly store: Store;
  readonly records: Records;
  readonly host: Host;
  /** The pipeline file that labels are looked up near, or null. */
  readonly pipeline: string | null;
  readonly was: string;
  readonly is: string;
}): Promise<Result<Report, Failure>> {
  const { store, host } = options;
  const was = await named(options, options.was);
  if (!was.ok) return was;
  const is = await named(options, options.is);
  if (!is.ok) return is;
  const rules = was.value.side.plan;
  const judged = await compareSides(was.value.side, is.value.side, {
    store,
    rules,
    doubts: new Map(),
  });
  if (!judged.ok) return judged;
  const [before, now] = [was.value.side.environment, is.value.side.environment];
  return ok({
    format: 1,
    pipeline: rules.pipeline,
    version: was.value.name,
    run: is.value.name,
    mode: 'replay',
    rules: 'saved',
    ...judged.value,
    reproducible: isReproducible(judged.value.verdict),
    sentence: '',
    environment: { drift: before && now ? driftBetween(before, now) : [] },
    warnings: [],
    startedAt: host.now(),
    durationMs: is.value.side.durationMs ?? 0,
    savedDurationMs: was.value.side.durationMs,
  });
}

async function named(
  { store, records, pipeline }: { store: Store; records: Records; pipeline: string | null },
  name: string,
): Promise<Result<{ side: Side; name: string }, Failure>> {
  const version = records.readVersion(name, pipeline ?? undefined);
  if (version.ok) {
    const side = await sideOfVersion(store, version.value);
    return side.ok ? ok({ side: side.value, name: version.value.label }) : side;
  }
  if (version.failure.code !== 'version-unknown') return version;
  const id = records.findRun(name);
  // Whoever wrote a label that nobody saved meant a label, not a run.
  if (!id.ok) return id.failure.code === 'run-unknown' ? version : id;
  const run = records.readRun(id.value);
  if (!run.ok) return run;
  const side = await sideOfRun(store, records, run.value);
  return side.ok ? ok({ side: side.value, name: id.value }) : side;
}
