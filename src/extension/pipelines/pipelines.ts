import * as path from 'node:path';

import * as vscode from 'vscode';

import { realPathOf } from '../../base/realPath';
import { isPipelineFileName } from '../../engine/firstPipeline';
import type { PastClient } from '../engine/pastClient';
import { Pipeline } from './pipeline';
import type { Changed } from './pipeline';
import { PipelineFiles } from './pipelineFiles';

/** Which pipeline changed, and in what. */
export interface PipelineChange {
  readonly pipeline: Pipeline;
  readonly what: Changed;
}

/** The pipelines of the window. */
export class Pipelines implements vscode.Disposable {
  readonly #past: PastClient;
  readonly #files = new PipelineFiles();
  readonly #all = new Map<string, Pipeline>();
  readonly #realNames = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<PipelineChange>();
  readonly #listChanged = new vscode.EventEmitter<undefined>();
  readonly #disposables: { dispose(): unknown }[];
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeList = this.#listChanged.event;
  /** Resolves once they have been looked for the first time. */
  readonly found: Promise<void>;

  constructor(past: PastClient) {
    this.#past = past;
    this.#disposables = [
      this.#files,
      this.#changed,
      this.#listChanged,
      this.#files.onDidChange((files) => this.#follow(files)),
      this.#files.onDidTouch((file) => void this.of(file)?.refresh()),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        for (const pipeline of this.list) {
          if (uri.scheme === 'file' && isNear(pipeline, uri.fsPath)) void pipeline.refresh();
        }
      }),
    ];
    this.found = this.#files.find().then(() => undefined);
  }

  /** By path of their files. */
  get list(): readonly Pipeline[] {
    return [...this.#all.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Whether the window has more of them than are shown. */
  get isMore(): boolean {
    return this.#files.isMore;
  }

  /** The pipeline of this file, under whatever name links give it; undefined where the file is none. */
  of(file: string): Pipeline | undefined {
    const known = this.#all.get(file);
    if (known !== undefined || !isPipelineFileName(path.basename(file))) return known;
    const real = this.#realName(file);
    return this.list.find(({ view }) => view.head?.real.file === real);
  }

  /** Whether a folder is the project of a pipeline of this window. */
  async owns(root: string): Promise<boolean> {
    const isIts = ({ view }: Pipeline): boolean => view.head?.root === root;
    await this.found;
    if (this.list.some(isIts)) return true;
    await Promise.all(this.list.map(({ read }) => read));
    return this.list.some(isIts);
  }

  #realName(file: string): string {
    const real = this.#realNames.get(file) ?? realPathOf(file);
    this.#realNames.set(file, real);
    return real;
  }

  /** Reads everything anew. */
  async refresh(): Promise<void> {
    await this.#files.find();
    await Promise.all(this.list.map((pipeline) => pipeline.refresh()));
  }

  dispose(): void {
    for (const one of [...this.#all.values(), ...this.#disposables]) one.dispose();
    this.#all.clear();
  }

  #follow(files: readonly string[]): void {
    this.#realNames.clear();
    for (const [file, pipeline] of this.#all) {
      if (files.includes(file)) continue;
      pipeline.dispose();
      this.#all.delete(file);
    }
    for (const file of files) {
      if (this.#all.has(file)) continue;
      const pipeline: Pipeline = new Pipeline(file, this.#past, (what) =>
        this.#changed.fire({ pipeline, what }),
      );
      this.#all.set(file, pipeline);
      void pipeline.refresh();
    }
    this.#listChanged.fire(undefined);
  }
}

/** Whether a change of this file may change what a pipeline file says: itself, or something it reads. */
function isNear({ file }: Pipeline, changed: string): boolean {
  return file === changed || changed.startsWith(path.dirname(file) + path.sep);
}
