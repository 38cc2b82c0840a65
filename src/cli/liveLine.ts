import { progressLine } from '../present/progressLine';
import { eventLine } from '../present/runText';
import type { RunEvent } from '../records/events';
import { emptyRunState, foldEvents } from '../records/fold';
import type { RunState } from '../records/fold';
import type { Terminal } from './terminal';

/**
 * Tells what happens in a run: plain lines, and on a terminal one more below them that is redrawn in
 * place with the steps at work, until it is closed.
 */
export class LiveLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | null;
  #state: RunState = emptyRunState();

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    this.#timer = terminal.live ? setInterval(() => this.#draw(''), REDRAW_MS) : null;
    this.#timer?.unref();
  }

  /** Tells an event and moves the line on. */
  readonly tell = (event: RunEvent): void => {
    const line = eventLine(event, { paint: this.#terminal.tellPaint });
    const above = line === null ? '' : `${line}\n`;
    if (this.#timer === null) {
      this.#terminal.tell(above);
    } else {
      this.#state = foldEvents([event], this.#state);
      this.#draw(above);
    }
  };

  /** Takes the redrawn line away. */
  close(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#terminal.tell(CLEAR);
  }

  #draw(above: string): void {
    const line = progressLine(this.#state, { now: this.#now(), width: this.#terminal.width() });
    this.#terminal.tell(`${CLEAR}${above}${line}`);
  }
}

const REDRAW_MS = 500;
const CLEAR = '\r\u001b[2K';
