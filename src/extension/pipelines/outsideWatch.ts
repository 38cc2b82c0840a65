import * as vscode from 'vscode';

/** Tells of changes in folders that lie outside the window, which VS Code watches only where it is asked to. */
export class OutsideWatch implements vscode.Disposable {
  readonly #changed: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  #timer: NodeJS.Timeout | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches these folders, absolute, and no others; what lies in their folders is not watched with them. */
  follow(folders: readonly string[]): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.includes(folder)) continue;
      watcher.dispose();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) {
      if (!this.#watchers.has(folder)) this.#watchers.set(folder, this.#watch(folder));
    }
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.follow([]);
  }

  #watch(folder: string): vscode.Disposable {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const touched = (): void => {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#changed();
      }, SETTLE_MS);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidChange(touched),
      watcher.onDidCreate(touched),
      watcher.onDidDelete(touched),
    );
  }
}

/** Whoever writes one file there often writes many. */
const SETTLE_MS = 300;
