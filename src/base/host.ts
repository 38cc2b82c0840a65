import { randomInt } from 'node:crypto';

/** The clock, the dice and the environment variables that the engine uses; handed in, never reached for. */
export interface Host {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** A whole number from 0 up to but not including `below`. */
  readonly dice: (below: number) => number;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Ready steps start in an order of the dice instead of the plan's, to expose edges that are missing. */
  readonly shuffle: boolean;
}

/** The host of an ordinary process. */
export function processHost(): Host {
  return {
    now: () => Date.now(),
    dice: (below) => randomInt(below),
    variables: process.env,
    shuffle: false,
  };
}
