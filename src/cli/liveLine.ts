import type { RunEvent } from '../records/events';
import { afterEvent, noProgress, progressLine } from '../present/progressLine';
import type { Progress } from '../present/progressLine';
import { eventLine } from '../present/runText';
import type { Terminal } from './terminal';

/**
 * Tells what happens in a run: plain lines, and on a terminal one more below them that is redrawn in
 * place with the steps at work, until it is closed.
 */
export class LiveLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | null;
  #progress: Progress;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    this.#progress = noProgress(now());
    this.#timer = terminal.live ? setInterval(() => this.#draw(''), 500) : null;
    this.#timer?.unref();
  }

  /** Tells an event and moves the line on. */
  readonly tell = (event: RunEvent): void => {
    this.#progress = afterEvent(this.#progress, event);
    const line = eventLine(event, { paint: this.#terminal.tellPaint });
    this.#draw(line === null ? '' : `${line}\n`);
  };

  /** Takes the redrawn line away. */
  close(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#terminal.tell(CLEAR);
  }

  #draw(above: string): void {
    if (this.#timer === null) {
      if (above !== '') this.#terminal.tell(above);
      return;
    }
    const line = progressLine(this.#progress, { now: this.#now(), width: this.#terminal.width() });
    this.#terminal.tell(`${CLEAR}${above}${line}`);
  }
}

const CLEAR = '\r\u001b[2K';
