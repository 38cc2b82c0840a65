import { parentPort, workerData } from 'node:worker_threads';

import { replyTo } from '../../base/askedThread';
import type { Numbered } from '../../base/askedThread';
import { PastReader } from './answerPast';
import type { PastAsk } from './pastAsks';

/** A thread that reads records for a host that must not wait: one question after another. */
const port = parentPort;
if (port !== null) {
  const reader = new PastReader(workerData as { mayStart: boolean });
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ id, message: ask }: Numbered<PastAsk>) => {
    last = last.then(async () => port.postMessage(await replyTo(id, () => reader.answer(ask))));
  });
}
