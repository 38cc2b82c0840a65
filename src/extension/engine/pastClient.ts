import * as path from 'node:path';

import * as vscode from 'vscode';

import { AskedThread } from '../../base/askedThread';
import type { PastAnswer, PastAsk } from '../../engine/past/pastAsks';
import { mayRun } from '../trust';

/** The thread that reads records, so that the extension host never waits for a disk. Started when first asked. */
export class PastClient implements vscode.Disposable {
  readonly #thread: AskedThread<PastAsk, PastAnswer>;
  readonly #trusting: vscode.Disposable;

  /** `dist`: the folder of the bundles. */
  constructor(dist: string) {
    this.#thread = new AskedThread(path.join(dist, 'pastWorker.js'), {
      options: () => ({ workerData: { mayStart: mayRun() } }),
    });
    this.#trusting = vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#thread.end());
  }

  /** The answer of the thread. Where that breaks down another one is asked, once. */
  ask<A extends PastAsk>(ask: A): Promise<PastAnswer<A['kind']>> {
    return this.#thread.ask(() => ask) as Promise<PastAnswer<A['kind']>>;
  }

  dispose(): void {
    this.#trusting.dispose();
    this.#thread.dispose();
  }
}
