import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { digestOf, hexOf } from '../base/digest';
import { isFolder, isProgram, realPathOrNull } from '../base/look';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { PlanPart } from './planPart';

/** The interpreter that a step means by `python`. */
export interface PythonChoice {
  /** Goes before everything else on PATH. */
  readonly binFolder: string;
  /** The virtual environment it belongs to; null for any other interpreter. */
  readonly virtualEnv: string | null;
  /** Absolute path, links as they are: a virtual environment is found by the path that was taken. */
  readonly interpreter: string;
}

/** `environment.python` is not there. */
export interface InterpreterMissing {
  readonly code: 'interpreter-missing';
  readonly python: string;
  /** What the environment could be built from again. */
  readonly lock: string | null;
}

/**
 * Finds `environment.python`, a virtual environment or an interpreter, from the pipeline file's folder in
 * the project, never in a room. Null where the plan names none. An interpreter whose folder means another
 * one by `python` gets a folder of links of its own in the store's cache.
 */
export function resolvePython(
  plan: Pick<PlanPart, 'python' | 'lock' | 'folder'>,
  project: string,
): Result<PythonChoice | null, InterpreterMissing> {
  if (plan.python === null) return ok(null);
  const written = plan.python.replace(/^~(?=$|[\\/])/, os.homedir());
  const place = path.resolve(project, plan.folder, written);
  const interpreter = isFolder(place) ? interpreterIn(place) : isProgram(place) ? place : null;
  if (interpreter === null) {
    return failed({ code: 'interpreter-missing', python: plan.python, lock: plan.lock });
  }
  const folder = path.dirname(interpreter);
  const virtualEnv = [folder, path.dirname(folder)].find(holdsVirtualEnv) ?? null;
  const plain = virtualEnv !== null || meansItself(interpreter);
  const binFolder = plain ? folder : linkFolder(interpreter, project);
  return ok({ binFolder, virtualEnv, interpreter });
}

/** The interpreter of an environment's folder; null where it has none. */
export function interpreterIn(folder: string): string | null {
  return INTERPRETERS.map((name) => path.join(folder, name)).find(isProgram) ?? null;
}

const INTERPRETERS =
  process.platform === 'win32'
    ? ['Scripts/python.exe', 'python.exe', 'bin/python.exe']
    : ['bin/python', 'bin/python3'];

/** Whether `python` on a PATH that begins with an interpreter's folder is that interpreter. */
function meansItself(interpreter: string): boolean {
  if (process.platform === 'win32') return true;
  const names = ['python', 'python3'].map((name) => path.join(path.dirname(interpreter), name));
  if (names[0] === interpreter) return true;
  return names.every((name) => realPathOrNull(name) === realPathOrNull(interpreter));
}

/** `bin/python` and `bin/python3` that lead to an interpreter of another name, such as `python3.12`. */
function linkFolder(interpreter: string, project: string): string {
  const name = hexOf(digestOf(interpreter)).slice(0, 16);
  const cache = path.join(project, '.reprise', 'cache');
  const folder = path.join(cache, 'python', name);
  if (!fs.existsSync(cache)) return path.dirname(interpreter); // nothing was run here yet
  fs.mkdirSync(folder, { recursive: true });
  for (const alias of ['python', 'python3']) {
    try {
      fs.symlinkSync(interpreter, path.join(folder, alias));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return folder;
}

function holdsVirtualEnv(folder: string): boolean {
  return fs.existsSync(path.join(folder, 'pyvenv.cfg'));
}
