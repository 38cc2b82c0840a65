import { parentPort, workerData } from 'node:worker_threads';

import type { Numbered, Reply } from './askedThread';
import { CommandCalls } from './commandCalls';
import type { Answered, Begun, CommandQuestion } from './commandCalls';

/** A thread that starts the command line for a host that must not wait, and waits for what it says. */
const port = parentPort;
if (port !== null) {
  const calls = new CommandCalls((workerData as { folder: string }).folder);
  port.on('message', ({ id, message }: Numbered<CommandQuestion>) => {
    const tell = (reply: Reply<Begun | Answered>): void => port.postMessage(reply);
    const answered =
      message.kind === 'end'
        ? calls.end(message)
        : Promise.resolve().then(() => calls.begin(message));
    answered.then(
      (answer) => tell({ id, answer }),
      (error: unknown) =>
        tell({ id, error: error instanceof Error ? error.message : String(error) }),
    );
  });
}
