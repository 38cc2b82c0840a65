import * as fs from 'node:fs';
import * as path from 'node:path';
import { finished } from 'node:stream/promises';

import type { Digest } from '../base/digest';
import { absoluteIn } from '../base/paths';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { RunContext } from './context';
import type { Known } from './judgeOutputs';
import { DISPLACED } from './keptAside';
import { moveAside, moveBack } from './moveAside';
import { remakeFolders } from './outputFolders';
import type { EmptiedFolder } from './outputFolders';

/** Something that was taken away from where a step's outputs go. */
export interface Moved {
  /** Where it was, relative to the root of the plan. */
  readonly path: string;
  /** Where it lies now, absolute. */
  readonly at: string;
  /** Null in displaced/. */
  readonly known: Known | null;
}

/** What was taken away, and what becomes of it. */
export class Cleared {
  readonly #context: RunContext;
  readonly #away: Map<string, Moved>;
  readonly #emptied: readonly EmptiedFolder[];

  constructor(context: RunContext, moved: readonly Moved[], emptied: readonly EmptiedFolder[]) {
    this.#context = context;
    this.#emptied = emptied;
    this.#away = new Map(moved.map((one) => [one.path, one]));
  }

  /** Paths that went to the run's displaced/ and are still there. */
  displaced(): string[] {
    return [...this.#away.values()].filter(({ known }) => known === null).map((one) => one.path);
  }

  /** Puts back whatever has not been replaced and keeps the rest; to be called where the step failed or was cancelled. */
  putBack(): void {
    for (const one of [...this.#away.values()]) {
      if (moveBack(one.at, this.#context.root, one.path)) this.#away.delete(one.path);
      else if (one.known?.kind === 'bytecode') this.#drop(one);
      else if (one.known !== null) this.#keep(one);
    }
    remakeFolders(this.#context.root, this.#emptied);
  }

  /**
   * Lets go of what is known, to be called where the step succeeded: of bytes that the new outcome has too,
   * or that the store proves to have. Anything else is kept: it may be the last copy.
   */
  async letGo(outcome: readonly TreeEntry[]): Promise<void> {
    const inPlace = new Set(
      outcome.flatMap((entry) => (entry.kind === 'file' ? entry.digest : [])),
    );
    for (const one of [...this.#away.values()]) {
      if (one.known === null) continue;
      const proof = one.known.kind === 'recorded' ? one.known.proof : null;
      const mayGo =
        proof === null ||
        inPlace.has(proof.digest) ||
        (await isProven(this.#context.options.store, proof.digest, proof.size));
      if (mayGo) this.#drop(one);
      else this.#keep(one);
    }
  }

  #drop({ path: name, at }: Moved): void {
    this.#away.delete(name);
    fs.rmSync(at, { force: true });
  }

  #keep(one: Moved): void {
    const place = path.join(this.#context.folder, DISPLACED);
    const at = moveAside(one.at, absoluteIn(place, one.path));
    this.#away.set(one.path, { ...one, at, known: null });
  }
}

/** Reads the bytes: a name in the store is no proof that they are whole. */
async function isProven(store: Store, digest: Digest, size: number): Promise<boolean> {
  if (size <= AT_ONCE) return (await store.getBytes(digest)).ok;
  const stream = await store.getStream(digest);
  if (!stream.ok) return false;
  try {
    await finished(stream.value.resume());
    return true;
  } catch {
    return false;
  }
}

/** A megabyte. */
const AT_ONCE = 2 ** 20;
