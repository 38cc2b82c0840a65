import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../base/atomicFile';
import { makeFolders } from '../base/makeFolders';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { isLabel } from '../pipeline/label';
import type { Failure } from '../records/failures';
import { versionFolder } from '../records/versionFiles';
import { saveRun } from '../run/saveRun';
import type { Saved } from '../run/saveRun';
import { storeExists } from '../store/layout';
import { writeFailure } from '../store/storeError';
import { firstPipeline } from './firstPipeline';
import { withSession } from './session';
import { openPipeline, openProject } from './where';
import type { Where } from './where';

/** Row 4: names a finished run as a version, for good. */
export async function saveVersion(
  request: Where & {
    readonly label?: string;
    readonly run?: string;
    readonly message?: string;
  },
): Promise<Result<Saved, Failure>> {
  const opened = await openPipeline(request);
  if (!opened.ok && request.run === undefined) return opened;
  const { project, pipeline } = openProject(request);
  const none = failed({ code: 'nothing-to-save' as const, pipeline: pipeline ?? 'pipeline.yaml' });
  if (!storeExists(project)) return none;
  return withSession(project, request.host, (session) =>
    saveRun({
      ...session,
      pipeline,
      label: request.label ?? null,
      fileLabel: opened.ok ? opened.value.reading.version : null,
      run: request.run ?? null,
      message: request.message ?? null,
    }),
  );
}

/** Row 2: the label in the pipeline file, after writing one where it is given. */
export async function labelOf(
  request: Where & { readonly label?: string },
): Promise<
  Result<{ readonly file: string; readonly label: string | null; readonly saved: boolean }, Failure>
> {
  const opened = await openPipeline(request);
  if (!opened.ok) return opened;
  const { file, path: absolute, text, reading, project } = opened.value;
  const { label } = request;
  if (label !== undefined && !isLabel(label)) return failed({ code: 'label-invalid', label });
  if (label !== undefined && label !== reading.version) {
    const { setVersion, versionOf } = await import('../pipeline/pipelineText');
    const edited = setVersion(text, label);
    const foreign = reading.problems.some(({ code }) => NOT_OURS.has(code));
    if (foreign || versionOf(edited) !== label) {
      return failed({ code: 'pipeline-has-problems', file, problems: reading.problems });
    }
    const target = fs.realpathSync(absolute);
    try {
      writeFileAtomic(target, edited, { mode: fs.statSync(absolute).mode & 0o777 });
    } catch (error) {
      return failed(writeFailure(error, path.dirname(target)));
    }
  }
  const now = label ?? reading.version;
  const folder = versionFolder(path.join(project.store, 'versions'), file);
  const saved =
    now !== null && storeExists(project) && fs.existsSync(path.join(folder, `${now}.json`));
  return ok({ file, label: now, saved });
}

/** Writes a first pipeline file; never over one that is there. */
export function initPipeline(request: Where): Result<{ readonly file: string }, Failure> {
  const file = request.file ?? 'pipeline.yaml';
  const absolute = path.resolve(request.folder, file);
  const folder = path.dirname(absolute);
  try {
    makeFolders(folder);
  } catch (error) {
    return failed(writeFailure(error, folder));
  }
  try {
    fs.writeFileSync(absolute, firstPipeline(absolute), { flag: 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    return failed(isThere ? { code: 'pipeline-file-exists', file } : writeFailure(error, folder));
  }
  return ok({ file });
}

/** Files that nothing is written into: of another dialect, or in another encoding. */
const NOT_OURS: ReadonlySet<string> = new Set(['dialect-unknown', 'text-not-utf8']);
