import * as vscode from 'vscode';

import { firstFiles, MOST_FILES } from './mostFiles';

/** Where pipeline files lie, as a glob of VS Code. */
export const PIPELINE_FILES = '**/{pipeline.yaml,*.pipeline.yaml}';

/** Pipeline files in an editor: they stay YAML, and are known by their names. */
export const PIPELINE_DOCUMENTS: vscode.DocumentSelector = {
  scheme: 'file',
  pattern: PIPELINE_FILES,
};

/** Folders in which a pipeline file is somebody else's, or a copy. */
export const NOT_HERE = '**/{node_modules,.reprise,.venv,site-packages,.git,.vscode-test}/**';

/** The pipeline files of the window, sorted by path; only such as lie on a disk, because a run needs one. */
export class PipelineFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly string[]>();
  readonly #disposables: { dispose(): unknown }[] = [];
  readonly #touched = new vscode.EventEmitter<string>();
  readonly onDidChange = this.#changed.event;
  /** A file that is written anew, by an editor or behind its back: by git, by another window. */
  readonly onDidTouch = this.#touched.event;
  #files: readonly string[] = [];
  #isMore = false;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher(PIPELINE_FILES);
    const again = (): void => void this.find();
    const touch = ({ scheme, fsPath }: vscode.Uri): void => {
      if (scheme === 'file') this.#touched.fire(fsPath);
    };
    this.#disposables.push(
      this.#changed,
      this.#touched,
      watcher,
      watcher.onDidChange(touch),
      // git replaces a file by another one of the same name
      watcher.onDidCreate(touch),
      watcher.onDidCreate(again),
      watcher.onDidDelete(again),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
    );
  }

  /** Absolute paths. */
  get files(): readonly string[] {
    return this.#files;
  }

  /** Whether there are more than are shown. */
  get isMore(): boolean {
    return this.#isMore;
  }

  /** Looks for them anew. */
  async find(): Promise<void> {
    const found = await vscode.workspace.findFiles(PIPELINE_FILES, NOT_HERE, MOST_FILES + 1);
    const { files, isMore } = firstFiles(
      found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath),
    );
    if (files.join('\n') === this.#files.join('\n') && isMore === this.#isMore) return;
    this.#files = files;
    this.#isMore = isMore;
    this.#changed.fire(files);
  }

  dispose(): void {
    for (const one of this.#disposables) one.dispose();
  }
}
