import { createHash } from 'node:crypto';

import { gitTop } from '../base/git';
import { changedFromHead, filesAt } from '../base/gitFiles';
import { isWithin } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { VersionRecord } from '../records/versionModel';
import { savedEntries } from '../snapshot/savedEntries';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import type { FileEntry } from '../store/treeModel';

/**
 * The files of a version's source, inputs among them, whose bytes neither what is checked out nor the recorded
 * commit has: git carries the list of them, and until they are committed a clone could not lay them out. Null outside
 * git, or where git cannot be asked.
 */
export async function notInGit(
  version: VersionRecord,
  where: {
    readonly project: Project;
    readonly store: Store;
    /** Files of the workspace that are no longer as the run left them. */
    readonly changed: readonly string[];
  },
): Promise<Result<readonly string[] | null, StoreFailure>> {
  const { project, store } = where;
  if (gitTop(project.root) === null) return ok(null);
  const entries = await savedEntries(store, version, { outputs: false });
  if (!entries.ok) return entries;
  const head = await filesAt(project.root, 'HEAD');
  const changed = new Set([...((await changedFromHead(project.root)) ?? []), ...where.changed]);
  const recorded = version.commit === null ? null : await filesAt(project.root, version.commit);
  const isInSubmodule = ({ path }: FileEntry): boolean =>
    head?.submodules.some((folder) => isWithin(path, folder) && !changed.has(folder)) ?? false;
  const missing: string[] = [];
  for (const entry of entries.value.entries) {
    if (entry.kind !== 'file' || isInSubmodule(entry)) continue;
    const { path } = entry;
    if (head?.blobs.has(path) === true && !changed.has(path)) continue;
    const known = [head, recorded].flatMap((files) => files?.blobs.get(path) ?? []);
    if (!(await isOneOf(entry, known, store))) missing.push(path);
  }
  return ok(missing);
}

/** Whether git has the very bytes of a file under one of some ids, which are digests of them too. */
async function isOneOf(entry: FileEntry, ids: readonly string[], store: Store): Promise<boolean> {
  const [id] = ids;
  if (id === undefined) return false;
  const stream = await store.getStream(entry.digest);
  if (!stream.ok) return false;
  const hash = createHash(id.length === 64 ? 'sha256' : 'sha1').update(`blob ${entry.size}\0`);
  for await (const bytes of stream.value) hash.update(bytes as Buffer);
  return ids.includes(hash.digest('hex'));
}
