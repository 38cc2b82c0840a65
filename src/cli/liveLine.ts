import { progressLine } from '../present/progressLine';
import { eventLine, warningLines } from '../present/runText';
import type { RunEvent } from '../records/events';
import { emptyRunState, foldEvents } from '../records/fold';
import type { RunState } from '../records/fold';
import type { Warning } from '../records/warnings';
import type { Terminal } from './terminal';
import { ToldAside } from './toldAside';

/**
 * Tells what happens in a run: plain lines, and on a terminal one more below them that is redrawn in
 * place with the steps at work, until it is closed.
 */
export class LiveLine {
  readonly #terminal: Terminal;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | null;
  #state: RunState = emptyRunState();
  /** Said of many steps at once when the last of them is done. */
  readonly #later: Warning[] = [];
  readonly #aside = new ToldAside();
  #run = '';
  #held = '';
  #soon: NodeJS.Immediate | null = null;

  constructor(terminal: Terminal, now: () => number) {
    this.#terminal = terminal;
    this.#now = now;
    this.#timer = terminal.live ? setInterval(() => this.#draw(''), REDRAW_MS) : null;
    this.#timer?.unref();
  }

  /** Tells an event and moves the line on. */
  readonly tell = (event: RunEvent): void => {
    if (event.type === 'warning' && event.warning.code === 'reused-other-code') {
      this.#later.push(event.warning);
      return;
    }
    if (event.type === 'ended') this.#tellLater();
    if (event.type === 'started') this.#run = event.run;
    if (this.#aside.wasTold(event)) return;
    const line = eventLine(event, { paint: this.#terminal.tellPaint, run: this.#run });
    const above = line === null ? '' : `${line}\n`;
    if (this.#timer === null) {
      // Reused steps come by the thousand at once: one write for all of them.
      this.#held += above;
      this.#soon ??= setImmediate(this.#flush);
    } else {
      this.#state = foldEvents([event], this.#state);
      this.#draw(above);
    }
  };

  /** Takes the redrawn line away. */
  close(): void {
    this.#tellLater();
    this.#flush();
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#terminal.tell(CLEAR);
  }

  #tellLater(): void {
    const warnings = this.#later.splice(0);
    if (warnings.length === 0) return;
    const lines = `${warningLines(warnings, this.#terminal.tellPaint)}\n`;
    if (this.#timer === null) this.#held += lines;
    else this.#draw(lines);
  }

  readonly #flush = (): void => {
    if (this.#soon !== null) clearImmediate(this.#soon);
    this.#soon = null;
    if (this.#held !== '') this.#terminal.tell(this.#held);
    this.#held = '';
  };

  #draw(above: string): void {
    const line = progressLine(this.#state, { now: this.#now(), width: this.#terminal.width() });
    this.#terminal.tell(`${CLEAR}${above}${line}`);
  }
}

const REDRAW_MS = 500;
const CLEAR = '\r\u001b[2K';
