/** What is taken to a terminal at once: a few milliseconds of work, and then whoever types has a turn. */
export function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

/**
 * How long to wait before a run is looked at again, after a look that took so long; milliseconds. To look at a run of
 * very many steps takes time of a thread that the run itself could use.
 */
export function pauseAfter(took: number): number {
  return Math.min(MOST_MS, Math.max(LEAST_MS, took * SHARE));
}

const PIECE = 32 * 1024;
const LEAST_MS = 300;
const MOST_MS = 2000;
const SHARE = 5;
