import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { mayRun } from '../trust';

/** What a call of the command line came to. */
export interface Answered {
  /** As design section 5 has them; null where it was killed or could not be started. */
  readonly exit: number | null;
  /** The JSON document that it printed; null where that is none. */
  readonly document: Readonly<Record<string, unknown>> | null;
  /** What it said to people. */
  readonly said: string;
}

/**
 * The bundled command line as child processes: the engine that hashes, copies and waits. Started with the
 * host's own Node, or with the one of the setting `reprise.node`.
 */
export class CommandLine {
  readonly #program: string;
  readonly #folder: string;
  readonly #log: vscode.LogOutputChannel;

  /** `dist`: the folder of the bundles; `folder`: where answers of runs wait, so that a reload breaks no pipe. */
  constructor(dist: string, folder: string, log: vscode.LogOutputChannel) {
    this.#program = path.join(dist, 'cli.js');
    this.#folder = folder;
    this.#log = log;
  }

  /** Asks something that is soon answered. A cancelled call is killed. */
  async ask(
    args: readonly string[],
    { cwd, token }: { readonly cwd: string; readonly token?: vscode.CancellationToken },
  ): Promise<Answered> {
    const child = this.#spawn([...args, '--json'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const stopping = token?.onCancellationRequested(() => child.kill());
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    const exit = await ended(child);
    stopping?.dispose();
    return answered(exit, Buffer.concat(out).toString(), Buffer.concat(err).toString());
  }

  /**
   * Starts something that runs steps and outlives the window. Its answer goes to a file, because a pipe to a
   * window that reloads would break.
   */
  async start(
    args: readonly string[],
    { cwd, id }: { readonly cwd: string; readonly id: string },
  ): Promise<Answered> {
    await fs.mkdir(this.#folder, { recursive: true });
    const files = ['out', 'err'].map((name) => path.join(this.#folder, `${id}.${name}`));
    const [out, err] = await Promise.all(files.map((file) => fs.open(file, 'w')));
    if (out === undefined || err === undefined) throw new Error('no files for the answer');
    try {
      const child = this.#spawn([...args, '--run-id', id, '--json'], {
        cwd,
        stdio: ['ignore', out.fd, err.fd],
        detached: true,
      });
      child.unref();
      const exit = await ended(child);
      const [answer = '', said = ''] = await Promise.all(
        files.map((file) => fs.readFile(file, 'utf8')),
      );
      return answered(exit, answer, said);
    } finally {
      await Promise.all([out.close(), err.close()]);
      await Promise.all(files.map((file) => fs.rm(file, { force: true })));
    }
  }

  #spawn(args: readonly string[], options: Parameters<typeof spawn>[2]): ChildProcess {
    if (!mayRun()) throw new Error('nothing is run in Restricted Mode');
    const settings = vscode.workspace.getConfiguration('reprise');
    const node = settings.get<string>('node') || process.execPath;
    const scratch = settings.get<string>('scratchFolder');
    this.#log.info(`reprise ${args.join(' ')}`);
    return spawn(node, [this.#program, ...args], {
      ...options,
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        ...(scratch ? { REPRISE_SCRATCH: scratch } : {}),
      },
      windowsHide: true,
    });
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
}

function answered(exit: number | null, answer: string, said: string): Answered {
  try {
    return { exit, document: JSON.parse(answer) as Record<string, unknown>, said };
  } catch {
    return { exit, document: null, said };
  }
}
