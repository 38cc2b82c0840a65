import type { Host } from '../base/host';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import { openRecords } from '../records/records';
import type { Records } from '../records/records';
import { openStore } from '../store/diskStore';
import { prepareProject, prepareToLook, storeExists } from '../store/layout';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';

/** A project with its store and records open. */
export interface Session {
  readonly project: Project;
  readonly store: Store;
  readonly records: Records;
  readonly host: Host;
}

/** Opens store and records (making `.reprise/` where that is wanted), does something, closes them in every ending. */
export async function withSession<T>(
  project: Project,
  host: Host,
  use: (session: Session) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const prepared = prepareProject(project);
  return prepared.ok ? openSession(project, host, use) : prepared;
}

async function openSession<T>(
  project: Project,
  host: Host,
  use: (session: Session) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const store = openStore(project.store);
  if (!store.ok) return store;
  try {
    return await use({ project, store: store.value, records: openRecords(project), host });
  } finally {
    await store.value.close();
  }
}

/** As `withSession`, for what only looks: a project without a store answers with `otherwise`. */
export async function withExisting<T>(
  project: Project,
  host: Host,
  otherwise: Result<T, Failure>,
  use: (session: Session) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  if (!storeExists(project)) return otherwise;
  const prepared = prepareToLook(project);
  return prepared.ok ? openSession(project, host, use) : prepared;
}

/** Records alone, for what needs no bytes. */
export function recordsOf(project: Project): Result<Records | null, Failure> {
  if (!storeExists(project)) return ok(null);
  const prepared = prepareToLook(project);
  return prepared.ok ? ok(openRecords(project)) : failed(prepared.failure);
}
