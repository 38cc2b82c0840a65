import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Tells when runs, versions or reports of a project come or go. The folders are watched where the system
 * tells of changes, and looked at now and then where it does not, or where they are not there yet.
 */
export class StoreWatch {
  readonly #folders: readonly string[];
  readonly #changed: () => void;
  readonly #watchers = new Map<string, fs.FSWatcher>();
  readonly #timer: NodeJS.Timeout;
  #stamp = '';
  #gone = false;

  /** `store`: the `.reprise` folder, which may not exist; `pipeline`: relative to the project. */
  constructor(store: string, pipeline: string, changed: () => void) {
    this.#changed = changed;
    this.#folders = [
      path.join(store, 'runs'),
      path.join(store, 'reports'),
      path.join(store, 'versions', ...pipeline.split('/')),
    ];
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
    void this.#look();
  }

  dispose(): void {
    this.#gone = true;
    clearInterval(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  async #look(): Promise<void> {
    const stamps = await Promise.all(this.#folders.map(stampOf));
    if (this.#gone) return; // a look that was under way then would leave a watcher behind
    const stamp = stamps.join(' ');
    for (const [at, folder] of this.#folders.entries()) {
      if (stamps[at] === NOTHING) this.#drop(folder);
      else if (!this.#watchers.has(folder)) this.#watch(folder);
    }
    if (stamp === this.#stamp) return;
    const first = this.#stamp === '';
    this.#stamp = stamp;
    if (!first) this.#changed();
  }

  #watch(folder: string): void {
    try {
      const watcher = fs.watch(folder, { persistent: false }, () => void this.#look());
      // a folder that goes takes its watcher along; the next look watches the new one
      watcher.on('error', () => this.#drop(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // the looks alone will do
    }
  }

  #drop(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}

async function stampOf(folder: string): Promise<string> {
  try {
    const { ino, mtimeMs } = await fs.promises.stat(folder);
    return `${ino}:${mtimeMs}`;
  } catch {
    return NOTHING;
  }
}

const NOTHING = '-';
const LOOK_MS = 3000;
