import { startProcess } from './startProcess';
import type { Exited, StartOrder, Started } from './startProcess';

/** What a spawner is told: the environment that jobs share, once, and then one job after another. */
export type SpawnerOrder =
  | { readonly kind: 'environment'; readonly variables: Readonly<Record<string, string>> }
  | {
      readonly kind: 'start';
      readonly number: number;
      readonly order: Omit<StartOrder, 'variables'>;
      /** Over the shared environment; null takes one away. */
      readonly variables: Readonly<Record<string, string | null>>;
    };

/** What a spawner tells: for each job how it started and, where it did, how it ended. */
export type SpawnerWord =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly number: number; readonly started: Started }
  | { readonly kind: 'exited'; readonly number: number; readonly exited: Exited };

let shared: Readonly<Record<string, string>> = {};

process.on('message', (message: SpawnerOrder) => {
  if (message.kind === 'environment') {
    shared = message.variables;
    return;
  }
  const { number, order } = message;
  const variables: Record<string, string> = { ...shared };
  for (const [name, value] of Object.entries(message.variables)) {
    if (value === null) Reflect.deleteProperty(variables, name);
    else variables[name] = value;
  }
  const { started, exit } = startProcess({ ...order, variables });
  void started.then((word) => tell({ kind: 'started', number, started: word }));
  void exit.then((exited) => tell({ kind: 'exited', number, exited }));
});

// The run it works for is gone. What it had started is ended by the next run, as after any crash.
process.on('disconnect', () => process.exit(0));
// A signal to the terminal's group is for the run, which decides what becomes of its jobs.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

tell({ kind: 'ready' });

function tell(word: SpawnerWord): void {
  process.send?.(word);
}
