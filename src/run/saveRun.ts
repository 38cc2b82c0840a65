import type { Host } from '../base/host';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { isLabel } from '../pipeline/label';
import type { Failure } from '../records/failures';
import type { Records } from '../records/records';
import type { RunRecord } from '../records/runModel';
import { versionDifferences } from '../records/versionDifferences';
import type { VersionRecord, VersionStep } from '../records/versionModel';
import type { Warning } from '../records/warnings';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import { bytesMissing } from './bytesMissing';
import { changedSince } from './changedSince';
import { completeRun } from './completeRun';
import type { CompleteRun } from './completeRun';
import { notInGit } from './notInGit';
import { sameAsSaved } from './sameAsSaved';

/** What is to be saved under which label. */
export interface SaveOptions {
  readonly project: Project;
  readonly store: Store;
  readonly records: Records;
  readonly host: Host;
  /** Whose latest run is meant; may be null where a run is named. */
  readonly pipeline: string | null;
  /** The label that was asked for, or null for that of the file. */
  readonly label: string | null;
  /** `version:` of the pipeline file, or null. */
  readonly fileLabel: string | null;
  /** Id of the run, or a unique beginning of it; null for the latest. */
  readonly run: string | null;
  readonly message: string | null;
}

/** A version that is there now; `same` where it was there already with this very content. */
export interface Saved {
  readonly outcome: 'saved' | 'same';
  readonly version: VersionRecord;
  /**
   * Source files and inputs whose bytes are in no commit that a clone would ask, of a version that was saved
   * just now; null for one that was there, and outside git.
   */
  readonly notInGit: readonly string[] | null;
}

/**
 * Names a finished run as a version. Executes nothing. Bytes are made durable before the trees that name
 * them, trees before the version, so that a version that is there is whole.
 */
export async function saveRun(options: SaveOptions): Promise<Result<Saved, Failure>> {
  const { store, records } = options;
  const label = labelFor(options);
  if (!label.ok) return label;
  const found = runToSave(options);
  if (!found.ok) return found;
  const run = found.value;
  const complete = completeRun(run);
  if (!complete.ok) return complete;
  const known = await sameVersion(options, run, label.value);
  if (known) return ok({ outcome: 'same', version: known, notInGit: null });
  const missing = await bytesMissing(store, complete.value);
  if (!missing.ok) return missing;
  if (missing.value.length > 0) {
    return failed({
      code: 'run-not-saveable',
      id: run.id,
      why: 'bytes-gone',
      steps: [...missing.value],
    });
  }
  const since = await changedSince(options.project, store, complete.value);
  if (!since.ok) return since;
  const version = versionOf(options, complete.value, {
    label: label.value,
    warnings: [...run.warnings.filter(isKept), ...since.value],
  });
  const published = await publish(store, version);
  if (!published.ok) return published;
  const saved = records.saveVersion(version);
  if (!saved.ok) return explainTaken(options, version, saved.failure);
  if (saved.value === 'same') {
    const there = records.readVersion(`${version.pipeline}@${label.value}`);
    return there.ok ? ok({ outcome: 'same', version: there.value, notInGit: null }) : there;
  }
  const changed = since.value.flatMap((warning) => ('paths' in warning ? warning.paths : []));
  const outside = await notInGit(version, { project: options.project, store, changed });
  return ok({ outcome: 'saved', version, notInGit: outside.ok ? outside.value : null });
}

function labelFor(options: SaveOptions): Result<string, Failure> {
  const { label, fileLabel, run, pipeline } = options;
  const wanted = label ?? fileLabel;
  if (wanted === null) return failed({ code: 'label-missing' });
  if (!isLabel(wanted)) return failed({ code: 'label-invalid', label: wanted });
  if (run === null && fileLabel !== null && fileLabel !== wanted) {
    return failed({ code: 'label-mismatch', label: wanted, file: fileLabel });
  }
  return pipeline === null && run === null
    ? failed({ code: 'nothing-to-save', pipeline: 'pipeline.yaml' })
    : ok(wanted);
}

/** The run that was named, or the latest of the whole pipeline in the workspace, whatever came of it. */
function runToSave({ records, pipeline, run }: SaveOptions): Result<RunRecord, Failure> {
  if (run !== null) {
    const id = records.findRun(run);
    return id.ok ? records.readRun(id.value) : id;
  }
  const isWhole = (one: RunRecord): boolean => one.purpose === 'run' && one.targets === null;
  const latest = pipeline === null ? null : records.latestRun(pipeline, isWhole);
  return latest
    ? ok(latest)
    : failed({ code: 'nothing-to-save', pipeline: pipeline ?? 'pipeline.yaml' });
}

/** The version of this label, where it holds what this run came to: then nothing is to be done. */
async function sameVersion(
  { store, project, records }: SaveOptions,
  run: RunRecord,
  label: string,
): Promise<VersionRecord | null> {
  const there = records.readVersion(`${run.pipeline}@${label}`);
  if (!there.ok) return null;
  const same = await sameAsSaved(there.value, run, { store, project, elsewhere: true });
  return same === true ? there.value : null;
}

function versionOf(
  options: SaveOptions,
  { run, plan, sourceTree, snapshot, environment, endedAt, steps }: CompleteRun,
  given: { readonly label: string; readonly warnings: readonly Warning[] },
): VersionRecord {
  return {
    format: 1,
    label: given.label,
    pipeline: run.pipeline,
    message: options.message,
    savedAt: options.host.now(),
    snapshot,
    plan,
    sourceTree,
    steps: steps.map((step) => withOwnDuration(step, options.records)),
    run: { id: run.id, startedAt: run.startedAt, endedAt, host: run.process.host },
    environment,
    ...(run.producers ? { producers: run.producers } : {}),
    commit: environment.git?.commit ?? null,
    warnings: given.warnings,
  };
}

/** A reused step took as long as it took where it was produced. */
function withOwnDuration(step: VersionStep, records: Records): VersionStep {
  if (step.reusedFrom === null) return step;
  const producer = records.readRun(step.reusedFrom);
  const own = producer.ok ? producer.value.steps.find((one) => one.recipe === step.recipe) : null;
  return { ...step, durationMs: own?.durationMs ?? null };
}

/** Of the moment, and nothing that a version has to tell. */
function isKept({ code }: Warning): boolean {
  return code !== 'displaced' && code !== 'ended-leftovers' && code !== 'label-saved-otherwise';
}

async function publish(store: Store, version: VersionRecord): Promise<Result<void, Failure>> {
  const synced = await store.sync();
  if (!synced.ok) return synced;
  const named = version.steps.flatMap(({ recipe, inputTree, outcome }) => [
    recipe,
    inputTree,
    outcome,
  ]);
  for (const digest of new Set([...named, version.sourceTree, version.plan])) {
    const published = await store.publishDocument(digest);
    if (!published.ok) return published;
  }
  return store.sync();
}

async function explainTaken(
  options: SaveOptions,
  version: VersionRecord,
  failure: Failure,
): Promise<Result<never, Failure>> {
  const { store, records } = options;
  if (failure.code !== 'version-taken') return failed(failure);
  const there = records.readVersion(`${version.pipeline}@${failure.label}`);
  if (!there.ok) return failed(failure);
  const differences = await versionDifferences(store, there.value, version);
  return failed({ ...failure, differences });
}
