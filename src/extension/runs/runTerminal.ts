import { StringDecoder } from 'node:string_decoder';

import * as vscode from 'vscode';

import { sizeText } from '../../present/amounts';
import { PrefixedLines } from '../../present/prefixedLines';
import type { RunDetail, StepDetail } from '../../records/pastModel';
import type { Pipeline } from '../pipelines/pipeline';
import { LogFollower } from './logFollower';

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
  readonly #cancel: (() => void) | null;
  readonly onDidWrite = this.#write.event;
  readonly onDidClose = this.#close.event;
  #open = true;

  /**
   * `exit`: with it the terminal closes when the run has ended, as a task does; `cancel`: what Ctrl+C and
   * the terminal's bin do.
   */
  constructor(
    pipeline: Pipeline,
    id: string,
    options: { readonly exit?: Promise<number>; readonly cancel?: () => void } = {},
  ) {
    this.#pipeline = pipeline;
    this.#id = id;
    this.#closeAtEnd = options.exit ?? null;
    this.#cancel = options.cancel ?? null;
  }

  open(): void {
    this.#write.fire(`\u001b[2mrun ${this.#id}\u001b[0m\r\n`);
    void this.#follow();
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
    void this.#closeAtEnd?.finally(() => (over = true)).catch(() => undefined);
    const isOver = (): boolean => over;
    for (let begun = false; this.#open;) {
      const wasOver = isOver(); // asked before the logs are read, so that nothing printed last is missed
      const detail = await this.#pipeline.latestRun(this.#id);
      if (detail !== null) {
        begun = true;
        await this.#show(detail);
      }
      if (begun && detail?.head.status !== 'running') break;
      if (wasOver) break;
      await pause(LOOK_MS);
    }
    if (!this.#open) return;
    this.#open = false;
    if (this.#closeAtEnd !== null) this.#close.fire(await this.#closeAtEnd.catch(() => 3));
  }

  async #show({ steps, head }: RunDetail): Promise<void> {
    const width = Math.min(WIDEST, Math.max(...steps.map(({ name }) => name.length), 1));
    for (const [at, step] of steps.entries()) {
      for (const file of step.logs) await this.#print(file, { step, width, at });
      this.#tell(step);
    }
    if (head.status === 'running') return;
    for (const { lines } of this.#logs.values()) this.#fire(lines.end());
    this.#fire(`\u001b[1m${head.status}\u001b[0m\r\n`);
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
    if (bytes.length > 0) this.#fire(log.lines.take(log.decoder.write(bytes)));
  }

  /** One line where a step ends otherwise than well, or did not have to run. */
  #tell({ name, status }: StepDetail): void {
    if (this.#told.get(name) === status) return;
    this.#told.set(name, status);
    if (status === 'waiting' || status === 'running') return;
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const LOOK_MS = 300;
const WIDEST = 24;
