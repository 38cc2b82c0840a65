import * as path from 'node:path';
import { Worker } from 'node:worker_threads';

import { ignorePattern } from '../../pipeline/ignorePattern';
import { Doubted } from './doubted';

/** An expression as the worker makes it. */
export interface PatternExpression {
  readonly pattern: string;
  readonly flags: string;
}

/** What the worker is told. */
export interface PatternOrder {
  readonly id: number;
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly expressions: readonly PatternExpression[];
  readonly mostMs: number;
}

/** The rest of the text and how often each expression matched something, or which one did not come to an end. */
export type PatternAnswer =
  | { readonly bytes: Uint8Array; readonly counts: readonly number[] }
  | { readonly gaveUp: number; readonly why: string };

/** What patterns may take in all, over every file of a comparison. */
const MOST_MS = 10_000;
/** And for each mebibyte that they are applied to. */
const MS_PER_MEBIBYTE = 250;

/**
 * Applies ignore patterns in a thread of its own, so that one which never ends holds nobody up: after its time it
 * is given up and excuses nothing, here and on every later text, and a cancel ends it at once.
 */
export class Patterns {
  readonly #cancel: AbortSignal | null;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 1;
  #msLeft: number;

  constructor(options: { readonly cancel?: AbortSignal | null; readonly mostMs?: number } = {}) {
    this.#cancel = options.cancel ?? null;
    this.#msLeft = options.mostMs ?? MOST_MS;
  }

  /**
   * The bytes without what the patterns match: `.` stops at the end of a line, `^` and `$` stand at lines, letters
   * count by their case. The bytes given are gone. Throws `Doubted` where it cannot be done.
   */
  async takeOut(bytes: Buffer, patterns: readonly string[]): Promise<Taken> {
    const expressions = patterns.map(expressionOf);
    if (this.#cancel?.aborted) throw new Doubted('it was cancelled');
    this.#msLeft += (bytes.length / 2 ** 20) * MS_PER_MEBIBYTE;
    const answer = await this.#ask(bytes, expressions);
    if ('bytes' in answer) {
      const { buffer, byteOffset, byteLength } = answer.bytes;
      return { bytes: Buffer.from(buffer, byteOffset, byteLength), counts: answer.counts };
    }
    const pattern = patterns[answer.gaveUp] ?? '';
    throw new Doubted(`the pattern ${pattern} ${answer.why} this text`);
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #ask(bytes: Buffer, expressions: readonly PatternExpression[]): Promise<PatternAnswer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#waiting.set(id, { resolve, reject });
      const order: PatternOrder = { id, bytes, expressions, mostMs: this.#msLeft };
      this.#worker.postMessage(order, [bytes.buffer as ArrayBuffer]);
    });
  }

  #start(): Worker {
    const worker = new Worker(path.join(__dirname, 'patternWorker.js'));
    const lose = (why: string): void => {
      this.#cancel?.removeEventListener('abort', end);
      const lost = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of lost) reject(new Doubted(why));
    };
    const end = (): void => {
      lose('it was cancelled');
      void worker.terminate();
    };
    this.#cancel?.addEventListener('abort', end);
    worker.on('message', (told: { id: number; answer: PatternAnswer; ms: number }) => {
      const waiting = this.#waiting.get(told.id);
      this.#waiting.delete(told.id);
      if (this.#waiting.size === 0) worker.unref();
      this.#msLeft -= told.ms;
      waiting?.resolve(told.answer);
    });
    worker.on('error', (error) => lose(`the thread for patterns failed (${String(error)})`));
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      lose('the thread for patterns ended');
    });
    return worker;
  }
}

/** What is left of a text, and how often each pattern matched something. */
export interface Taken {
  readonly bytes: Buffer;
  readonly counts: readonly number[];
}

interface Waiting {
  readonly resolve: (answer: PatternAnswer) => void;
  readonly reject: (error: Error) => void;
}

function expressionOf(pattern: string): PatternExpression {
  const expression = ignorePattern(pattern);
  if (expression === null) {
    throw new Doubted(`the pattern ${pattern} is not a regular expression`);
  }
  return { pattern, flags: `${expression.flags}m` };
}
