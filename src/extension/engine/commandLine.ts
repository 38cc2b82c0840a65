import * as path from 'node:path';
import { SHARE_ENV } from 'node:worker_threads';

import * as vscode from 'vscode';

import { AskedThread } from '../../base/askedThread';
import { mayRun } from '../trust';

import type { Answered, Begun, CommandCall, CommandQuestion } from './commandCalls';

/**
 * The bundled command line as child processes: the engine that hashes, copies and waits. Started with the
 * host's own Node, or with the one of the setting `reprise.node`, by a thread of its own.
 */
export class CommandLine implements vscode.Disposable {
  readonly #program: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #thread: AskedThread<CommandQuestion, Begun | Answered>;
  #gone = false;

  /** `dist`: the folder of the bundles; `folder`: where answers of runs wait, so that a reload breaks no pipe. */
  constructor(dist: string, folder: string, log: vscode.LogOutputChannel) {
    this.#program = path.join(dist, 'cli.js');
    this.#log = log;
    this.#thread = new AskedThread(path.join(dist, 'commandWorker.js'), {
      options: () => ({ workerData: { folder }, env: SHARE_ENV }),
      once: true,
    });
  }

  /** Asks something that is soon answered. A cancelled call is killed. */
  ask(
    args: readonly string[],
    { cwd, token }: { readonly cwd: string; readonly token?: vscode.CancellationToken },
  ): Promise<Answered> {
    return this.#call({ args: [...args, '--json'], cwd, run: null }, token);
  }

  /** Starts something that runs steps and outlives the window. */
  start(
    args: readonly string[],
    { cwd, id }: { readonly cwd: string; readonly id: string },
  ): Promise<Answered> {
    return this.#call({ args: [...args, '--run-id', id, '--json'], cwd, run: id });
  }

  dispose(): void {
    this.#gone = true;
    this.#thread.dispose();
  }

  async #call(
    what: Pick<CommandCall, 'args' | 'cwd' | 'run'>,
    token?: vscode.CancellationToken,
  ): Promise<Answered> {
    const call = { ...what, ...this.#how() };
    this.#log.info(`reprise ${what.args.join(' ')}`);
    try {
      const { number, pid } = (await this.#thread.ask(() => ({ kind: 'begin', call }))) as Begun;
      const kill = (): void => end(pid);
      if (token?.isCancellationRequested === true) kill();
      const stopping = token?.onCancellationRequested(kill);
      try {
        return (await this.#thread.ask(() => ({ kind: 'end', number }))) as Answered;
      } finally {
        stopping?.dispose();
      }
    } catch (error) {
      // a window that closes is told nothing any more, least of all that a run which goes on has failed
      if (this.#gone) return new Promise<never>(() => undefined);
      throw error;
    }
  }

  #how(): Pick<CommandCall, 'node' | 'program' | 'variables'> {
    if (!mayRun()) throw new Error('nothing is run in Restricted Mode');
    const settings = vscode.workspace.getConfiguration('reprise');
    const scratch = settings.get<string>('scratchFolder');
    return {
      node: settings.get<string>('node') || process.execPath,
      program: this.#program,
      variables: {
        ELECTRON_RUN_AS_NODE: '1',
        ...(scratch ? { REPRISE_SCRATCH: scratch } : {}),
      },
    };
  }
}

function end(pid: number | null): void {
  try {
    if (pid !== null) process.kill(pid);
  } catch {
    // it is over already
  }
}
