import { StringDecoder } from 'node:string_decoder';

import * as vscode from 'vscode';

import { sizeText } from '../../present/amounts';
import { PrefixedLines } from '../../present/prefixedLines';
import { VERDICT_SIGNS, VERDICT_WORDS } from '../../present/verdictWords';
import type { RunDetail, RunHead, StepDetail } from '../../records/pastModel';
import type { Pipeline } from '../pipelines/pipeline';
import { LogFollower } from './logFollower';
import { pauseAfter, piecesOf } from './pace';
import { isDone, StepTelling } from './stepTelling';
import type { Place } from './stepTelling';

/** Shows what the steps of a run do and print, while they do, each line with its step before it. */
export class RunTerminal implements vscode.Pseudoterminal {
  readonly #pipeline: Pipeline;
  readonly #id: string;
  readonly #follower = new LogFollower();
  readonly #logs = new Map<string, Log>();
  readonly #telling = new StepTelling();
  readonly #write = new vscode.EventEmitter<string>();
  readonly #close = new vscode.EventEmitter<number | undefined>();
  readonly #closeAtEnd: Promise<number> | null;
  readonly #ended: Promise<unknown> | null;
  readonly #cancel: (() => void) | null;
  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;
  #open = true;

  /**
   * `exit`: with it the terminal closes when the run has ended, as a task does; `ended`: without it, when
   * nothing more comes, even of a run that never began; `cancel`: what Ctrl+C and the terminal's bin do.
   */
  constructor(
    pipeline: Pipeline,
    id: string,
    options: {
      readonly exit?: Promise<number>;
      readonly ended?: Promise<unknown>;
      readonly cancel?: () => void;
    } = {},
  ) {
    this.#pipeline = pipeline;
    this.#id = id;
    this.#closeAtEnd = options.exit ?? null;
    this.#ended = options.exit ?? options.ended ?? null;
    this.#cancel = options.cancel ?? null;
  }

  open(): void {
    this.#write.fire(`\u001b[2mrun ${this.#id}\u001b[0m\r\n`);
    this.#follow().catch((error: unknown) => {
      this.#fire(
        `\u001b[31m${error instanceof Error ? error.message : String(error)}\u001b[0m\r\n`,
      );
    });
  }

  close(): void {
    if (this.#open && this.#closeAtEnd !== null) this.#cancel?.();
    this.#open = false;
  }

  handleInput(data: string): void {
    if (data === '\u0003') this.#cancel?.();
  }

  async #follow(): Promise<void> {
    let over = false;
    const end = (): void => {
      over = true;
    };
    this.#ended?.then(end, end);
    const isOver = (): boolean => over;
    const most = this.#ended === null ? MOST_MISSED : Infinity;
    for (let begun = false, missed = 0; this.#open && missed < most;) {
      const wasOver = isOver(); // asked before the logs are read, so that nothing printed last is missed
      const asked = performance.now();
      const detail = await this.#pipeline.latestRun(this.#id);
      const took = performance.now() - asked;
      if (detail !== null) {
        begun = true;
        await this.#show(detail);
        if (detail.head.status !== 'running') await this.#tellEnd(detail.head);
      } else missed += 1;
      if (begun && detail?.head.status !== 'running') break;
      if (wasOver) break;
      await pause(pauseAfter(took));
    }
    if (!this.#open) return;
    this.#open = false;
    if (this.#closeAtEnd !== null) this.#close.fire(await this.#closeAtEnd.catch(() => 3));
  }

  async #show({ steps, head }: RunDetail): Promise<void> {
    const width = Math.min(WIDEST, Math.max(...steps.map(({ name }) => name.length), 1));
    for (const [at, step] of steps.entries()) {
      // what a step has printed is not looked for again once its end was told
      if (this.#telling.isOver(step)) continue;
      await this.#showStep(step, { width, at });
    }
    if (head.status === 'running') return;
    for (const { lines } of this.#logs.values()) this.#fire(lines.end());
  }

  /** That it began, what it prints, and how it ended, each in its place whenever the run is looked at. */
  async #showStep(step: StepDetail, place: Place): Promise<void> {
    for (let attempt = 1; attempt <= Math.max(step.attempts, step.logs.length); attempt++) {
      this.#fire(this.#telling.began(step, attempt, place));
      const file = step.logs[attempt - 1];
      if (file !== undefined) await this.#print(file, step.name, place);
    }
    if (!isDone(step)) return;
    for (const file of step.logs) this.#fire(this.#logs.get(file)?.lines.end() ?? '');
    this.#fire(this.#telling.ended(step, place));
  }

  /** How it ended. That the steps of a verify succeeded says nothing of what came out: its verdict does. */
  async #tellEnd({ purpose, status }: RunHead): Promise<void> {
    const isJudged = purpose === 'verify' && (status === 'succeeded' || status === 'failed');
    if (isJudged) await this.#ended?.catch(() => null); // what came out is compared after the last step
    const judged = isJudged ? await this.#pipeline.latestRun(this.#id) : null;
    const verdict = judged?.head.verdict ?? null;
    const what = purpose === 'run' ? status : `re-run ${status}`;
    const words = verdict === null ? what : `${VERDICT_SIGNS[verdict]} ${VERDICT_WORDS[verdict]}`;
    this.#fire(`\u001b[1m${words}\u001b[0m\r\n`);
  }

  async #print(file: string, name: string, { width, at }: Place): Promise<void> {
    const known = this.#logs.get(file);
    const log = known ?? {
      lines: new PrefixedLines(name, width, at),
      decoder: new StringDecoder('utf8'),
    };
    this.#logs.set(file, log);
    const { bytes, skipped } = await this.#follower.next(file);
    if (skipped > 0) {
      this.#fire(log.lines.take(`\n… ${sizeText(skipped)} passed over; the log has them all\n`));
    }
    for (const piece of piecesOf(bytes)) {
      this.#fire(log.lines.take(log.decoder.write(piece)));
      await aTurn();
    }
  }

  #fire(text: string): void {
    if (text !== '') this.#write.fire(text);
  }
}

interface Log {
  readonly lines: PrefixedLines;
  readonly decoder: StringDecoder;
}

function aTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Half a minute: a run that has no record by then is gone, or never began. */
const MOST_MISSED = 100;
const WIDEST = 24;
