import { StringDecoder } from 'node:string_decoder';

import * as vscode from 'vscode';

import { sizeText } from '../../present/amounts';
import { PrefixedLines } from '../../present/prefixedLines';
import { VERDICT_SIGNS, VERDICT_WORDS } from '../../present/verdictWords';
import type { RunDetail, RunHead, StepDetail } from '../../records/pastModel';
import type { Pipeline } from '../pipelines/pipeline';
import { LogFollower } from './logFollower';
import { pauseAfter, piecesOf } from './pace';

/** Shows what the steps of a run print, while they print it, each line with its step before it. */
export class RunTerminal implements vscode.Pseudoterminal {
  readonly #pipeline: Pipeline;
  readonly #id: string;
  readonly #follower = new LogFollower();
  readonly #logs = new Map<string, Log>();
  readonly #told = new Map<string, string>();
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
      if (isDone(step) && this.#told.get(step.name) === step.status) continue;
      for (const file of step.logs) await this.#print(file, { step, width, at });
      this.#tell(step);
    }
    if (head.status === 'running') return;
    for (const { lines } of this.#logs.values()) this.#fire(lines.end());
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

  async #print(
    file: string,
    { step, width, at }: { readonly step: StepDetail; readonly width: number; readonly at: number },
  ): Promise<void> {
    const known = this.#logs.get(file);
    const log = known ?? {
      lines: new PrefixedLines(step.name, width, at),
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

  /** One line where a step ends otherwise than well, or did not have to run. */
  #tell({ name, status }: Pick<StepDetail, 'name' | 'status'>): void {
    if (this.#told.get(name) === status) return;
    this.#told.set(name, status);
    if (!isDone({ status })) return;
    const colour = status === 'failed' ? 31 : 2;
    this.#fire(`\u001b[${colour}m${name}: ${status}\u001b[0m\r\n`);
  }

  #fire(text: string): void {
    if (text !== '') this.#write.fire(text);
  }
}

interface Log {
  readonly lines: PrefixedLines;
  readonly decoder: StringDecoder;
}

function isDone({ status }: Pick<StepDetail, 'status'>): boolean {
  return status !== 'waiting' && status !== 'running';
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
