import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as path from 'node:path';

import type { SpawnerOrder, SpawnerWord } from './spawnWorker';
import { startProcess } from './startProcess';
import type { Exited, StartOrder, Started } from './startProcess';

/** A program that was asked for; null where nobody knows whether it started, or how it ended. */
export interface Spawned {
  readonly started: Promise<Started | null>;
  readonly exit: Promise<Exited | null>;
}

/** Starts programs; `close` ends what it needs for that, not what it has started. */
export interface Spawner {
  /** How many programs may come, at most. */
  expect(count: number): void;
  start(order: StartOrder): Spawned;
  close(): void;
}

/**
 * Starts the first programs itself and, where there are many, the rest through a small process of its
 * own: to start a program the system copies the page tables of the process that asks, so that it costs
 * several times as much in a process that has grown.
 */
export function openSpawner(): Spawner {
  let count = 0;
  let few = FEW;
  let helper: Helper | null = null;
  return {
    expect: (coming) => {
      few = coming >= MANY ? 1 : FEW;
    },
    start: (order) => {
      if (++count === few && process.platform !== 'win32') helper = new Helper();
      return helper?.ready ? helper.start(order) : startProcess(order);
    },
    close: () => helper?.close(),
  };
}

/** As many programs are started before the helper is worth its own start. */
const FEW = 12;

/** With so many to come it is started with the first. */
const MANY = 48;

class Helper {
  /** Once it has said so: until then its start would only delay what is asked of it. */
  ready = false;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #shared: Readonly<Record<string, string>> | null = null;
  #number = 0;

  constructor() {
    const entry = path.join(__dirname, 'spawnWorker.js');
    this.#child = fork(entry, [], {
      // Small on purpose: it holds nothing.
      execArgv: ['--max-semi-space-size=1', '--max-old-space-size=32'],
      // In a group of its own, so that what is meant for the run's group does not end it.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#child.on('error', () => this.#lose());
    this.#child.on('exit', () => this.#lose());
    this.#child.on('message', (word: SpawnerWord) => this.#hear(word));
    // It must not keep the run from ending.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  start(order: StartOrder): Spawned {
    const { variables, ...rest } = order;
    if (this.#shared === null) {
      this.#shared = variables;
      this.#send({ kind: 'environment', variables });
    }
    const number = ++this.#number;
    const waiting = new Waiting();
    this.#waiting.set(number, waiting);
    // While a job is under way the helper is what the run waits for.
    this.#child.channel?.ref();
    this.#send({ kind: 'start', number, order: rest, variables: between(this.#shared, variables) });
    return waiting;
  }

  close(): void {
    this.ready = false;
    if (this.#child.connected) this.#child.disconnect();
  }

  #send(order: SpawnerOrder): void {
    this.#child.send(order, (error) => {
      if (error) this.#lose();
    });
  }

  #hear(word: SpawnerWord): void {
    if (word.kind === 'ready') {
      this.ready = this.#child.connected;
      return;
    }
    const waiting = this.#waiting.get(word.number);
    if (!waiting) return;
    if (word.kind === 'started') waiting.hasStarted(word.started);
    else waiting.hasExited(word.exited);
    if (word.kind === 'started' && word.started.error === null) return;
    this.#waiting.delete(word.number);
    if (this.#waiting.size === 0) this.#child.channel?.unref();
  }

  /** It is gone, and with it all knowledge of how its jobs end. */
  #lose(): void {
    this.ready = false;
    for (const waiting of this.#waiting.values()) {
      waiting.hasStarted(null);
      waiting.hasExited(null);
    }
    this.#waiting.clear();
  }
}

class Waiting implements Spawned {
  readonly started: Promise<Started | null>;
  readonly exit: Promise<Exited | null>;
  hasStarted: (started: Started | null) => void = () => undefined;
  hasExited: (exited: Exited | null) => void = () => undefined;

  constructor() {
    this.started = new Promise((resolve) => (this.hasStarted = resolve));
    this.exit = new Promise((resolve) => (this.hasExited = resolve));
  }
}

/** What has to be set and taken away to come from one environment to another. */
function between(
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(to)) if (from[name] !== value) changes[name] = value;
  for (const name of Object.keys(from)) if (!(name in to)) changes[name] = null;
  return changes;
}
