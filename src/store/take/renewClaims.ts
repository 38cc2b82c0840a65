import type { DiskState } from '../diskState';
import { rawOf } from '../rawDigest';
import { Claims } from './claims';

/**
 * A new table for about so many digests that knows what is not published yet, and nothing else: what is published
 * may be swept, and has to be kept again then. The table that is left keeps serving the calls that hold it.
 */
export function renewClaims(state: DiskState, count: number): void {
  state.claims = Claims.for(count);
  for (const digest of state.pendingPacked.keys()) {
    const { words } = rawOf(digest);
    state.claims.claim(words, 0, state.nextCall);
    state.claims.confirm(words, 0);
  }
}
