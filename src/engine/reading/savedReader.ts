import * as path from 'node:path';
import { Worker } from 'node:worker_threads';

import type { Result } from '../../base/result';
import type { Failure } from '../../records/failures';
import type { Project } from '../../store/layout';
import type { ReaderAnswer, ReaderQuestion, ReaderVerb, SavedReader } from './readerModel';

/**
 * Reads the reports and saved files of a project in a thread that starts with the first question: reading,
 * proving and laying side by side holds nobody up, however large the files are.
 */
export function openSavedReader(project: Project): SavedReader {
  const thread = new ReaderThread(project);
  const ask =
    <Name extends ReaderVerb>(verb: Name) =>
    (...values: Parameters<SavedReader[Name]>): ReturnType<SavedReader[Name]> =>
      thread.ask(verb, values) as ReturnType<SavedReader[Name]>;
  return {
    report: ask('report'),
    summary: ask('summary'),
    files: ask('files'),
    compare: ask('compare'),
    bytes: ask('bytes'),
    stat: ask('stat'),
    list: ask('list'),
    read: ask('read'),
    close: () => thread.close(),
  };
}

interface Waiting {
  readonly resolve: (result: Result<unknown, Failure>) => void;
  readonly reject: (error: Error) => void;
}

class ReaderThread {
  readonly #project: Project;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #next = 1;

  constructor(project: Project) {
    this.#project = project;
  }

  ask(verb: ReaderVerb, values: readonly unknown[]): Promise<Result<unknown, Failure>> {
    const worker = (this.#worker ??= this.#start());
    const question: ReaderQuestion = { id: this.#next++, verb, values };
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      worker.ref(); // who waits for an answer is not left alone
      worker.postMessage(question);
    });
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#lose(new Error('The reader was closed.'));
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(path.join(__dirname, 'savedReaderWorker.js'), {
      workerData: this.#project,
    });
    worker.on('message', (answer: ReaderAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if (this.#waiting.size === 0) worker.unref();
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.result);
    });
    const lose = (error: Error): void => {
      if (this.#worker === worker) this.#lose(error);
    };
    worker.on('error', lose);
    worker.on('exit', (code) => lose(new Error(`the reader ended with ${code}`)));
    return worker;
  }

  /** The next question starts another thread. */
  #lose(error: Error): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
