import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { constants } from 'node:os';
import * as path from 'node:path';
import type { Socket } from 'node:net';
import { getSystemErrorName } from 'node:util';

import { between, Waiting } from './spawned';
import type { Spawned, SpawnHelper } from './spawned';
import { startProcess } from './startProcess';
import type { Exited, StartOrder } from './startProcess';

/**
 * A small Perl (`spawn.pl`): there in a few milliseconds, and of a tenth of Node's memory, so that starting a
 * program costs it a quarter of what it costs Node. Where it cannot do its work it says nothing and ends.
 */
export class PerlHelper implements SpawnHelper {
  ready = false;
  useless = false;
  readonly #child: ChildProcess;
  readonly #orders: Socket;
  readonly #words: Socket;
  readonly #waiting = new Map<number, { readonly waiting: Waiting; readonly order: StartOrder }>();
  #shared: Readonly<Record<string, string>> | null = null;
  #number = 0;
  #rest = '';

  constructor(program = PERL) {
    this.#child = spawn(program, [path.join(__dirname, 'spawn.pl')], {
      cwd: '/',
      env: {}, // what steers a Perl is for those that steps start
      // In a group of its own, so that what is meant for the run's group does not end it.
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#orders = this.#child.stdin as Socket;
    this.#words = this.#child.stdout as Socket;
    this.#words.setEncoding('latin1');
    this.#words.on('data', (text: string) => this.#hear(text));
    for (const end of [this.#orders, this.#words]) end.on('error', () => this.#lose());
    this.#words.on('close', () => this.#lose());
    this.#child.on('error', () => this.#lose());
    // It must not keep the run from ending.
    this.#child.unref();
    this.#orders.unref();
    this.#words.unref();
  }

  start(order: StartOrder): Spawned {
    const { file, args, workingFolder, log, variables } = order;
    const changes = between(this.#shared ?? {}, variables);
    const number = ++this.#number;
    const words = [file, ...args];
    const environment = fieldsOf(changes);
    const first = this.#shared === null ? ['environment', ...environment] : [];
    const own = this.#shared === null ? [] : environment;
    const fields = [String(number), workingFolder, log, String(words.length), ...words, ...own];
    // It would end a field too early; the direct way has the words for it.
    if ([...fields, ...first].some((field) => field.includes('\0'))) return startProcess(order);
    this.#shared ??= variables;
    const waiting = new Waiting();
    this.#waiting.set(number, { waiting, order });
    // While a job is under way the helper is what the run waits for.
    this.#words.ref();
    this.#orders.write(messageOf(first) + messageOf(fields));
    return waiting;
  }

  close(): void {
    // One that has not begun to listen may never do so; it has started nothing.
    if (!this.ready) this.#child.kill('SIGKILL');
    this.ready = false;
    this.#orders.end();
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#word(line.split(' '));
    if (this.#waiting.size === 0) this.#words.unref();
  }

  #word([what, number, ...rest]: readonly string[]): void {
    if (what === 'ready') {
      this.ready = true;
      return;
    }
    const known = this.#waiting.get(Number(number));
    if (known === undefined) return;
    const { waiting, order } = known;
    const [first = '', second = ''] = rest;
    if (what === 'started') {
      waiting.hasStarted({ pid: Number(first), startTime: second || null, error: null });
      return;
    }
    this.#waiting.delete(Number(number));
    if (what === 'exited') waiting.hasExited(exitedOf(Number(first)));
    else waiting.hasStarted({ pid: null, startTime: null, error: whyNot(first, second, order) });
  }

  /** It is gone, and with it all knowledge of how its jobs end. */
  #lose(): void {
    if (!this.ready) this.useless = true;
    this.ready = false;
    for (const { waiting } of this.#waiting.values()) {
      waiting.hasStarted(null);
      waiting.hasExited(null);
    }
    this.#waiting.clear();
  }
}

/** Whether there may be one: it knows how programs end by a descriptor that only Linux has. */
export function perlMayHelp(): boolean {
  return process.platform === 'linux' && fs.existsSync(PERL);
}

/** The system's own, not whatever a path leads to. */
const PERL = '/usr/bin/perl';

function fieldsOf(changes: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(changes).map(([name, value]) =>
    value === null ? `-${name}` : `+${name}=${value}`,
  );
}

function messageOf(fields: readonly string[]): string {
  if (fields.length === 0) return '';
  const text = `${fields.join('\0')}\0`;
  return `${Buffer.byteLength(text)}\n${text}`;
}

/** What `wait` says: the signal in the low bits, the code above them. */
function exitedOf(status: number): Exited {
  const signal = status & 0x7f;
  return signal === 0
    ? { code: status >> 8, signal: null }
    : { code: null, signal: SIGNALS.get(signal) ?? `signal ${signal}` };
}

/** Of two names for one number the first, as Node says it: an abort is SIGABRT, not SIGIOT. */
const SIGNALS = new Map(
  Object.entries(constants.signals)
    .reverse()
    .map(([name, number]) => [number, name]),
);

function whyNot(part: string, errno: string, { file, workingFolder, log }: StartOrder): string {
  const code = getSystemErrorName(-Number(errno));
  if (part === 'folder') return `no folder ${workingFolder}`;
  if (part === 'file') return `${file}: ${code}`;
  return part === 'log' ? `${log}: ${code}` : code;
}
