import * as path from 'node:path';

import { realPathOf } from '../../base/realPath';
import { ok } from '../../base/result';
import type { Result } from '../../base/result';
import { processHost } from '../../base/host';
import type { Failure } from '../../records/failures';
import type { PipelineHead } from '../../records/pastModel';
import { openPipeline } from '../where';
import { foldersOutside } from './foldersOutside';

/** What a pipeline file on the disk says of itself, as far as it can be read; `window`: what is watched anyway. */
export async function pipelineHead(
  file: string,
  window: readonly string[],
): Promise<Result<PipelineHead, Failure>> {
  const where = { folder: path.dirname(file), file, host: processHost() };
  const opened = await openPipeline(where);
  if (!opened.ok) return opened;
  const { reading, file: relative, project } = opened.value;
  const errors = reading.problems.filter(({ severity }) => severity === 'error');
  return ok({
    pipeline: relative,
    root: project.root,
    real: { file: realPathOf(file), root: realPathOf(project.root) },
    outside: foldersOutside(file, reading.plan, { root: project.root, window }),
    name: reading.name,
    version: reading.version,
    errors: errors.length,
    steps: reading.plan.steps.map(({ name, group, needs, outputs }) => ({
      name,
      group,
      needs,
      outputs: outputs.map(({ path: output }) => output),
      line: (reading.places.get(name) ?? reading.places.get(group ?? name))?.line ?? null,
    })),
  });
}
