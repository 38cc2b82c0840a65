import * as path from 'node:path';
import * as vscode from 'vscode';

/** Where pipeline files of ours are looked for, as a glob of VS Code. */
const PIPELINE_FILES = '**/{pipeline.yaml,*.pipeline.yaml}';

/** The sidebar's tree: the pipeline files of the workspace; a click opens one. */
export class PipelinesView implements vscode.TreeDataProvider<vscode.Uri>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #watcher = vscode.workspace.createFileSystemWatcher(PIPELINE_FILES, false, true, false);
  readonly onDidChangeTreeData = this.#changed.event;

  constructor() {
    this.#watcher.onDidCreate(() => this.#changed.fire(undefined));
    this.#watcher.onDidDelete(() => this.#changed.fire(undefined));
  }

  async getChildren(parent?: vscode.Uri): Promise<vscode.Uri[]> {
    if (parent) return [];
    const files = await vscode.workspace.findFiles(PIPELINE_FILES);
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  getTreeItem(file: vscode.Uri): vscode.TreeItem {
    const item = new vscode.TreeItem(file);
    const name = vscode.workspace.asRelativePath(file);
    item.label = path.posix.basename(file.path);
    item.accessibilityInformation = { label: name };
    item.command = { command: 'vscode.open', title: 'Open', arguments: [file] };
    return item;
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#changed.dispose();
  }
}
