import { parentPort, workerData } from 'node:worker_threads';

import { replyTo } from '../../base/askedThread';
import type { Numbered } from '../../base/askedThread';
import type { Project } from '../../store/layout';
import type { ReaderAnswer, ReaderQuestion } from './readerModel';
import { readSaved } from './readSaved';

/** Reads what is saved in a thread of its own, one question after another. */
const reader = readSaved(workerData as Project);

let last: Promise<void> = Promise.resolve();

parentPort?.on('message', ({ id, message }: Numbered<ReaderQuestion>) => {
  last = last.then(async () => parentPort?.postMessage(await replyTo(id, () => answer(message))));
});

function answer({ verb, values }: ReaderQuestion): Promise<ReaderAnswer> {
  const ask: Readonly<Record<string, unknown>> = { ...reader };
  return (ask[verb] as (...values: readonly unknown[]) => Promise<ReaderAnswer>)(...values);
}
