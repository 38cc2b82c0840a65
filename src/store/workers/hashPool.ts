import * as path from 'node:path';
import { Worker } from 'node:worker_threads';

import type { KnownPacks, SharedPacks } from '../packs/knownPacks';
import type { RestoreJob, RestoreOutcome } from '../restore/restoreJob';
import type { SealOutcome } from './storeThread';
import type { TakeJob, TakeOutcome } from '../take/takeJob';

/** What a worker can be told to do. */
export type Order =
  | { readonly kind: 'learn'; readonly shared: SharedPacks }
  | { readonly kind: 'take'; readonly job: TakeJob; readonly claims: SharedArrayBuffer }
  | { readonly kind: 'restore'; readonly job: RestoreJob }
  | { readonly kind: 'seal' }
  | { readonly kind: 'abandon' };

/** What a worker answers. */
export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'taken'; readonly outcome: TakeOutcome }
  | { readonly kind: 'restored'; readonly outcome: RestoreOutcome }
  | { readonly kind: 'sealed'; readonly outcome: SealOutcome };

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Member {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  /** The version of the packs that it knows. */
  learned: number;
  /** It may hold objects that are not sealed. */
  dirty: boolean;
}

interface Queued extends Waiting {
  readonly order: Order;
}

/** So many orders lie at a worker: one that it does, one that it finds when it is done. */
const AHEAD = 2;

/** Worker threads, started when first needed and kept; orders go to whoever is free. */
export class HashPool {
  readonly #root: string;
  readonly #size: number;
  readonly #known: KnownPacks;
  readonly #members: Member[] = [];
  readonly #queue: Queued[] = [];
  #nextId = 1;

  constructor(root: string, size: number, known: KnownPacks) {
    this.#root = root;
    this.#size = size;
    this.#known = known;
  }

  /** How many orders it does at once. */
  get size(): number {
    return this.#size;
  }

  async take(job: TakeJob, claims: SharedArrayBuffer): Promise<TakeOutcome> {
    const answer = await this.#enqueue({ kind: 'take', job, claims });
    if (answer.kind !== 'taken') throw new Error(`a worker answered ${answer.kind}`);
    return answer.outcome;
  }

  async restore(job: RestoreJob): Promise<RestoreOutcome> {
    const answer = await this.#enqueue({ kind: 'restore', job });
    if (answer.kind !== 'restored') throw new Error(`a worker answered ${answer.kind}`);
    return answer.outcome;
  }

  /** Seals the packs of every worker that may have appended to one; after what it was told before. */
  async seal(): Promise<SealOutcome[]> {
    const dirty = this.#members.filter((member) => member.dirty);
    return Promise.all(
      dirty.map(async (member) => {
        member.dirty = false;
        const answer = await this.#send(member, { kind: 'seal' });
        if (answer.kind !== 'sealed') throw new Error(`a worker answered ${answer.kind}`);
        if (answer.outcome.failure !== null) member.dirty = true;
        return answer.outcome;
      }),
    );
  }

  /** Ends the workers; what they have not sealed is gone. */
  async close(): Promise<void> {
    const members = this.#members.splice(0);
    await Promise.all(members.map((member) => this.#send(member, { kind: 'abandon' })));
    await Promise.all(members.map((member) => member.worker.terminate()));
  }

  #enqueue(order: Order): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ order, resolve, reject });
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#queue.length > 0) {
      const member = this.#leastBusy();
      if (member === null) return;
      const { order, resolve, reject } = this.#queue.shift() as Queued;
      if (this.#known.version !== member.learned) {
        member.learned = this.#known.version;
        this.#send(member, { kind: 'learn', shared: this.#known.share() }).catch(reject);
      }
      if (order.kind === 'take') member.dirty = true;
      this.#send(member, order).then(resolve, reject);
    }
  }

  #leastBusy(): Member | null {
    const idle = this.#members.find((member) => member.waiting.size === 0);
    if (idle) return idle;
    if (this.#members.length < this.#size) return this.#start();
    const [first] = [...this.#members].sort((a, b) => a.waiting.size - b.waiting.size);
    return first && first.waiting.size < AHEAD ? first : null;
  }

  #send(member: Member, order: Order): Promise<Answer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (member.waiting.size === 0) member.worker.ref();
      member.waiting.set(id, { resolve, reject });
      member.worker.postMessage({ id, order });
    });
  }

  #start(): Member {
    const worker = new Worker(path.join(__dirname, 'storeWorker.js'), {
      workerData: { root: this.#root },
    });
    const member: Member = { worker, waiting: new Map(), learned: 0, dirty: false };
    worker.on('message', (message: { id: number; answer: Answer }) => {
      const waiting = member.waiting.get(message.id);
      member.waiting.delete(message.id);
      if (member.waiting.size === 0) worker.unref(); // an idle pool keeps no process alive
      waiting?.resolve(message.answer);
      this.#pump();
    });
    const lose = (error: Error): void => {
      const at = this.#members.indexOf(member);
      if (at >= 0) this.#members.splice(at, 1);
      for (const waiting of member.waiting.values()) waiting.reject(error);
      member.waiting.clear();
    };
    worker.on('error', lose);
    worker.on('exit', (code) => lose(new Error(`a worker of the store ended with ${code}`)));
    worker.unref();
    this.#members.push(member);
    return member;
  }
}
