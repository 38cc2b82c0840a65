import type { Host } from '../base/host';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { VersionRecord } from '../records/versionModel';
import { scan } from '../snapshot/scan';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import { makeRoom } from './makeRoom';
import { keepRoomFolder } from './roomFolder';

/** Makes a room of a version that nobody runs and nobody removes: a place to look at it. */
export async function loadRoom(options: {
  readonly project: Project;
  readonly store: Store;
  readonly host: Host;
  readonly version: VersionRecord;
  readonly outputs: boolean;
  readonly cancel?: AbortSignal | undefined;
}): Promise<
  Result<{ folder: string; files: number; bytes: number; notes: readonly string[] }, Failure>
> {
  const found = await scan(options.project.root);
  if (!found.ok) return found;
  const { environmentFolders } = found.value;
  const room = await makeRoom({ ...options, environmentFolders, uncached: 'copy' });
  if (!room.ok) return room;
  const { root, files, bytes, notes } = room.value;
  keepRoomFolder(room.value.folder);
  return ok({ folder: root, files, bytes, notes });
}
