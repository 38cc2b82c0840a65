import * as fs from 'node:fs';
import * as path from 'node:path';

import { logFile } from './logFile';

/**
 * The folders of a run's logs, one a step. To make one may have to wait for the disk, which is longer than a trivial
 * step takes, so those of the next steps are made beside the work; what was made for nothing goes at the end.
 */
export class LogFolders {
  readonly #folder: string;
  #coming: string[] = [];
  /** Made, and not used so far. */
  readonly #made = new Set<string>();
  /** The one that is being made. */
  #making: Promise<void> | null = null;

  /** `folder` is the run's. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The names of steps that may run, in about that order. */
  expect(steps: readonly string[]): void {
    if (steps.length < WORTH) return;
    this.#coming = [...steps].reverse();
    this.#goOn();
  }

  /** The absolute name of an attempt's log; its folder is there. */
  fileFor(step: string, attempt: number): string {
    const file = path.join(this.#folder, ...logFile(step, attempt).split('/'));
    if (!this.#made.delete(step)) fs.mkdirSync(path.dirname(file), { recursive: true });
    this.#goOn();
    return file;
  }

  /** Takes away what was made for steps that never ran. */
  async close(): Promise<void> {
    this.#coming = [];
    await this.#making;
    for (const step of this.#made) {
      try {
        fs.rmdirSync(this.#folderOf(step));
      } catch {
        // There is something in it after all.
      }
    }
  }

  #goOn(): void {
    if (this.#making !== null || this.#made.size >= AHEAD) return;
    const step = this.#coming.pop();
    if (step === undefined) return;
    this.#making = new Promise((resolve) => {
      fs.mkdir(this.#folderOf(step), { recursive: true }, (error, first) => {
        // One that was there is in use already; one that cannot be made fails when it is needed.
        if (error === null && first !== undefined) this.#made.add(step);
        this.#making = null;
        resolve();
        this.#goOn();
      });
    });
  }

  #folderOf(step: string): string {
    return path.dirname(path.join(this.#folder, ...logFile(step, 1).split('/')));
  }
}

const AHEAD = 16;
/** With fewer steps there is nothing to be gained. */
const WORTH = 8;
