import * as path from 'node:path';
import { Worker } from 'node:worker_threads';

import * as vscode from 'vscode';

import type { PastAnswer, PastAsk } from '../../engine/past/pastAsks';
import { mayRun } from '../trust';

/** The thread that reads records, so that the extension host never waits for a disk. Started when first asked. */
export class PastClient implements vscode.Disposable {
  readonly #dist: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  readonly #trusting: vscode.Disposable;
  #last = 0;

  /** `dist`: the folder of the bundles. */
  constructor(dist: string) {
    this.#dist = dist;
    this.#trusting = vscode.workspace.onDidGrantWorkspaceTrust(() => this.#end());
  }

  /** The answer of the thread. Where that breaks down another one is asked, once. */
  async ask<A extends PastAsk>(ask: A): Promise<PastAnswer<A['kind']>> {
    try {
      return await this.#askOnce(ask);
    } catch {
      return await this.#askOnce(ask);
    }
  }

  #askOnce<A extends PastAsk>(ask: A): Promise<PastAnswer<A['kind']>> {
    this.#worker ??= this.#start();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker?.postMessage({ id, ask });
    });
  }

  dispose(): void {
    this.#trusting.dispose();
    this.#end();
  }

  /** Whoever still waits for it asks again. */
  #end(): void {
    const worker = this.#worker;
    this.#worker = null;
    for (const { reject } of this.#waiting.values())
      reject(new Error('the reading thread was ended'));
    this.#waiting.clear();
    void worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(path.join(this.#dist, 'pastWorker.js'), {
      workerData: { mayStart: mayRun() },
    });
    worker.unref();
    worker.on('message', (message: Message) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('error' in message) waiting?.reject(new Error(message.error));
      else waiting?.resolve(message.answer);
    });
    const lose = (why: Error): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(why);
      this.#waiting.clear();
    };
    worker.on('error', lose);
    worker.on('exit', (code) => lose(new Error(`the reading thread ended with ${code}`)));
    return worker;
  }
}

type Message =
  | { readonly id: number; readonly answer: PastAnswer }
  | { readonly id: number; readonly error: string };

interface Waiting {
  readonly resolve: (answer: PastAnswer) => void;
  readonly reject: (why: Error) => void;
}
