import type { Digest } from '../base/digest';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';

/** The digest of the lock file; null where the plan names none, or none is there. */
export async function lockDigest(
  store: Store,
  { root, lock }: { readonly root: string; readonly lock: string | null },
): Promise<Result<Digest | null, StoreFailure>> {
  if (lock === null) return ok(null);
  const files = [{ path: lock, stat: null, keep: false }];
  const taken = await store.takeFiles(root, files, { cached: true });
  if (taken.ok) return ok(taken.value[0]?.digest ?? null);
  return taken.failure.code === 'file-vanished' ? ok(null) : failed(taken.failure);
}
