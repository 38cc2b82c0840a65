import { upTimeMs } from '../base/upTime';
import type { Scan } from '../snapshot/scan';

/** So long after a walk what it saw is taken for what is there. */
const BELIEVED_MS = 2000;

/**
 * What the walk at the start of a run has seen, for as long as it is believed: until a moment has passed or a
 * step has changed anything. Whether a step can be reused is asked of it; a step that is executed looks itself.
 */
export class Sight {
  #seen: Scan['seen'] | undefined;
  readonly #at: number;

  /** A scan, and when at the earliest it was made, by `upTimeMs`. */
  constructor(scan: Scan | null, at: number) {
    this.#seen = scan?.seen;
    this.#at = at;
  }

  /** Undefined once it is not believed any more. */
  get seen(): Scan['seen'] | undefined {
    if (upTimeMs() - this.#at > BELIEVED_MS) this.#seen = undefined;
    return this.#seen;
  }

  /** Whether somebody had to look for himself, so that what the run knows is of more than one moment. */
  get over(): boolean {
    return this.#seen === undefined;
  }

  /** From here on the project may be another one. */
  end(): void {
    this.#seen = undefined;
  }
}
