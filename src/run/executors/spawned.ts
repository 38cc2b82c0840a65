import type { Exited, StartOrder, Started } from './startProcess';

/** A program that was asked for; null where nobody knows whether it started, or how it ended. */
export interface Spawned {
  readonly started: Promise<Started | null>;
  readonly exit: Promise<Exited | null>;
}

/** A process that starts programs for this one. */
export interface SpawnHelper {
  /** Once it has said so and as long as it is there: until then its start would only delay what is asked of it. */
  readonly ready: boolean;
  /** It came to nothing before it was ready: another kind may do. */
  readonly useless: boolean;
  start(order: StartOrder): Spawned;
  close(): void;
}

/** A program that a helper was asked for, while the helper has not said everything of it. */
export class Waiting implements Spawned {
  readonly started: Promise<Started | null>;
  readonly exit: Promise<Exited | null>;
  hasStarted: (started: Started | null) => void = () => undefined;
  hasExited: (exited: Exited | null) => void = () => undefined;

  constructor() {
    this.started = new Promise((resolve) => (this.hasStarted = resolve));
    this.exit = new Promise((resolve) => (this.hasExited = resolve));
  }
}

/** What has to be set and taken away (null) to come from one environment to another. */
export function between(
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const name in to) if (from[name] !== to[name]) changes[name] = to[name] ?? null;
  for (const name in from) if (!(name in to)) changes[name] = null;
  return changes;
}
