import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as path from 'node:path';

import type { SpawnerOrder, SpawnerWord } from './spawnWorker';
import { between, Waiting } from './spawned';
import type { Spawned, SpawnHelper } from './spawned';
import type { StartOrder } from './startProcess';

/** A small Node: there is always one, but it takes as long to start as any. */
export class NodeHelper implements SpawnHelper {
  ready = false;
  useless = false;
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
