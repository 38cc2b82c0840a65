import { parentPort, workerData } from 'node:worker_threads';

import { replyTo } from '../../base/askedThread';
import type { Numbered } from '../../base/askedThread';

import { CommandCalls } from './commandCalls';
import type { Answered, Begun, CommandQuestion } from './commandCalls';

/** A thread that starts the command line for a host that must not wait, and waits for what it says. */
const port = parentPort;
if (port !== null) {
  const calls = new CommandCalls((workerData as { folder: string }).folder);
  port.on('message', ({ id, message }: Numbered<CommandQuestion>) => {
    const answer = (): Begun | Promise<Answered> =>
      message.kind === 'end' ? calls.end(message) : calls.begin(message);
    void replyTo<Begun | Answered>(id, answer).then((reply) => port.postMessage(reply));
  });
}
