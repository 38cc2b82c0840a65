import { Worker } from 'node:worker_threads';
import type { WorkerOptions } from 'node:worker_threads';

/** What goes to a thread and comes back from it, numbered. */
export interface Numbered<Message> {
  readonly id: number;
  readonly message: Message;
}

/** What a thread sends back: what it was asked for, or why it cannot. */
export type Reply<Answer> =
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: string };

/** What a thread sends back for a question, also where it fails to answer. */
export async function replyTo<Answer>(
  id: number,
  answer: () => Answer | Promise<Answer>,
): Promise<Reply<Answer>> {
  try {
    return { id, answer: await answer() };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** A thread that answers questions, so that who asks is not held up. It is started when first asked. */
export class AskedThread<Question, Answer> {
  readonly #file: string;
  readonly #options: () => WorkerOptions;
  readonly #started: () => void;
  readonly #isOnce: boolean;
  readonly #waiting = new Map<number, Waiting<Answer>>();
  #worker: Worker | null = null;
  #last = 0;
  #gone = false;

  /**
   * `file`: of the worker. `started` is told of each thread, which knows nothing yet. `once`: no question is put
   * twice, because to answer one does something, or whoever asks is to be told.
   */
  constructor(
    file: string,
    more: {
      readonly options?: () => WorkerOptions;
      readonly started?: () => void;
      readonly once?: boolean;
    } = {},
  ) {
    this.#file = file;
    this.#options = more.options ?? (() => ({}));
    this.#started = more.started ?? (() => undefined);
    this.#isOnce = more.once ?? false;
  }

  /** The answer. Where the thread breaks down another one is asked, once; `question` is put anew for that. */
  async ask(question: () => Question): Promise<Answer> {
    if (this.#isOnce) return this.#askOnce(question);
    try {
      return await this.#askOnce(question);
    } catch {
      return await this.#askOnce(question);
    }
  }

  /** Ends the thread; the next question starts another. Whoever still waits asks that one. */
  async end(): Promise<void> {
    const worker = this.#worker;
    this.#lose(new Error('the thread was closed'));
    await worker?.terminate();
  }

  /** Ends the thread for good. */
  dispose(): void {
    this.#gone = true;
    void this.end();
  }

  #askOnce(question: () => Question): Promise<Answer> {
    if (this.#gone) return Promise.reject(new Error('the thread was closed for good'));
    const worker = (this.#worker ??= this.#start());
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const asked: Numbered<Question> = { id, message: question() };
      this.#waiting.set(id, { resolve, reject });
      worker.ref(); // a process does not end while somebody waits for an answer
      worker.postMessage(asked);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#file, this.#options());
    this.#started();
    worker.on('message', (reply: Reply<Answer>) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (this.#waiting.size === 0) worker.unref();
      if ('error' in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply.answer);
    });
    const lose = (why: Error): void => {
      if (this.#worker === worker) this.#lose(why);
    };
    worker.on('error', lose);
    worker.on('exit', (code) => lose(new Error(`the thread ended with ${code}`)));
    return worker;
  }

  #lose(why: Error): void {
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(why);
  }
}

interface Waiting<Answer> {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (why: Error) => void;
}
