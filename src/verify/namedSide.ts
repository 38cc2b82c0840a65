import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import type { Store } from '../store/storeModel';
import { sideOfRun, sideOfVersion } from './sides';
import type { Side } from './sides';

/** A version or a run that somebody named, as one side. */
export type NamedSide = { readonly side: Side; readonly name: string } & (
  | { readonly kind: 'version'; readonly record: VersionRecord }
  | { readonly kind: 'run'; readonly record: RunRecord }
);

/** How a side is named: as a person writes it, or a run by its whole id, whatever else is called so. */
export type SideName = string | { readonly run: string };

/** Finds a version by its label, or a run by its id or the beginning of it. */
export async function namedSide(
  { store, records, pipeline }: { store: Store; records: Records; pipeline: string | null },
  name: SideName,
): Promise<Result<NamedSide, Failure>> {
  if (typeof name !== 'string') return runSide({ store, records }, name.run);
  const version = records.readVersion(name, pipeline ?? undefined);
  if (version.ok) {
    const record = version.value;
    const side = await sideOfVersion(store, record);
    return side.ok ? ok({ kind: 'version', record, side: side.value, name: record.label }) : side;
  }
  if (version.failure.code !== 'version-unknown') return version;
  const id = records.findRun(name);
  // Whoever wrote a label that nobody saved meant a label, not a run.
  if (!id.ok) return id.failure.code === 'run-unknown' ? version : id;
  return runSide({ store, records }, id.value);
}

async function runSide(
  { store, records }: { store: Store; records: Records },
  id: string,
): Promise<Result<NamedSide, Failure>> {
  const run = records.readRun(id);
  if (!run.ok) return run;
  const side = await sideOfRun(store, records, run.value);
  return side.ok ? ok({ kind: 'run', record: run.value, side: side.value, name: id }) : side;
}

/** Whether the second side is a run that was made again, in a room and with nothing reused, of what the first one is. */
export function isReplay(was: NamedSide, is: NamedSide, records: Records): boolean {
  if (is.kind !== 'run') return false;
  const { purpose, version: label, pipeline, steps } = is.record;
  if (purpose === 'run' || label === null) return false;
  if (steps.some(({ status, reusedFrom }) => status === 'reused' || reusedFrom !== null)) {
    return false;
  }
  const version = records.readVersion(`${pipeline}@${label}`);
  if (!version.ok) return false;
  const { snapshot, run } = version.value;
  if (was.kind === 'version') return was.record.snapshot === snapshot;
  if (was.record.purpose !== 'run') return false;
  return was.record.id === run.id || was.record.snapshot === snapshot;
}

/** Steps that happened only once: both sides have them from one and the same run. */
export function sharedSteps(was: NamedSide, is: NamedSide): string[] {
  const before = makers(was);
  return [...makers(is)].flatMap(([step, run]) => (before.get(step) === run ? [step] : []));
}

/** The run that each step of a side really happened in. */
function makers({ kind, record }: NamedSide): ReadonlyMap<string, string> {
  const own = kind === 'version' ? record.run.id : record.id;
  const steps: readonly { name: string; reusedFrom: string | null }[] = record.steps;
  return new Map(steps.map(({ name, reusedFrom }) => [name, reusedFrom ?? own]));
}
