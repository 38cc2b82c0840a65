import type { Digest } from '../base/digest';
import { namedByVersion } from '../records/reach';
import type { Records } from '../records/records';
import type { Store } from '../store/storeModel';

/** Which of some bytes are those of a recorded outcome, or are held by a version. */
export type RecordedBytes = (digests: ReadonlySet<Digest>) => Promise<ReadonlySet<Digest>>;

/**
 * Looks through the outcomes of the newest runs, then through the versions, and no further than it has to;
 * what it has read it remembers. That the store has some bytes is not enough: it may have them as the source
 * of a run, which a gc takes.
 */
export function recordedBytes(records: Records, store: Store): RecordedBytes {
  const seen = new Set<Digest>();
  const trees = treesOnRecord(records);
  const find = async (digests: ReadonlySet<Digest>): Promise<ReadonlySet<Digest>> => {
    const missing = new Set([...digests].filter((digest) => !seen.has(digest)));
    while (missing.size > 0) {
      const next = trees.next();
      if (next.done === true) break;
      const tree = await store.getTree(next.value);
      if (!tree.ok) continue; // swept since: it holds nothing any more
      for (const entry of tree.value.entries) {
        if (entry.kind !== 'file') continue;
        seen.add(entry.digest);
        missing.delete(entry.digest);
      }
    }
    return new Set([...digests].filter((digest) => seen.has(digest)));
  };
  // One after the other, because all of them go on where the last one stopped.
  let last: Promise<unknown> = Promise.resolve();
  return (digests) => {
    const found = last.then(() => find(digests));
    last = found.catch(() => undefined);
    return found;
  };
}

function* treesOnRecord(records: Records): Generator<Digest, void> {
  const told = new Set<Digest>();
  for (const digest of named(records)) {
    if (told.has(digest)) continue;
    told.add(digest);
    yield digest;
  }
}

function* named(records: Records): Generator<Digest, void> {
  for (const id of records.runIds().reverse().slice(0, NEWEST)) {
    const run = records.readRun(id);
    if (!run.ok) continue;
    for (const { outcome } of run.value.steps) if (outcome !== null) yield outcome;
  }
  for (const version of records.versions().reverse()) {
    if (version.ok) yield* namedByVersion(version.value).trees;
  }
}

/** What only older runs made is displaced rather than looked for: their bytes are no longer kept for sure. */
const NEWEST = 100;
