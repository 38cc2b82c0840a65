import { parentPort, workerData } from 'node:worker_threads';

import { KnownPacks } from '../packs/knownPacks';
import { StoreThread } from './storeThread';
import type { Answer, Order } from './hashPool';

/** A worker thread of the store: does one order after another. */
const port = parentPort;
if (port !== null) {
  const thread = new StoreThread((workerData as { root: string }).root, new KnownPacks());
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: { id: number; order: Order }) => {
    last = last.then(async () => {
      const answer: Answer = await obey(thread, message.order);
      port.postMessage({ id: message.id, answer });
    });
  });
}

async function obey(thread: StoreThread, order: Order): Promise<Answer> {
  switch (order.kind) {
    case 'learn':
      thread.learn(order.shared);
      return { kind: 'done' };
    case 'take':
      return { kind: 'taken', outcome: await thread.take(order.job, order.claims) };
    case 'restore':
      return { kind: 'restored', outcome: await thread.restore(order.job) };
    case 'seal':
      return { kind: 'sealed', outcome: thread.seal() };
    case 'abandon':
      thread.abandon();
      return { kind: 'done' };
  }
}
