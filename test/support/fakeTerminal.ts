import type { Terminal } from '../../src/cli/terminal';
import { PLAIN } from '../../src/present/paint';

/** A terminal that keeps what it is given. */
export interface FakeTerminal extends Terminal {
  /** Everything answered so far. */
  readonly answered: () => string;
  /** Everything told so far. */
  readonly told: () => string;
}

/** A terminal of this width; live ones get a line that is redrawn. */
export function fakeTerminal(
  options: { readonly live?: boolean; readonly width?: number } = {},
): FakeTerminal {
  let answered = '';
  let told = '';
  const answer = (bytes: string | Uint8Array): void =>
    void (answered += typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString());
  return {
    answer,
    answerBytes: (bytes) => Promise.resolve(answer(bytes)),
    tell: (text) => void (told += text),
    paint: PLAIN,
    tellPaint: PLAIN,
    live: options.live ?? false,
    width: () => options.width ?? 80,
    drained: () => Promise.resolve(null),
    answered: () => answered,
    told: () => told,
  };
}
