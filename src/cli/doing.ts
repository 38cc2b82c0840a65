import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { Answer, Call, Does } from './call';
import type { Ending } from './ending';
import { failureEnd } from './ending';
import type { Terminal } from './terminal';

/** Loads the engine, has a command do its work, and makes an ending of what came out. */
export function doing(options: {
  readonly terminal: Terminal;
  readonly json: boolean;
  readonly file: () => string | undefined;
  /** The listener that ends the process at a signal; taken away for commands that act on signals. */
  readonly endAtOnce: () => void;
  readonly ended: (ending: Ending) => void;
}): Does {
  return async (work) => {
    const engine = await import('../engine');
    const file = options.file();
    const folder = currentFolder();
    if (folder === null) {
      const message = 'The current folder is not there any more. Change to one that is.';
      options.ended(failureEnd({ code: 'usage', message }));
      return;
    }
    const call: Call = {
      engine,
      where: {
        folder,
        host: engine.processHost(),
        ...(file === undefined ? {} : { file }),
      },
      terminal: options.terminal,
      json: options.json,
      cancelOnSignal: () => signalled(options),
    };
    options.ended(endingFor(await work(call), options));
  };
}

function currentFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** The ending of a call that came to this. */
export function endingFor(
  done: Result<Answer, Failure>,
  options: { readonly json: boolean },
): Ending {
  if (!done.ok) return failureEnd(done.failure);
  const { exit, json, text } = done.value;
  return {
    exit: exit ?? 0,
    json: { format: 1, ...json },
    answer: options.json ? '' : text(),
    told: '',
  };
}

/**
 * Aborted by the first signal. Further ones change nothing: the steps are being ended already, and what
 * was moved aside is being put back.
 */
function signalled(options: {
  readonly endAtOnce: () => void;
  readonly terminal: Terminal;
}): AbortSignal {
  const controller = new AbortController();
  process.removeListener('SIGINT', options.endAtOnce);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) options.terminal.tell('Still ending; a moment.\n');
      controller.abort();
    });
  }
  return controller.signal;
}
