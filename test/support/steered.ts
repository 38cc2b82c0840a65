import * as net from 'node:net';
import * as path from 'node:path';

import { temporaryFolder } from './temporary';

/** A real process that does what the test tells it, and nothing else. */
export interface Steered {
  readonly pid: number;
  print(text: string): Promise<void>;
  /** Relative to its working folder. */
  write(file: string, text: string): Promise<void>;
  append(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
  /** The value of a variable as the process sees it. */
  environment(variable: string): Promise<string | null>;
  ignorePoliteSignals(): Promise<void>;
  /** Starts another steered process; wait for it by its name. */
  child(name: string, options?: { readonly detached?: boolean }): Promise<void>;
  exit(code: number): Promise<void>;
  /** Resolves once the process is gone, however it ended. */
  readonly gone: Promise<void>;
}

/** Where steered processes connect back to. */
export interface Steering {
  /** A command line for a shell, which starts a steered process of this name. */
  command(name: string): string;
  /** The next process of this name, once it has connected. */
  started(name: string): Promise<Steered>;
  /** Whether a process of this name has connected and nobody has asked for it. */
  isWaiting(name: string): boolean;
}

/** Opens a socket for steered processes; it is closed after the test, and they end with it. */
export async function openSteering(): Promise<Steering> {
  const address = path.join(temporaryFolder('st-'), 's');
  const arrived = new Map<string, Steered[]>();
  const awaited = new Map<string, ((steered: Steered) => void)[]>();
  const arrive = (name: string, steered: Steered): void => {
    const waiting = awaited.get(name)?.shift();
    if (waiting) waiting(steered);
    else arrived.set(name, [...(arrived.get(name) ?? []), steered]);
  };
  const server = net.createServer((socket) => receive(socket, arrive));
  await new Promise<void>((resolve) => server.listen(address, resolve));
  open.push(server);
  return {
    command: (name) =>
      [process.execPath, PROGRAM, address, name].map((one) => `"${one}"`).join(' '),
    started: (name) =>
      new Promise((resolve) => {
        const waiting = arrived.get(name)?.shift();
        if (waiting) resolve(waiting);
        else awaited.set(name, [...(awaited.get(name) ?? []), resolve]);
      }),
    isWaiting: (name) => (arrived.get(name)?.length ?? 0) > 0,
  };
}

const PROGRAM = path.resolve(__dirname, '../../../test/fixtures/steered/steered.js');

const open: net.Server[] = [];
const sockets = new Set<net.Socket>();

afterEach(() => {
  for (const server of open.splice(0)) server.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});

function receive(socket: net.Socket, arrive: (name: string, steered: Steered) => void): void {
  sockets.add(socket);
  const answers: ((value: unknown) => void)[] = [];
  const gone = new Promise<void>((resolve) => {
    socket.on('close', () => {
      sockets.delete(socket);
      for (const answer of answers.splice(0)) answer(null);
      resolve();
    });
  });
  socket.on('error', () => undefined);
  const tell = (order: object): Promise<unknown> =>
    new Promise((resolve) => {
      answers.push(resolve);
      socket.write(`${JSON.stringify(order)}\n`);
    });
  const done = async (order: object): Promise<void> => {
    await tell(order);
  };
  let pending = '';
  socket.on('data', (chunk) => {
    pending += chunk.toString();
    const lines = pending.split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line) as { name?: string; pid?: number; value?: unknown };
      if (message.name === undefined) answers.shift()?.(message.value);
      else {
        arrive(message.name, {
          pid: message.pid ?? 0,
          print: (text) => done({ do: 'print', text }),
          write: (file, text) => done({ do: 'write', file, text }),
          append: (file, text) => done({ do: 'append', file, text }),
          remove: (file) => done({ do: 'remove', file }),
          environment: async (variable) =>
            (await tell({ do: 'environment', variable })) as string | null,
          ignorePoliteSignals: () => done({ do: 'ignorePoliteSignals' }),
          child: (as, options) => done({ do: 'child', as, detached: options?.detached ?? false }),
          exit: (code) => done({ do: 'exit', code }),
          gone,
        });
      }
    }
  });
}
