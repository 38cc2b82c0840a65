import type { Writable } from 'node:stream';

import { ANSI, PLAIN } from '../present/paint';
import type { Paint } from '../present/paint';

/** Where words go: the answer to standard output, all that is said on the way to standard error. */
export interface Terminal {
  readonly answer: (text: string) => void;
  /** As `answer`, for much: comes back when the reader has room for more. */
  readonly answerBytes: (bytes: string | Uint8Array) => Promise<void>;
  readonly tell: (text: string) => void;
  /** Colours of the answer. */
  readonly paint: Paint;
  /** Colours of what is told on the way. */
  readonly tellPaint: Paint;
  /** Whether a line may be redrawn in place where words are told. */
  readonly live: boolean;
  /** Characters in a line of the terminal, now. */
  readonly width: () => number;
  /** Waits until everything written has left the process; tells why the answer was lost, where it was. */
  readonly drained: () => Promise<string | null>;
}

/** The terminal, pipe or file that this process was started with. A reader that went away is no error. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  let lost: string | null = null;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= error.message;
  });
  stderr.on('error', () => undefined);
  return {
    answer: (text) => void stdout.write(text),
    answerBytes: (bytes) => written(stdout, bytes),
    tell: (text) => void stderr.write(text),
    paint: paintFor(stdout.isTTY),
    tellPaint: paintFor(stderr.isTTY),
    live: stderr.isTTY && process.env['TERM'] !== 'dumb',
    width: () => stderr.columns || 80,
    drained: async () => {
      await Promise.all([written(stdout, ''), written(stderr, '')]);
      return lost;
    },
  };
}

function paintFor(isTerminal: boolean): Paint {
  const { NO_COLOR, TERM } = process.env;
  const wanted = isTerminal && (NO_COLOR ?? '') === '' && TERM !== 'dumb';
  return wanted ? ANSI : PLAIN;
}

/** Comes back when the bytes have left, also where nobody reads them any more. */
function written(stream: Writable, bytes: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write(bytes, () => resolve());
  });
}
