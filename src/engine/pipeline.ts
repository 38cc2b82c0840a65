import * as path from 'node:path';

import { processHost } from '../base/host';
import type { Host } from '../base/host';
import { relativeTo } from '../base/paths';
import { failed } from '../base/result';
import type { Result } from '../base/result';
import type { PipelineDefinition } from '../pipeline/keys';
import { isLabel } from '../pipeline/label';
import type { Plan } from '../pipeline/model';
import type { Problem } from '../pipeline/problem';
import type { PipelineReading } from '../pipeline/readPipeline';
import { reportSentence } from '../present/reportSentence';
import type { Failure } from '../records/failures';
import type { Report } from '../records/report';
import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import { runPlan } from '../run/runPlan';
import { saveRun } from '../run/saveRun';
import type { Saved } from '../run/saveRun';
import { findPlace, findProject } from '../store/layout';
import type { Project } from '../store/layout';
import { diffSides } from '../verify/diffSides';
import { rerunVersion } from '../verify/rerunVersion';
import { diskReader } from './diskReader';
import { RepriseError } from './error';
import { findVersion } from './versions';
import { execution, soundPlan } from './running';
import type { RunRequest, RunAnswer } from './running';
import { withExisting, withSession } from './session';
import { openPipeline } from './where';

/** What a person may choose of a run in code. */
export type RunChoices = Partial<
  Pick<RunRequest, 'jobs' | 'reuse' | 'keepGoing' | 'onEvent' | 'cancel' | 'targets'>
>;

/** Where a pipeline or a version is looked for, and whose clock and variables count. */
export interface Place {
  /** Absolute, or relative to the current folder; the current folder where it is left out. */
  readonly folder?: string;
  readonly host?: Host;
}

/** A finished run, as `compare` takes it. */
export interface Run extends RunRecord {
  readonly project: Project;
}

/** A pipeline that can be run and saved. Failures are thrown as `RepriseError`. */
export class Pipeline {
  /** The label that a save gives; `open` has read the file's own. Setting it writes no file. */
  get version(): string | null {
    return this.#version;
  }
  set version(label: string | null) {
    if (label !== null && !isLabel(label)) throw new RepriseError({ code: 'label-invalid', label });
    this.#version = label;
  }

  readonly #project: Project;
  readonly #reading: PipelineReading;
  readonly #host: Host;
  #version: string | null;

  private constructor(project: Project, reading: PipelineReading, host: Host) {
    this.#project = project;
    this.#reading = reading;
    this.#host = host;
    this.#version = reading.version;
  }

  /** Reads a pipeline file (row 1). Problems in it are in `problems`; a run refuses them. */
  static async open(file: string, place: Place = {}): Promise<Pipeline> {
    const host = place.host ?? processHost();
    const opened = thrown(await openPipeline({ folder: folderOf(place), file, host }));
    return new Pipeline(opened.project, opened.reading, host);
  }

  /** A pipeline written in code: the keys of a pipeline file as an object; its name stands where the file's path would. */
  static async define(definition: PipelineDefinition, place: Place = {}): Promise<Pipeline> {
    const host = place.host ?? processHost();
    const { definePipeline } = await import('../pipeline/pipelineText');
    const folder = folderOf(place);
    const project = findProject(path.join(folder, 'pipeline.yaml'));
    const at = { folder: relativeTo(project.root, folder), reader: diskReader(project.root) };
    return new Pipeline(project, definePipeline(definition, at), host);
  }

  /** Finds a saved version (row 5): `v1.0`, or `pipeline.yaml@v1.0` where that is ambiguous. */
  static async load(version: string, place: Place = {}): Promise<SavedVersion> {
    const host = place.host ?? processHost();
    const folder = folderOf(place);
    const found = thrown(await findVersion({ folder, host }, version));
    const { project } = findPlace(path.join(folder, 'pipeline.yaml'));
    return new SavedVersion(project, found, host);
  }

  /** What is wrong in the text, sorted by place. */
  get problems(): readonly Problem[] {
    return this.#reading.problems;
  }

  /** What a run would follow. */
  get plan(): Plan {
    return this.#reading.plan;
  }

  /** Runs the pipeline in the workspace (row 3). Throws where a step failed. */
  async run(choices: RunChoices = {}): Promise<Run> {
    const targets = choices.targets ?? [];
    thrown(soundPlan({ reading: this.#reading, file: this.#reading.file }, targets));
    const ran = await withSession(this.#project, this.#host, (session) =>
      runPlan({
        ...session,
        plan: this.#reading.plan,
        label: this.#version,
        targets: targets.length === 0 ? null : targets,
        purpose: 'run',
        version: null,
        room: null,
        ...execution({ ...choices, targets, folder: this.#project.root, host: this.#host }),
      }),
    );
    return finished(this.#project, thrown(ran));
  }

  /** Names the latest run of the whole pipeline for good (row 4), under `version` unless a label is given. */
  async save(label?: string, choices: { message?: string; run?: string } = {}): Promise<Saved> {
    const saved = await withSession<Saved>(this.#project, this.#host, (session) =>
      saveRun({
        ...session,
        pipeline: this.#reading.file,
        label: label ?? null,
        fileLabel: this.#version,
        run: choices.run ?? null,
        message: choices.message ?? null,
      }),
    );
    return thrown(saved);
  }
}

/** A version that was saved; running it happens in a clean room, and nothing is reused. */
export class SavedVersion {
  readonly record: VersionRecord;
  readonly #project: Project;
  readonly #host: Host;

  constructor(project: Project, record: VersionRecord, host: Host) {
    this.#project = project;
    this.record = record;
    this.#host = host;
  }

  /** Runs the saved version again (row 6). A step that fails is in the run, for `compare` to judge. */
  async run(choices: RunChoices = {}): Promise<Run> {
    const ran = await withSession(this.#project, this.#host, (session) =>
      rerunVersion({
        ...session,
        version: this.record,
        keep: false,
        environment: 'recorded',
        ...execution({ ...choices, targets: [], folder: this.#project.root, host: this.#host }),
      }),
    );
    return { ...thrown(ran), project: this.#project };
  }
}

/**
 * Grades the second run against the first, by the first one's rules (rows 7 and 8). Executes nothing. Both
 * are runs of one project: a run of another is unknown there, although one may bear its id.
 */
export async function compare(first: Run, second: Run): Promise<Report> {
  if (second.project.store !== first.project.store) {
    throw new RepriseError({ code: 'run-unknown', id: second.id });
  }
  const none = failed({ code: 'run-unknown' as const, id: first.id });
  const judged = await withExisting<Report>(first.project, processHost(), none, (session) =>
    diffSides({
      ...session,
      pipeline: first.pipeline,
      was: { run: first.id },
      is: { run: second.id },
    }),
  );
  const report = thrown(judged);
  return { ...report, sentence: reportSentence(report) };
}

function finished(project: Project, run: RunAnswer['run']): Run {
  if (run.status === 'cancelled') throw new RepriseError({ code: 'cancelled' });
  if (run.status !== 'succeeded') {
    const steps = run.steps.filter(({ status }) => status === 'failed').map(({ name }) => name);
    throw new RepriseError({ code: 'steps-failed', steps });
  }
  return { ...run, project };
}

function folderOf(place: Place): string {
  return path.resolve(place.folder ?? process.cwd());
}

function thrown<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new RepriseError(result.failure);
  return result.value;
}
