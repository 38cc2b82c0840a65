import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../../base/atomicFile';
import { digestOf, isDigest } from '../../base/digest';
import type { Digest } from '../../base/digest';
import { isText, listOf, objectOf, orNull } from '../../base/shape';

/** The tree that some content comes to. */
export interface KnownTree {
  /** A digest of the content: paths, digests, sizes and bits of the files, and all else that is in the tree. */
  readonly content: Digest;
  readonly tree: Digest;
  /** The packs that together held the bytes of every file of it; null where nobody has looked, or not all are in packs. */
  readonly packs: readonly string[] | null;
}

/**
 * Which content comes to which tree: a speed-up, never evidence. A tree's digest is that of a long text, and where
 * nothing has changed neither the text nor what it is made of is needed. A file that is damaged, or another
 * program's, counts as empty.
 */
export class KnownTrees {
  readonly #file: string;
  #trees: Map<Digest, KnownTree> | null = null;
  #isNew = false;

  constructor(folder: string) {
    this.#file = path.join(folder, 'trees');
  }

  find(content: Digest): KnownTree | null {
    return this.#load().get(content) ?? null;
  }

  remember(known: KnownTree): void {
    const trees = this.#load();
    trees.delete(known.content);
    trees.set(known.content, known);
    this.#isNew = true;
  }

  /** Writes what is new to the disk; a failure to do so is none. */
  save(): void {
    if (!this.#isNew) return;
    const newest = [...this.#load().values()].slice(-MOST);
    const text = JSON.stringify(newest);
    try {
      writeFileAtomic(this.#file, `${HEAD}${digestOf(text)}\n${text}`, { sync: false });
    } catch {
      // The next one makes the tree once more.
    }
    this.#isNew = false;
  }

  #load(): Map<Digest, KnownTree> {
    this.#trees ??= new Map(readTrees(this.#file).map((known) => [known.content, known]));
    return this.#trees;
  }
}

const HEAD = 'REPRTRE1\n';
/** How many trees are kept, the newest ones. */
const MOST = 64;

const isTrees = listOf(
  objectOf({ content: isDigest, tree: isDigest, packs: orNull(listOf(isText)) }),
);

function readTrees(file: string): readonly KnownTree[] {
  try {
    const [head, proof, text = ''] = fs.readFileSync(file, 'utf8').split('\n');
    if (`${head}\n` !== HEAD || proof !== digestOf(text)) return [];
    const trees: unknown = JSON.parse(text);
    return isTrees(trees) ? (trees as readonly KnownTree[]) : [];
  } catch {
    return [];
  }
}
