import { parentPort, workerData } from 'node:worker_threads';

import type { Project } from '../../store/layout';
import type { ReaderAnswer, ReaderQuestion } from './readerModel';
import { readSaved } from './readSaved';

/** Reads what is saved in a thread of its own, one question after another. */
const reader = readSaved(workerData as Project);

let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (question: ReaderQuestion) => {
  last = last.then(async () => parentPort?.postMessage(await answer(question)));
});

async function answer({ id, verb, values }: ReaderQuestion): Promise<ReaderAnswer> {
  try {
    const ask: Readonly<Record<string, unknown>> = { ...reader };
    const answered = (ask[verb] as (...values: readonly unknown[]) => Promise<never>)(...values);
    return { id, result: await answered };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}
