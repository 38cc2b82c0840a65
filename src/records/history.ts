import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../base/atomicFile';
import { hexOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { byCodeUnit } from '../base/paths';
import type { Result } from '../base/result';
import { upTimeMs } from '../base/upTime';
import type { RecordFailure } from './failures';
import { KEY_AT, linesOf, parseOutcomeLine, parseRunLine } from './historyLines';
import type { RecordedOutcome, RunLine } from './historyLines';
import { runIdsIn } from './runFiles';
import type { RunRecord } from './runModel';

/**
 * What all runs came to, kept in cache/history.jsonl so that nobody has to read ten thousand records.
 * A speed-up, never evidence: it is made anew from runs/ where it is not there, damaged or behind, and
 * what it says of a run that was removed does not count.
 */
export class History {
  readonly #file: string;
  readonly #runs: string;
  readonly #read: RunsOnDisk['read'];
  /** The file that was read, and up to where. */
  #seen: Seen = NOTHING_SEEN;
  #bytes: Buffer = Buffer.alloc(0);
  /** Of each run its line, or where it begins as long as nobody has asked. */
  readonly #runLines = new Map<string, RunLine | number>();
  /** By the first digits of a recipe, where its lines begin. */
  readonly #outcomes = new Map<string, number[]>();
  /** Whether a run has its folder, as of a moment ago. */
  readonly #there = new Map<string, boolean>();
  #thereAt = 0;

  constructor(file: string, runs: RunsOnDisk) {
    this.#file = file;
    this.#runs = runs.folder;
    this.#read = runs.read;
  }

  /** Adds a run that is over. What cannot be written here is found again later. */
  add(run: RunRecord): void {
    try {
      fs.mkdirSync(path.dirname(this.#file), { recursive: true });
      fs.appendFileSync(this.#file, linesOf(run));
    } catch {
      // The next reader sees that the run is not in it.
    }
  }

  /** The outcomes that a recipe has had, newest first. */
  outcomesOf(recipe: Digest): RecordedOutcome[] {
    return this.outcomesNow()(recipe);
  }

  /** As `outcomesOf`, for who asks many: what others add meanwhile is not looked for. */
  outcomesNow(): (recipe: Digest) => RecordedOutcome[] {
    this.#refresh();
    return (recipe) => this.#known(recipe);
  }

  #known(recipe: Digest): RecordedOutcome[] {
    const found = this.#find(recipe) ?? this.#afterRebuild(() => this.#find(recipe)) ?? [];
    return found.sort((a, b) => b.at - a.at || byCodeUnit(b.run, a.run));
  }

  /** Tells of runs what is known of them, as of now; null of one that is not over, or that nobody has added yet. */
  runLines(): (id: string) => RunLine | null {
    this.#refresh();
    return (id) => this.#runLine(id);
  }

  /** Null where a line is damaged. */
  #find(recipe: Digest): RecordedOutcome[] | null {
    const whole = hexOf(recipe);
    const found: RecordedOutcome[] = [];
    for (const from of this.#outcomes.get(whole.slice(0, SHORT_KEY)) ?? []) {
      const line = this.#lineAt(from);
      if (!line.startsWith(whole, KEY_AT)) continue;
      const outcome = parseOutcomeLine(line);
      if (outcome === null) return null;
      const run = this.#runLine(outcome.run);
      if (run === null || run.sourceTree === null) return null;
      if (!this.#isThere(outcome.run)) continue;
      found.push({ ...outcome, sourceTree: run.sourceTree, host: run.host });
    }
    return found;
  }

  /** A run is about to be removed. */
  lookAnew(): void {
    this.#there.clear();
  }

  /** Asked for a thousand outcomes of one run in a row; an answer holds for a moment. */
  #isThere(id: string): boolean {
    const now = upTimeMs();
    if (now - this.#thereAt > A_MOMENT_MS) this.#there.clear();
    if (this.#there.size === 0) this.#thereAt = now;
    const known = this.#there.get(id);
    if (known !== undefined) return known;
    const there = fs.existsSync(path.join(this.#runs, id));
    this.#there.set(id, there);
    return there;
  }

  #runLine(id: string): RunLine | null {
    const known = this.#runLines.get(id);
    if (typeof known !== 'number') return known ?? null;
    const line = parseRunLine(this.#lineAt(known));
    if (line !== null) this.#runLines.set(id, line);
    return line;
  }

  #lineAt(from: number): string {
    return this.#bytes.toString('utf8', from, this.#bytes.indexOf(0x0a, from));
  }

  /** Reads what other processes have appended since, or everything the first time. */
  #refresh(): void {
    const stats = fs.statSync(this.#file, { throwIfNoEntry: false });
    const { inode, size } = this.#seen;
    if (stats?.ino === inode && stats.size === size) return;
    if (stats === undefined && inode === NOT_WRITTEN) return;
    const grown = stats?.ino === inode && stats.size > size;
    if (!grown) this.#forget();
    if (stats === undefined || !this.#readOn()) this.#rebuild();
    else if (!grown) this.#catchUp();
  }

  #forget(): void {
    this.#bytes = Buffer.alloc(0);
    this.#runLines.clear();
    this.#outcomes.clear();
    this.#seen = NOTHING_SEEN;
  }

  /** Takes in the file from where it was left; false where a line is torn or is none of ours. */
  #readOn(): boolean {
    let descriptor: number;
    try {
      descriptor = fs.openSync(this.#file, 'r');
    } catch {
      return false;
    }
    try {
      const { ino, size } = fs.fstatSync(descriptor);
      const more = Buffer.alloc(Math.max(0, size - this.#seen.size));
      const read = fs.readSync(descriptor, more, 0, more.length, this.#seen.size);
      this.#seen = { inode: ino, size };
      return read === more.length && this.#takeIn(more);
    } finally {
      fs.closeSync(descriptor);
    }
  }

  #takeIn(more: Buffer): boolean {
    const from = this.#bytes.length;
    this.#bytes = from === 0 ? more : Buffer.concat([this.#bytes, more]);
    const bytes = this.#bytes;
    for (let at = from; at < bytes.length;) {
      const end = bytes.indexOf(0x0a, at);
      if (end < 0) return false;
      const keyAt = at + KEY_AT;
      if (bytes[at] === OUTCOME && end > keyAt + 64) {
        const key = bytes.toString('latin1', keyAt, keyAt + SHORT_KEY);
        const lines = this.#outcomes.get(key);
        if (lines === undefined) this.#outcomes.set(key, [at]);
        else lines.push(at);
      } else if (bytes[at] === RUN && end > keyAt) {
        this.#runLines.set(bytes.toString('latin1', keyAt, bytes.indexOf(0x20, keyAt)), at);
      } else return false;
      at = end + 1;
    }
    return true;
  }

  /** Adds runs that ended without a word here: written by another program, or killed in between. */
  #catchUp(): void {
    let lines = '';
    for (const id of runIdsIn(this.#runs)) {
      if (!this.#runLines.has(id)) lines += this.#linesOfEnded(id);
    }
    if (lines === '') return;
    try {
      fs.appendFileSync(this.#file, lines);
    } catch {
      this.#takeIn(Buffer.from(lines)); // a store that is read only can still be read
      return;
    }
    if (!this.#readOn()) this.#rebuild();
  }

  #rebuild(): void {
    const lines = runIdsIn(this.#runs).map((id) => this.#linesOfEnded(id));
    const bytes = Buffer.from(lines.join(''));
    this.#forget();
    this.#takeIn(bytes);
    this.#seen = { inode: NOT_WRITTEN, size: 0 };
    if (bytes.length === 0) return;
    try {
      writeFileAtomic(this.#file, bytes, { sync: false });
      const { ino, size } = fs.statSync(this.#file);
      // Where another has written meanwhile, the next look reads it all.
      if (size === bytes.length) this.#seen = { inode: ino, size };
    } catch {
      // A store that is read only can still be read.
    }
  }

  #afterRebuild<T>(then: () => T): T {
    this.#rebuild();
    return then();
  }

  #linesOfEnded(id: string): string {
    const run = this.#read(id);
    return run.ok && run.value.status !== 'running' ? linesOf(run.value) : '';
  }
}

/** Where the runs lie that the history is of. */
export interface RunsOnDisk {
  readonly folder: string;
  readonly read: (id: string) => Result<RunRecord, RecordFailure>;
}

/** As many digits of a recipe tell lines apart well enough; the line itself has them all. */
const SHORT_KEY = 16;

const OUTCOME = 'O'.charCodeAt(0);
const RUN = 'R'.charCodeAt(0);

const A_MOMENT_MS = 50;

interface Seen {
  readonly inode: number;
  readonly size: number;
}

const NOTHING_SEEN: Seen = { inode: -1, size: 0 };

/** Stands for the inode where everything is in memory and could not, or need not, be written. */
const NOT_WRITTEN = -2;
