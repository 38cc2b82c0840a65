import * as path from 'node:path';

/** Order by UTF-16 code unit, the one order of everything that enters a digest. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Finds the folder that a path lies in; null for one at the top. Paths come folder by folder, most often: the
 * text of the last folder is kept, because it would cost as much as all else that is done with a path.
 */
export function parentFinder(): (path: string) => string | null {
  let last = '';
  return (path) => {
    const at = path.lastIndexOf('/');
    if (at < 0) return null;
    if (at !== last.length || !path.startsWith(last)) last = path.slice(0, at);
    return last;
  };
}

/** Whether a relative POSIX path is this folder or lies below it; `.` holds everything. */
export function isWithin(candidate: string, folder: string): boolean {
  return folder === '.' || candidate === folder || candidate.startsWith(`${folder}/`);
}

/** A relative POSIX path joined to a relative POSIX folder and tidied; `.` stands for the folder itself. */
export function joinRelative(folder: string, relative: string): string {
  const joined = path.posix.join(folder, relative);
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined;
}

/** Whether a tidied relative POSIX path leaves the folder it is relative to. */
export function leaves(relative: string): boolean {
  return relative === '..' || relative.startsWith('../');
}

/** A path of this machine, relative to a folder of this machine, in POSIX form. */
export function relativeTo(folder: string, absolute: string): string {
  const relative = path.relative(folder, absolute);
  return relative === '' ? '.' : relative.split(path.sep).join('/');
}

/** The path on this machine of a relative POSIX path below a folder. */
export function absoluteIn(folder: string, relative: string): string {
  return path.sep === '/' ? path.join(folder, relative) : path.join(folder, ...relative.split('/'));
}

/** The folders above a relative POSIX path, nearest first, without the root. */
export function parentsOf(relative: string): string[] {
  const parents: string[] = [];
  for (let at = relative.lastIndexOf('/'); at > 0; at = relative.lastIndexOf('/', at - 1)) {
    parents.push(relative.slice(0, at));
  }
  return parents;
}
