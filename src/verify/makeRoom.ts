import * as fs from 'node:fs';
import * as path from 'node:path';

import { removeWhole } from '../base/closedFolders';
import { gitTop } from '../base/git';
import type { Host } from '../base/host';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { makeRoomRepository } from '../base/roomRepository';
import { linkEnvironments } from '../environment/waysBack';
import type { Failure } from '../records/failures';
import type { VersionRecord } from '../records/versionModel';
import type { Warning } from '../records/warnings';
import type { Room } from '../run/place';
import { loadInto } from '../snapshot/loadFolder';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import { makeRoomFolder } from './roomFolder';

/** A room and what was found while it was made. */
export interface MadeRoom extends Room {
  /** Absolute; holds the room and nothing else, removed with it. */
  readonly folder: string;
  readonly warnings: readonly Warning[];
  /** Plain facts, such as which bytes came from elsewhere than the store. */
  readonly notes: readonly string[];
  /** What was laid out. */
  readonly entries: readonly TreeEntry[];
  /** Ways back into the project that its `redirect` closes for whoever hears it. */
  readonly redirected: readonly string[];
  /** Folders that `redirect` puts on `PYTHONPATH`, relative to the room. */
  readonly redirectedTo: readonly string[];
  /** Paths that the room shares with the workspace, because their bytes are not kept. */
  readonly linked: readonly string[];
}

/** What a room is made from. */
export interface RoomOptions {
  readonly project: Project;
  readonly store: Store;
  readonly host: Host;
  readonly version: VersionRecord;
  /** Environment folders that stand in the project now, relative to it. */
  readonly environmentFolders: readonly string[];
  readonly outputs: boolean;
  /** What is not kept in the store: links to the workspace's files only where steps run, which is looked at. */
  readonly uncached: 'copy' | 'link';
  readonly cancel?: AbortSignal | undefined;
}

/**
 * Makes the clean room of a version: its source tree and inputs as private files at another path than the
 * project's, its environment folders linked, and a small repository at its commit where git still has it.
 */
export async function makeRoom(options: RoomOptions): Promise<Result<MadeRoom, Failure>> {
  const { project, store, version } = options;
  const folder = makeRoomFolder(options.host, project.root);
  if (!folder.ok) return folder;
  try {
    const root = path.join(folder.value, ...placeBelow(project.root));
    const loaded = await loadInto({
      store,
      project,
      version,
      folder: root,
      alone: true,
      outputs: options.outputs,
      uncached: options.uncached,
      cancel: options.cancel,
    });
    if (!loaded.ok) {
      removeRoom(folder.value);
      return failed(loaded.failure);
    }
    const linked = linkEnvironments({
      project: project.root,
      room: root,
      folders: options.environmentFolders,
      others: environmentsOutside(version),
      beside: path.join(folder.value, 'python'),
    });
    await layRepository(options, root);
    const { entries, files, bytes, notes, linked: shared } = loaded.value;
    const warnings: Warning[] =
      linked.notRedirected.length === 0
        ? []
        : [{ code: 'not-redirected', paths: linked.notRedirected }];
    return ok({
      folder: folder.value,
      root,
      redirect: linked.variables,
      redirected: linked.redirected,
      redirectedTo: linked.folders,
      environmentFolders: options.environmentFolders,
      files,
      bytes,
      warnings,
      notes,
      entries,
      linked: shared,
    });
  } catch (error) {
    removeRoom(folder.value);
    throw error;
  }
}

/**
 * Takes a room away, whatever its steps did to its modes. Links in it are removed, never followed. What
 * cannot be removed is no reason to lose a verdict: the mark of the room stays, and gc tries again.
 */
export function removeRoom(folder: string): void {
  try {
    removeWhole(folder);
  } catch {
    return;
  }
}

/** As deep below the room's folder as the project lies below the top of its repository. */
function placeBelow(root: string): string[] {
  const top = gitTop(root);
  const below = top === null ? '' : path.relative(fs.realpathSync(top), fs.realpathSync(root));
  return ['project', ...below.split(path.sep).filter((name) => name !== '')];
}

async function layRepository(options: RoomOptions, root: string): Promise<void> {
  const { commit } = options.version;
  if (commit === null) return;
  // Without git, or where the commit is gone, the room has no repository: a step that asks for it tells.
  await makeRoomRepository({
    from: options.project.root,
    commit,
    into: root,
    excluded: options.environmentFolders,
  });
}

/** Environments elsewhere on this machine that the saved run used. */
function environmentsOutside(version: VersionRecord): string[] {
  const folders = version.environment.packages.map((list) => list.folder);
  return folders.filter((folder) => path.isAbsolute(folder) && fs.existsSync(folder));
}
