import type { Digest } from '../base/digest';
import { locate } from './diskState';
import type { DiskState } from './diskState';
import { freshen } from './freshen';
import { isProvenAt } from './readObject';

/**
 * Whether an object is where who puts it again would look for it, and its bytes prove it; it is made young then, so
 * that no sweep takes it. As good as to put it, for who does not have the bytes at hand.
 */
export function keepsProven(state: DiskState, digest: Digest): boolean {
  if (state.pendingLoose.has(digest) || state.pendingPacked.has(digest)) return true;
  const place = locate(state, digest);
  if (place === null || place.kind === 'document') return false;
  return isProvenAt(state, place, digest) && freshen(state, place.file);
}
