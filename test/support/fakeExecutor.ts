import * as fs from 'node:fs';

import type { Executor, Job, JobExit, Leftovers } from '../../src/run/executors/executor';
import type { JobProgram } from '../contract/executor';

/** An executor without processes: programs are objects that a test commands. */
export interface FakeExecutor extends Executor {
  started(name: string): Promise<JobProgram>;
  vanish(name: string): void;
}

/** A job's script is the name of its program; a script that is empty cannot be started. */
export function fakeExecutor(): FakeExecutor {
  const programs = new Map<string, FakeProgram>();
  const jobs = new Map<string, FakeProgram>();
  let numbers = 100;
  const begin = (name: string, log: string | null): FakeProgram => {
    const program = new FakeProgram(++numbers, log, (child) => begin(child, null));
    programs.set(name, program);
    return program;
  };
  const follow = (program: FakeProgram, owner: boolean): ReturnType<Executor['start']> => ({
    started: Promise.resolve({ externalId: String(program.pid), process: null }),
    exit: program.ended.then((how): JobExit => {
      if (how === 'cancelled') return { kind: 'cancelled', ended: [program.pid], left: [] };
      if (how === 'vanished' || !owner) return { kind: 'lost' };
      return { kind: 'exited', code: how, leftRunning: program.endChildren() };
    }),
    cancel: () => program.end('cancelled'),
  });
  return {
    start: (job: Job) => {
      if (job.script === '') {
        return {
          started: Promise.resolve(null),
          exit: Promise.resolve({ kind: 'not-started', error: 'no script' }),
          cancel: () => undefined,
        };
      }
      const program = begin(job.script, job.log);
      jobs.set(String(program.pid), program);
      return follow(program, true);
    },
    reattach: (externalId) => {
      const program = jobs.get(externalId);
      if (!program) throw new Error(`no job ${externalId}`);
      return follow(program, false);
    },
    close: () => undefined,
    started: (name) => {
      const program = programs.get(name);
      return program ? Promise.resolve(program) : Promise.reject(new Error(`no program ${name}`));
    },
    vanish: (name) => programs.get(name)?.end('vanished'),
  };
}

class FakeProgram implements JobProgram {
  readonly ended: Promise<number | 'cancelled' | 'vanished'>;
  readonly gone: Promise<void>;
  #resolve: (how: number | 'cancelled' | 'vanished') => void = () => undefined;
  readonly #children: FakeProgram[] = [];
  #over = false;

  readonly pid: number;
  readonly #log: string | null;
  readonly #begin: (name: string) => FakeProgram;

  constructor(pid: number, log: string | null, begin: (name: string) => FakeProgram) {
    this.pid = pid;
    this.#log = log;
    this.#begin = begin;
    this.ended = new Promise((resolve) => (this.#resolve = resolve));
    this.gone = this.ended.then(() => undefined);
  }

  print(text: string): Promise<void> {
    if (this.#log !== null) fs.appendFileSync(this.#log, text);
    return Promise.resolve();
  }

  exit(code: number): Promise<void> {
    this.end(code);
    return Promise.resolve();
  }

  ignorePoliteSignals(): Promise<void> {
    return Promise.resolve();
  }

  child(name: string): Promise<void> {
    this.#children.push(this.#begin(name));
    return Promise.resolve();
  }

  end(how: number | 'cancelled' | 'vanished'): void {
    if (this.#over) return;
    this.#over = true;
    if (how === 'cancelled') this.endChildren();
    this.#resolve(how);
  }

  endChildren(): Leftovers | null {
    const alive = this.#children.filter((child) => !child.#over);
    for (const child of alive) child.end('cancelled');
    return alive.length === 0 ? null : { ended: alive.map((child) => child.pid), left: [] };
  }
}
