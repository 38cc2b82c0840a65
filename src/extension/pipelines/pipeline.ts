import * as path from 'node:path';

import * as vscode from 'vscode';

import { failureSentence } from '../../present/failureWords';
import type { PipelineView, Standing } from '../../present/outline/outlineModel';
import { liveOf } from '../../present/outline/pipelineItems';
import type { PipelineHead, RunDetail, VersionDetail } from '../../records/pastModel';
import type { PastAnswers, PastAsk } from '../../engine/past/pastAsks';
import type { PastClient } from '../engine/pastClient';
import { OutsideWatch } from './outsideWatch';
import { StoreWatch } from './storeWatch';

/** What of a pipeline has changed. */
export type Changed = 'all' | 'past' | 'standing';

/** One pipeline file of the window and what is known of it, kept up to date. */
export class Pipeline implements vscode.Disposable {
  /** Absolute. */
  readonly file: string;
  readonly #past: PastClient;
  readonly #changed: (what: Changed) => void;
  /** While a run is live what lies there changes all the time, and is looked at when it has ended. */
  readonly #outside = new OutsideWatch(() => {
    if (!isLive(this)) void this.refresh();
  });
  readonly #versions = new Map<string, Promise<VersionDetail | null>>();
  readonly #runs = new Map<string, Promise<RunDetail | null>>();
  #view: PipelineView;
  #tellRead: () => void = () => undefined;
  /** Resolves once the pipeline file was read for the first time, or cannot be. */
  readonly read = new Promise<void>((resolve) => (this.#tellRead = resolve));
  #watch: StoreWatch | null = null;
  #watched = '';
  #count = PAGE;
  #ticking: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #again = false;
  #looking = false;
  #lookAgain = false;
  #trouble: string | null = null;
  #gone = false;

  constructor(file: string, past: PastClient, changed: (what: Changed) => void) {
    this.file = file;
    this.#past = past;
    this.#changed = changed;
    const shown = vscode.workspace.asRelativePath(file);
    const standing: Standing = { state: 'unknown' };
    this.#view = { file, shown, head: null, trouble: null, past: null, standing };
  }

  /** What is known at the moment. */
  get view(): PipelineView {
    return this.#view;
  }

  /** Folder of the pipeline file: where its commands are called. */
  get folder(): string {
    return path.dirname(this.file);
  }

  /** Reads the pipeline file and its records anew. Calls that come meanwhile are answered by one more reading. */
  async refresh(): Promise<void> {
    if (this.#reading !== null) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read();
    try {
      await this.#reading;
    } finally {
      this.#reading = null;
    }
    if (this.#again && !this.#gone) {
      this.#again = false;
      await this.refresh();
    }
  }

  /** Shows a page of runs more. */
  async showMore(): Promise<void> {
    this.#count += PAGE;
    await this.#readPast();
    this.#say('past');
  }

  /** How the steps of the workspace stand, as somebody found out. */
  tellStanding(standing: Standing): void {
    this.#view = { ...this.#view, standing };
    this.#say('standing');
  }

  /** A saved version with its steps; null where it is gone or cannot be read. */
  version(label: string): Promise<VersionDetail | null> {
    const known = this.#versions.get(label);
    if (known !== undefined) return known;
    const asked = this.#ask({ kind: 'version', file: this.file, label });
    this.#versions.set(label, asked);
    return asked;
  }

  /** A run with its steps, as it stands; null where it is gone or cannot be read. */
  run(id: string): Promise<RunDetail | null> {
    const known = this.#runs.get(id);
    if (known !== undefined) return known;
    const asked = this.#ask({ kind: 'run', file: this.file, id });
    this.#runs.set(id, asked);
    return asked;
  }

  /** As `run`, asked anew: for who follows one that is live. */
  latestRun(id: string): Promise<RunDetail | null> {
    this.#runs.delete(id);
    return this.run(id);
  }

  dispose(): void {
    this.#gone = true;
    this.#tellRead();
    this.#watch?.dispose();
    this.#outside.dispose();
    if (this.#ticking !== null) clearInterval(this.#ticking);
  }

  async #read(): Promise<void> {
    this.#trouble = null;
    const window = windowFolders();
    const head = await this.#ask({ kind: 'pipeline', file: this.file, window });
    if (this.#gone) return;
    this.#view = { ...this.#view, head };
    if (head !== null) this.#follow(head);
    await this.#readPast();
    this.#tellRead();
    this.#say('all');
  }

  /** What its project is changes where somebody makes a store or a repository further up. */
  #follow({ root, pipeline, outside }: PipelineHead): void {
    const watched = `${root}\n${pipeline}`;
    if (this.#watched !== watched) {
      this.#watch?.dispose();
      const store = path.join(root, '.reprise');
      this.#watch = new StoreWatch(store, pipeline, () => void this.#tell('past'));
      this.#watched = watched;
    }
    this.#outside.follow(outside);
  }

  /** A look that takes longer than a second is not begun twice; what changes meanwhile is looked at after it. */
  async #tell(what: Changed): Promise<void> {
    this.#lookAgain = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#lookAgain && !this.#gone) {
        this.#lookAgain = false;
        await this.#readPast();
      }
    } finally {
      this.#looking = false;
    }
    this.#say(what);
  }

  /** Of a pipeline that is gone nobody is told. */
  #say(what: Changed): void {
    if (!this.#gone) this.#changed(what);
  }

  async #readPast(): Promise<void> {
    const past = await this.#ask({ kind: 'past', file: this.file, count: this.#count });
    if (this.#gone) return;
    const before = this.#view.past;
    this.#view = { ...this.#view, past, trouble: this.#trouble };
    if (past !== null && before !== null && past.root !== before.root) void this.refresh();
    this.#versions.clear();
    this.#runs.clear();
    this.#tick();
  }

  /** Null where there is no answer; why not stands at the pipeline then. */
  async #ask<A extends PastAsk>(ask: A): Promise<PastAnswers[A['kind']] | null> {
    try {
      const answer = await this.#past.ask(ask);
      if (answer.ok) return answer.value;
      if (ask.kind === 'pipeline' || ask.kind === 'past') {
        this.#trouble = failureSentence(answer.failure);
      }
    } catch (error) {
      this.#trouble = error instanceof Error ? error.message : String(error);
    }
    return null;
  }

  /** While a run is live its records are asked for once a second: its events tell how far it is. */
  #tick(): void {
    const { past } = this.#view;
    const live =
      past?.beginning === true || (past?.runs.some(({ status }) => status === 'running') ?? false);
    if (live && this.#ticking === null) {
      this.#ticking = setInterval(() => void this.#tell('past'), TICK_MS);
    }
    if (!live && this.#ticking !== null) {
      clearInterval(this.#ticking);
      this.#ticking = null;
    }
  }
}

/** Whether a file lies in the project of a pipeline, under any of its names. */
export function isInProject({ view: { head }, folder }: Pipeline, fsPath: string): boolean {
  const tops = new Set(head === null ? [folder] : [folder, head.root, head.real.root]);
  return [...tops].some((top) => fsPath.startsWith(top + path.sep));
}

/** Whether a run of the workspace is going on. */
export function isLive(pipeline: Pipeline): boolean {
  return liveOf(pipeline.view) !== undefined;
}

function windowFolders(): string[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}

/** As many runs as a first look shows. */
const PAGE = 20;
const TICK_MS = 1000;
