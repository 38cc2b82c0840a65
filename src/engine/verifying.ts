import * as fs from 'node:fs';
import * as path from 'node:path';

import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { reportSentence } from '../present/reportSentence';
import type { Plan } from '../pipeline/model';
import type { Failure } from '../records/failures';
import type { Report } from '../records/report';
import type { VersionRecord } from '../records/versionModel';
import { diffSides } from '../verify/diffSides';
import { loadRoom } from '../verify/loadRoom';
import { loadInto } from '../snapshot/loadFolder';
import { verifyVersion } from '../verify/verifyVersion';
import { findVersion } from './versions';
import { execution, soundPlan } from './running';
import type { RunRequest } from './running';
import { withExisting, withSession } from './session';
import { openPipeline, openProject } from './where';
import type { Where } from './where';

/** How a verify is asked for. */
export interface VerifyRequest extends Omit<RunRequest, 'targets' | 'reuse'> {
  readonly version: string;
  /** Which tolerance and ignore rules judge; `workspace` judges an earlier verify by today's file. */
  readonly rules?: 'saved' | 'workspace';
  /** Whose PATH finds the programs: the saved run's, or this process's. */
  readonly environment?: 'recorded' | 'current';
  /** Leave the room for somebody to look at. */
  readonly keep?: boolean;
}

/** Rows 5 to 8: load, re-run, compare, verdict. The report is saved before it is returned. */
export async function verify(request: VerifyRequest): Promise<Result<Report, Failure>> {
  const version = await findVersion(request, request.version);
  if (!version.ok) return version;
  const rules = request.rules ?? 'saved';
  let workspace: Plan | null = null;
  if (rules === 'workspace') {
    const opened = await openPipeline(request);
    if (!opened.ok) return opened;
    const plan = soundPlan(opened.value, []);
    if (!plan.ok) return plan;
    workspace = plan.value;
  }
  const { project } = openProject(request);
  return withSession(project, request.host, async (session) => {
    const judged = await verifyVersion({
      ...session,
      ...execution({ ...request, targets: [] }),
      version: version.value,
      rules: workspace === null ? { by: 'saved' } : { by: 'workspace', plan: workspace },
      environment: request.environment ?? 'recorded',
      keep: request.keep ?? false,
    });
    if (!judged.ok) return judged;
    const report = { ...judged.value, sentence: reportSentence(judged.value) };
    session.records.writeReport(report);
    return ok(report);
  });
}

/** Row 7 alone: grades two versions or runs, by the rules of the first. Executes nothing, saves nothing. */
export async function diff(
  request: Where & { readonly was: string; readonly is: string },
): Promise<Result<Report, Failure>> {
  const { project, pipeline } = openProject(request);
  const none = failed({ code: 'version-unknown' as const, label: request.was, known: [] });
  return withExisting<Report>(project, request.host, none, async (session) => {
    const judged = await diffSides({ ...session, pipeline, was: request.was, is: request.is });
    if (!judged.ok) return judged;
    return ok({ ...judged.value, sentence: reportSentence(judged.value) });
  });
}

/** What a load filled. */
export interface LoadAnswer {
  readonly folder: string;
  /** The pipeline file in it, absolute; null where it holds none, as of a pipeline that was defined in code. */
  readonly file: string | null;
  readonly files: number;
  readonly bytes: number;
  readonly notes: readonly string[];
}

/** Row 5: fills an empty or new folder with a saved version; without one, a room that is kept. */
export async function loadVersion(
  request: Where & {
    readonly version: string;
    readonly into?: string;
    readonly outputs?: boolean;
    readonly cancel?: AbortSignal;
  },
): Promise<Result<LoadAnswer, Failure>> {
  const version = await findVersion(request, request.version);
  if (!version.ok) return version;
  const { project } = openProject(request);
  const none = failed({ code: 'version-unknown' as const, label: request.version, known: [] });
  return withExisting<LoadAnswer>(project, request.host, none, async (session) => {
    const outputs = request.outputs ?? false;
    if (request.into === undefined) {
      const room = await loadRoom({
        ...session,
        version: version.value,
        outputs,
        cancel: request.cancel,
      });
      return room.ok ? ok(await withFile(room.value, version.value)) : room;
    }
    const folder = path.resolve(request.folder, request.into);
    const loaded = await loadInto({
      ...session,
      version: version.value,
      folder,
      outputs,
      cancel: request.cancel,
    });
    if (!loaded.ok) return loaded;
    return ok(await withFile({ folder, ...loaded.value }, version.value));
  });
}

/**
 * Says which pipeline file it is. A run may be saved under a label that the pipeline file was given after it: the file
 * is loaded as it ran, and whoever saves from there is told under which label that would be.
 */
async function withFile(
  loaded: Omit<LoadAnswer, 'file'>,
  { pipeline, label }: VersionRecord,
): Promise<LoadAnswer> {
  const file = path.join(loaded.folder, pipeline);
  const isThere = fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isThere) return { ...loaded, file: null };
  const answer = { ...loaded, file };
  const { versionOf } = await import('../pipeline/pipelineText');
  const written = versionOf(fs.readFileSync(file, 'utf8'));
  if (written === null || written === label) return answer;
  const note =
    `${pipeline} in it says ${written}: that is how it ran, before it was saved as ${label}. ` +
    `\`reprise version ${label}${pipeline === 'pipeline.yaml' ? '' : ` -f ${pipeline}`}\` there writes the label`;
  return { ...answer, notes: [...answer.notes, note] };
}
