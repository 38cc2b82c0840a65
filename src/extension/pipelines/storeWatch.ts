import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Tells when runs, versions or reports of a project come or go. The folders are watched where the system
 * tells of changes, or what will hold them while they are not there; and looked at now and then where it does not.
 */
export class StoreWatch {
  readonly #project: string;
  readonly #folders: readonly string[];
  readonly #changed: () => void;
  readonly #watchers = new Map<string, fs.FSWatcher>();
  readonly #timer: NodeJS.Timeout;
  #stamp = '';
  #gone = false;

  /** `store`: the `.reprise` folder, which may not exist; `pipeline`: relative to the project. */
  constructor(store: string, pipeline: string, changed: () => void) {
    this.#changed = changed;
    this.#project = path.dirname(store);
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
    const wanted = new Set(
      this.#folders.map((folder, at) => (stamps[at] === NOTHING ? this.#holderOf(folder) : folder)),
    );
    for (const folder of [...this.#watchers.keys()]) if (!wanted.has(folder)) this.#drop(folder);
    for (const folder of wanted) if (!this.#watchers.has(folder)) this.#watch(folder);
    if (stamp === this.#stamp) return;
    const first = this.#stamp === '';
    this.#stamp = stamp;
    if (!first) this.#changed();
  }

  /** The nearest folder in the project that is there. */
  #holderOf(folder: string): string {
    let holder = path.dirname(folder);
    while (holder !== this.#project && !fs.existsSync(holder)) holder = path.dirname(holder);
    return holder;
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
