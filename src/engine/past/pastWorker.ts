import { parentPort, workerData } from 'node:worker_threads';

import { PastReader } from './answerPast';
import type { PastAsk } from './pastAsks';

/** A thread that reads records for a host that must not wait: one question after another. */
const port = parentPort;
if (port !== null) {
  const reader = new PastReader(workerData as { mayStart: boolean });
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ id, message: ask }: { readonly id: number; readonly message: PastAsk }) => {
    last = last.then(async () => {
      try {
        port.postMessage({ id, answer: await reader.answer(ask) });
      } catch (error) {
        port.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
      }
    });
  });
}
