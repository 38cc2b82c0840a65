import * as fs from 'node:fs';
import * as path from 'node:path';

import { environmentFolderKind } from './environmentFolders';
import { variableNames } from './variableNames';

/**
 * Variables by which a program finds code by itself, whatever a step says, and so could lead a room's step into the
 * project: folders to search, one after another, and single files and folders.
 */
export const SEARCH_PATHS = [
  'PATH',
  'PYTHONPATH',
  'NODE_PATH',
  'R_LIBS',
  'R_LIBS_USER',
  'PERL5LIB',
  'RUBYLIB',
  'JULIA_LOAD_PATH',
  'CLASSPATH',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'LD_PRELOAD',
  'BASH_ENV',
  'JULIA_PROJECT',
  'R_PROFILE_USER',
  'R_ENVIRON_USER',
  'GIT_DIR',
  'GIT_WORK_TREE',
] as const;

/**
 * The same variables with entries of search paths that lie in the project moved to the same place in the
 * room. Relative entries stay, and so do those in an environment folder, which the room only links to.
 */
export function redirectVariables(
  variables: Readonly<Record<string, string>>,
  project: string,
  room: string,
): Record<string, string> {
  const moved: Record<string, string> = { ...variables };
  for (const name of SEARCH_PATHS.flatMap((path) => variableNames(variables, path))) {
    const entries = (variables[name] ?? '').split(path.delimiter);
    moved[name] = entries.map((entry) => redirectPath(entry, project, room)).join(path.delimiter);
  }
  return moved;
}

/** Where a path that lies in the project lies in the room; any other path as it is. */
export function redirectPath(entry: string, project: string, room: string): string {
  if (!path.isAbsolute(entry)) return entry;
  const inside = insideOf(entry, project);
  if (inside === null || isInEnvironment(project, inside)) return entry;
  return path.join(room, inside);
}

/** A path relative to a folder that it lies in, by name or through links; null where it does not. */
export function insideOf(file: string, folder: string): string | null {
  const plain = relative(folder, file);
  if (plain !== null) return plain;
  try {
    return relative(fs.realpathSync(folder), fs.realpathSync(file));
  } catch {
    return null;
  }
}

function relative(folder: string, file: string): string | null {
  const way = path.relative(folder, file);
  return way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way) ? null : way;
}

/** Whether a path relative to a project lies in an environment folder of it. */
export function isInEnvironment(project: string, inside: string): boolean {
  const parts = inside.split(path.sep);
  return parts.some((name, depth) => {
    const above = depth === 0 ? path.basename(project) : (parts[depth - 1] ?? '');
    return environmentFolderKind(
      name,
      namesIn(path.join(project, ...parts.slice(0, depth + 1))),
      above,
    );
  });
}

function namesIn(folder: string): string[] {
  return ['pyvenv.cfg', 'conda-meta'].filter((name) => fs.existsSync(path.join(folder, name)));
}
