import * as fs from 'node:fs';
import * as os from 'node:os';
import type { Readable } from 'node:stream';

import { writeFileAtomic } from '../base/atomicFile';
import { digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import { checkStore } from './upkeep/checkStore';
import { holds, newState, refreshPacks } from './diskState';
import type { DiskState } from './diskState';
import type { StoreFailure } from './failures';
import { checkFormat } from './layout';
import { documentFile } from './places';
import { keepsProven } from './keepsProven';
import { publish } from './publish';
import { putBytes, putStream } from './putObject';
import { readBytes, readDocument, readStream } from './readObject';
import { restoreTree } from './restore/restoreTree';
import { caught, StoreError, writing } from './storeError';
import type {
  FileToTake,
  Store,
  StoreFinding,
  Swept,
  TakenFile,
  TreeTaken,
  TreeToTake,
  UntouchedTree,
} from './storeModel';
import { sweepStore } from './upkeep/sweepStore';
import { takeBatch } from './take/takeBatch';
import { rememberTree, untouchedTree } from './take/untouched';
import { decodeTree, encodeTree } from './tree';
import type { Tree, TreeEntry } from './treeModel';

/** Larger documents are left to the objects: git is not made for them. */
const LARGEST_DOCUMENT = 16 << 20;

/**
 * Opens the store in a folder. The folder may not exist yet: nothing is made before something is kept.
 * Worker threads start when there is work for them.
 */
export function openStore(
  storeFolder: string,
  options: { readonly workers?: number; readonly now?: () => number } = {},
): Result<Store, StoreFailure> {
  const format = checkFormat(storeFolder);
  if (!format.ok) return format;
  const workers = options.workers ?? Math.min(os.availableParallelism(), 8);
  return ok(new DiskStore(newState(storeFolder, workers, options.now ?? Date.now)));
}

class DiskStore implements Store {
  readonly #state: DiskState;
  #publishing: Promise<unknown> = Promise.resolve();

  constructor(state: DiskState) {
    this.#state = state;
  }

  takeFiles(
    root: string,
    files: readonly FileToTake[],
    options: { readonly cached: boolean },
  ): Promise<Result<readonly TakenFile[], StoreFailure>> {
    return caught(() => takeBatch(this.#state, root, files, options.cached));
  }

  untouchedTree(root: string, wanted: TreeToTake): UntouchedTree | null {
    return untouchedTree(this.#state, root, wanted);
  }

  rememberTree(root: string, made: TreeToTake & TreeTaken): void {
    rememberTree(this.#state, root, made);
  }

  putBytes(bytes: Uint8Array): Promise<Result<Digest, StoreFailure>> {
    return caught(() => putBytes(this.#state, bytes));
  }

  putStream(bytes: Readable): Promise<Result<Digest, StoreFailure>> {
    return caught(() => putStream(this.#state, bytes));
  }

  getBytes(digest: Digest): Promise<Result<Buffer, StoreFailure>> {
    return caught(() => readBytes(this.#state, digest));
  }

  getStream(digest: Digest): Promise<Result<Readable, StoreFailure>> {
    return caught(() => readStream(this.#state, digest));
  }

  has(digest: Digest): boolean {
    return holds(this.#state, digest);
  }

  keepsProven(digest: Digest): boolean {
    return keepsProven(this.#state, digest);
  }

  putTree(entries: readonly TreeEntry[]): Promise<Result<Digest, StoreFailure>> {
    return caught(() => putBytes(this.#state, encodeTree(entries)));
  }

  getTree(digest: Digest): Promise<Result<Tree, StoreFailure>> {
    return caught(() => {
      const tree = decodeTree(readDocument(this.#state, digest));
      if (tree === null) throw new StoreError({ code: 'tree-damaged', digest, where: digest });
      return tree;
    });
  }

  publishDocument(digest: Digest): Promise<Result<void, StoreFailure>> {
    return caught(async () => {
      const bytes = readDocument(this.#state, digest);
      await this.#publish(); // what a tree names is there before the tree is
      if (bytes.length > LARGEST_DOCUMENT) return;
      const file = documentFile(this.#state.places, digest);
      if (isDocument(file, digest)) return;
      writing(this.#state.places.root, () => writeFileAtomic(file, bytes));
    });
  }

  getDocument(digest: Digest): Promise<Result<Buffer, StoreFailure>> {
    return caught(() => readDocument(this.#state, digest));
  }

  restore(
    root: string,
    entries: readonly TreeEntry[],
    options: { readonly overwrite: boolean; readonly cancel?: AbortSignal | undefined },
  ): Promise<Result<{ readonly files: number; readonly bytes: number }, StoreFailure>> {
    return caught(() => restoreTree(this.#state, root, entries, options));
  }

  sync(): Promise<Result<void, StoreFailure>> {
    return caught(() => this.#publish());
  }

  check(): AsyncIterable<StoreFinding> {
    return checkStore(this.#state.places);
  }

  sweep(options: {
    readonly keep: ReadonlySet<Digest>;
    readonly only?: ReadonlySet<Digest>;
    readonly graceMs: number;
    readonly dryRun: boolean;
  }): Promise<Result<Swept, StoreFailure>> {
    return caught(() => {
      const { places, now } = this.#state;
      const swept = writing(places.root, () => sweepStore(places, { ...options, now: now() }));
      this.#state.freshened.clear();
      refreshPacks(this.#state);
      return swept;
    });
  }

  async close(): Promise<void> {
    await this.#publishing.catch(() => undefined);
    await this.#state.pool.close();
    this.#state.thread.abandon();
    for (const { file } of this.#state.pendingLoose.values()) fs.rmSync(file, { force: true });
    if (!fs.existsSync(this.#state.places.root)) return;
    for (const cache of this.#state.caches.values()) cache.save();
    this.#state.trees.save();
  }

  /** One after another: two at once would publish the same files. */
  #publish(): Promise<void> {
    const next = this.#publishing.catch(() => undefined).then(() => publish(this.#state));
    this.#publishing = next;
    return next;
  }
}

function isDocument(file: string, digest: Digest): boolean {
  try {
    return digestOf(fs.readFileSync(file)) === digest;
  } catch {
    return false;
  }
}
