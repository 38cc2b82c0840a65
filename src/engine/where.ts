import { isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Host } from '../base/host';
import { relativeTo } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PipelineReading } from '../pipeline/readPipeline';
import type { UseFailure } from '../records/failures';
import type { StoreFailure } from '../store/failures';
import { findPlace } from '../store/layout';
import type { Project } from '../store/layout';
import { readFailure } from '../store/storeError';
import { askedReader } from './askedReader';
import { diskReader } from './diskReader';
import { keepReading, knownReading } from './readingCache';
import type { TextInProject } from './readingCache';

/** Where somebody stands when they ask for something. */
export interface Where {
  /** The current folder, absolute. */
  readonly folder: string;
  /** The pipeline file, if they named one: absolute, or relative to the folder. */
  readonly file?: string;
  readonly host: Host;
}

/** A pipeline file that was found and read; it may be full of problems. */
export interface OpenedPipeline {
  readonly project: Project;
  /** Absolute path of the pipeline file. */
  readonly path: string;
  /** The same, relative to the project. */
  readonly file: string;
  readonly text: string;
  readonly reading: PipelineReading;
}

/** Finds and reads the pipeline file that somebody means. Writes nothing but a cache, where there is a store. */
export async function openPipeline(
  where: Where,
): Promise<Result<OpenedPipeline, UseFailure | StoreFailure>> {
  const found = findPipelineFile(where);
  if (!found.ok) return found;
  const place = findPlace(found.value);
  const { project } = place;
  const file = relativeTo(project.root, place.file);
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(found.value);
  } catch (error) {
    const file = shown(where, found.value);
    const why = readFailure(error, file);
    // what is there and closed to us is not missing
    return failed(why.code === 'file-vanished' ? { code: 'pipeline-file-missing', file } : why);
  }
  const text = bytes.toString('utf8');
  const at = { project, file, text };
  const reading = isUtf8(bytes)
    ? (knownReading(at) ?? (await readAnew(at)))
    : await readAnew(at, firstNotUtf8(bytes, text));
  return ok({ project, path: found.value, file, text, reading });
}

async function readAnew(
  at: TextInProject,
  notUtf8At: number | null = null,
): Promise<PipelineReading> {
  const { readPipeline } = await import('../pipeline/pipelineText');
  const { reader, asked } = askedReader(diskReader(at.project.root));
  const reading = readPipeline(at.text, { file: at.file, reader, notUtf8At });
  keepReading(at, reading, asked);
  return reading;
}

/** The first character of a text that stands for bytes which are no UTF-8. */
function firstNotUtf8(bytes: Buffer, text: string): number {
  const again = Buffer.from(text);
  let same = 0;
  while (same < bytes.length && bytes[same] === again[same]) same++;
  return text.lastIndexOf('\uFFFD', bytes.toString('utf8', 0, same).length);
}

/** The project that somebody stands in, whether or not it still has a pipeline file. */
export function openProject(where: Where): { project: Project; pipeline: string | null } {
  const found = findPipelineFile(where);
  if (found.ok) {
    const { project, file } = findPlace(found.value);
    return { project, pipeline: relativeTo(project.root, file) };
  }
  const { project, file } = findPlace(path.resolve(where.folder, where.file ?? 'pipeline.yaml'));
  return { project, pipeline: where.file === undefined ? null : relativeTo(project.root, file) };
}

function findPipelineFile(where: Where): Result<string, UseFailure> {
  if (where.file !== undefined) {
    const file = path.resolve(where.folder, where.file);
    return isFile(file) ? ok(file) : failed({ code: 'pipeline-file-missing', file: where.file });
  }
  for (let folder = where.folder; ; folder = path.dirname(folder)) {
    const plain = path.join(folder, 'pipeline.yaml');
    if (isFile(plain)) return ok(plain);
    const named = namesIn(folder).filter((name) => name.endsWith('.pipeline.yaml'));
    if (named.length > 1) {
      return failed({ code: 'pipeline-file-ambiguous', folder, files: named.sort() });
    }
    if (named[0] !== undefined) return ok(path.join(folder, named[0]));
    if (path.dirname(folder) === folder) {
      return failed({ code: 'pipeline-file-not-found', folder: where.folder });
    }
  }
}

function shown(where: Where, file: string): string {
  return where.file ?? path.relative(where.folder, file);
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
