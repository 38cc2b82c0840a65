import * as path from 'node:path';

import { byCodeUnit } from '../base/paths';
import { packagesInFolder } from '../environment/folderPackages';
import { openObservationCache } from '../environment/observationCache';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import { scan } from '../snapshot/scan';
import type { Scan, ScannedFile } from '../snapshot/scan';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';

/** A project as it lies there at one moment, by what lstat says, with the packages of its environments. */
export interface ProjectLook {
  readonly scan: Scan;
  /** By environment folder, its packages as one text. */
  readonly packages: ReadonlyMap<string, string>;
}

/** A path that is not as it was; `when` is the time of its last change where that can be told. */
export interface ProjectChange {
  readonly path: string;
  /** Milliseconds since 1970, or null for what is gone. */
  readonly when: number | null;
}

/** Looks at the whole project, ignored files included. */
export async function lookAtProject(project: Project): Promise<Result<ProjectLook, StoreFailure>> {
  const found = await scan(project.root);
  if (!found.ok) return found;
  const cache = openObservationCache(null);
  const packages = new Map<string, string>();
  for (const folder of found.value.environmentFolders) {
    const inside = packagesInFolder(path.join(project.root, folder), cache);
    packages.set(folder, JSON.stringify(inside));
  }
  return ok({ scan: found.value, packages });
}

/** What came, went or changed between two looks, sorted by path. */
export function changesBetween(was: ProjectLook, is: ProjectLook): ProjectChange[] {
  const changes: ProjectChange[] = [];
  const before = new Map(was.scan.files.map((file) => [file.path, file]));
  for (const file of is.scan.files) {
    const old = before.get(file.path);
    before.delete(file.path);
    if (old === undefined || touched(old, file)) {
      changes.push({ path: file.path, when: file.stat.ctimeMs });
    }
  }
  for (const gone of before.keys()) changes.push({ path: gone, when: null });
  changes.push(...folderChanges(was, is), ...packageChanges(was, is));
  return changes.sort((a, b) => byCodeUnit(a.path, b.path));
}

function touched(was: ScannedFile, is: ScannedFile): boolean {
  const [a, b] = [was.stat, is.stat];
  return (
    was.kind !== is.kind ||
    was.target !== is.target ||
    a.size !== b.size ||
    a.mtimeMs !== b.mtimeMs ||
    a.ctimeMs !== b.ctimeMs ||
    a.inode !== b.inode ||
    a.mode !== b.mode
  );
}

function folderChanges(was: ProjectLook, is: ProjectLook): ProjectChange[] {
  const before = new Set(was.scan.folders.map((folder) => folder.path));
  const now = new Set(is.scan.folders.map((folder) => folder.path));
  const differing = [
    ...[...before].filter((folder) => !now.has(folder)),
    ...[...now].filter((folder) => !before.has(folder)),
  ];
  return differing.map((folder) => ({ path: folder, when: null }));
}

function packageChanges(was: ProjectLook, is: ProjectLook): ProjectChange[] {
  const folders = new Set([...was.packages.keys(), ...is.packages.keys()]);
  const differing = [...folders].filter((f) => was.packages.get(f) !== is.packages.get(f));
  return differing.map((folder) => ({ path: folder, when: null }));
}
