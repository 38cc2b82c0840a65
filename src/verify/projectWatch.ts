import * as path from 'node:path';

import { gitStateOf } from '../base/gitState';
import { byCodeUnit } from '../base/paths';
import { environmentContents } from './environmentContents';
import { packagesInFolder } from '../environment/folderPackages';
import { openObservationCache } from '../environment/observationCache';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import { runIdsIn } from '../records/runFiles';
import { liveClaims } from '../run/locks';
import { changesBetween } from '../snapshot/products';
import { scan } from '../snapshot/scan';
import type { Scan } from '../snapshot/scan';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';

/** A project as it lies there at one moment, by what lstat says, with the packages of its environments. */
export interface ProjectLook {
  readonly scan: Scan;
  /** Runs that were on record then: a clock may be set back, so no time tells which came since. */
  readonly runs: ReadonlySet<string>;
  /** Runs that were live then. */
  readonly live: readonly string[];
  /** By environment folder, its packages as one text. */
  readonly packages: ReadonlyMap<string, string>;
  /** By environment folder, what tells whether a file in it was touched. */
  readonly contents: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Its repository, by name. */
  readonly git: ReadonlyMap<string, string>;
}

/** Looks at the whole project, ignored files and its repository included. */
export async function lookAtProject(project: Project): Promise<Result<ProjectLook, StoreFailure>> {
  const runs = new Set(runIdsIn(path.join(project.store, 'runs')));
  const live = liveClaims(project).map(({ run }) => run);
  const [found, git] = await Promise.all([scan(project.root), gitStateOf(project.root)]);
  if (!found.ok) return found;
  const cache = openObservationCache(null);
  const packages = new Map<string, string>();
  const contents = new Map<string, ReadonlyMap<string, string>>();
  for (const folder of found.value.environmentFolders) {
    const inside = packagesInFolder(path.join(project.root, folder), cache);
    packages.set(folder, JSON.stringify(inside));
    contents.set(folder, environmentContents(path.join(project.root, folder)));
  }
  return ok({ scan: found.value, runs, live, packages, contents, git });
}

/** The paths that came, went or changed between two looks, sorted. */
export function changedSince(was: ProjectLook, is: ProjectLook): string[] {
  const { added, changed, removed } = changesBetween(was.scan, is.scan);
  const changes = [
    ...[...added, ...changed, ...removed].map((file) => file.path),
    ...folderChanges(was, is),
    ...parted(was.packages, is.packages),
    ...contentChanges(was, is),
    ...parted(was.git, is.git),
  ];
  return changes.sort(byCodeUnit);
}

function folderChanges(was: ProjectLook, is: ProjectLook): string[] {
  const before = new Set(was.scan.folders.map((folder) => folder.path));
  const now = new Set(is.scan.folders.map((folder) => folder.path));
  return [
    ...[...before].filter((folder) => !now.has(folder)),
    ...[...now].filter((folder) => !before.has(folder)),
  ];
}

/** The names whose values are not the same, or that only one side has. */
function parted(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>): string[] {
  const names = new Set([...was.keys(), ...is.keys()]);
  return [...names].filter((name) => was.get(name) !== is.get(name));
}

/** Files of an environment folder that stood there both times; of one that did not, its packages tell. */
function contentChanges(was: ProjectLook, is: ProjectLook): string[] {
  const changes: string[] = [];
  for (const [folder, now] of is.contents) {
    const before = was.contents.get(folder);
    if (before === undefined) continue;
    changes.push(...parted(before, now).map((file) => `${folder}/${file}`));
  }
  return changes;
}
