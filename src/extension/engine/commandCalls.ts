import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** A call of the command line, as plain data: another thread makes it. */
export interface CommandCall {
  /** The Node that runs it. */
  readonly node: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Variables over those of the window. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of a run, which outlives the window; null of what is soon answered. */
  readonly run: string | null;
}

/** What is asked of the thread: to begin a call, and what one that has begun comes to. */
export type CommandQuestion =
  | { readonly kind: 'begin'; readonly call: CommandCall }
  | { readonly kind: 'end'; readonly number: number };

/** A call that has begun. */
export interface Begun {
  readonly number: number;
  /** Null where it could not be started; `end` says why. */
  readonly pid: number | null;
}

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
 * Child processes of a thread that has nothing else to do: to start one copies the page tables of the whole process
 * and waits for the child to load its program, which nobody who types should wait for.
 */
export class CommandCalls {
  readonly #folder: string;
  readonly #begun = new Map<number, Promise<Answered>>();
  #last = 0;

  /** `folder`: where answers of runs wait, so that a reload of the window breaks no pipe. */
  constructor(folder: string) {
    this.#folder = folder;
    sweep(folder);
  }

  begin({ call }: Extract<CommandQuestion, { kind: 'begin' }>): Begun {
    const number = ++this.#last;
    const { child, answered } = call.run === null ? ask(call) : start(call, call.run, this.#folder);
    answered.catch(() => undefined); // whoever asks for the end is told
    this.#begun.set(number, answered);
    return { number, pid: child.pid ?? null };
  }

  /** What a call has come to, told once. */
  async end({ number }: Extract<CommandQuestion, { kind: 'end' }>): Promise<Answered> {
    const answered = this.#begun.get(number);
    if (answered === undefined) throw new Error('the thread that waited for the answer broke down');
    try {
      return await answered;
    } finally {
      this.#begun.delete(number);
    }
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly answered: Promise<Answered>;
}

function ask(call: CommandCall): Started {
  const child = spawnCall(call, { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString();
  const answered = ended(child).then((exit) => answerOf(exit, text(out), text(err)));
  return { child, answered };
}

/**
 * The answer goes to files, because a pipe to a window that reloads would break. They lose their names at once, so that
 * a window that is closed before the run is over leaves nothing behind.
 */
function start(call: CommandCall, id: string, folder: string): Started {
  fs.mkdirSync(folder, { recursive: true });
  const files = ENDINGS.map((ending) => path.join(folder, `${id}${ending}`));
  const [out = -1, err = -1] = files.map((file) => fs.openSync(file, 'w+'));
  const child = spawnCall(call, { stdio: ['ignore', out, err], detached: true });
  child.unref();
  for (const file of files) remove(file);
  const answered = ended(child)
    .then((exit) => answerOf(exit, readAll(out), readAll(err)))
    .finally(() => {
      for (const each of [out, err]) fs.closeSync(each);
      for (const file of files) remove(file);
    });
  return { child, answered };
}

function spawnCall(
  { node, program, args, cwd, variables }: CommandCall,
  options: Pick<Parameters<typeof spawn>[2], 'stdio' | 'detached'>,
): ChildProcess {
  const env = { ...process.env, ...variables };
  return spawn(node, [program, ...args], { ...options, cwd, env, windowsHide: true });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
}

function answerOf(exit: number | null, answer: string, said: string): Answered {
  try {
    return { exit, document: JSON.parse(answer) as Record<string, unknown>, said };
  } catch {
    return { exit, document: null, said };
  }
}

/** From the beginning: the child has left the place where it wrote last. */
function readAll(descriptor: number): string {
  const bytes = Buffer.alloc(fs.fstatSync(descriptor).size);
  const length = fs.readSync(descriptor, bytes, 0, bytes.length, 0);
  return bytes.toString('utf8', 0, length);
}

/** Where a file that is open cannot lose its name, it goes at the end, or with the next window. */
function remove(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // somebody has it open
  }
}

/** Takes away what earlier windows could not. Of a run that goes on, whoever waits for its answer has the file open. */
function sweep(folder: string): void {
  let names: readonly string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return; // nothing was ever run
  }
  for (const name of names) {
    if (ENDINGS.includes(path.extname(name))) remove(path.join(folder, name));
  }
}

const ENDINGS: readonly string[] = ['.out', '.err'];
