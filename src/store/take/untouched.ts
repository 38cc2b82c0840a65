import { createHash } from 'node:crypto';

import { digestFromHex } from '../../base/digest';
import type { Digest } from '../../base/digest';
import { cacheOf, packFile, refreshPacks } from '../diskState';
import type { DiskState } from '../diskState';
import { freshen } from '../freshen';
import { keepsProven } from '../keepsProven';
import { StoreError, systemError } from '../storeError';
import type { FileToTake, TakenFile, TreeTaken, TreeToTake, UntouchedTree } from '../storeModel';
import type { KnownTree } from './knownTrees';
import type { SavedPlaces } from './statCache';
import { keepsAlready, takenFile } from './takeBatch';

/** Trees of fewer files are made as fast as they are found. */
const FEWEST = 256;

/**
 * The tree of files that were all taken before and not touched since, where what they come to is known; null where
 * one of them, or anything that has to be kept, is not surely as it was.
 */
export function untouchedTree(
  state: DiskState,
  root: string,
  wanted: TreeToTake,
): UntouchedTree | null {
  if (wanted.files.length < FEWEST) return null;
  const places = cacheOf(state, root).places(wanted.files);
  if (places === null) return null;
  const known = state.trees.find(contentOf(wanted, places));
  if (known === null) return null;
  try {
    const kept = wanted.files.some(({ keep }) => keep);
    if (kept && !keepsAll(state, known, { files: wanted.files, places })) return null;
  } catch (error) {
    if (!(error instanceof StoreError)) systemError(error);
    return null; // who takes the files meets the same, and tells it
  }
  return new Untouched(known.tree, wanted.files, places);
}

/** Takes down what some files, just taken, came to. */
export function rememberTree(
  state: DiskState,
  root: string,
  { tree, taken, ...wanted }: TreeToTake & TreeTaken,
): void {
  if (wanted.files.length < FEWEST) return;
  const places = cacheOf(state, root).places(wanted.files);
  // What was read anew may be other bytes than those that are remembered.
  if (!places?.areThoseOf(taken)) return;
  const content = contentOf(wanted, places);
  if (state.trees.find(content)?.tree !== tree) {
    state.trees.remember({ content, tree, packs: null });
  }
}

class Untouched implements UntouchedTree {
  readonly tree: Digest;
  readonly #files: readonly FileToTake[];
  readonly #places: SavedPlaces;
  #taken: readonly TakenFile[] | null = null;

  constructor(tree: Digest, files: readonly FileToTake[], places: SavedPlaces) {
    this.tree = tree;
    this.#files = files;
    this.#places = places;
  }

  get bytes(): number {
    return this.#places.sizes.reduce((sum, size) => sum + size, 0);
  }

  taken(): readonly TakenFile[] {
    this.#taken ??= this.#files.map(({ path, stat }, at) => {
      if (stat === null) throw new Error(`${path} was found without its stat`);
      return takenFile(path, stat, this.#places.placeOf(at).digest);
    });
    return this.#taken;
  }

  covers(part: UntouchedTree, isWanted: (path: string) => boolean): boolean {
    if (!(part instanceof Untouched) || part.#places.cache !== this.#places.cache) return false;
    const isPart = new Uint8Array(this.#places.room);
    for (const at of part.#places.at) isPart[at] = 1;
    const { at } = this.#places;
    let found = 0;
    for (let index = 0; index < at.length; index++) {
      if (isPart[at[index] as number] === 1) found++;
      else if (isWanted((this.#files[index] as FileToTake).path)) return false;
    }
    return found === part.#places.at.length;
  }
}

/** A digest of all that a tree is made of, at a tenth of the price of its text. */
function contentOf({ files, others }: TreeToTake, places: SavedPlaces): Digest {
  const { digests, sizes, bits } = places;
  const hash = createHash('sha256').update(`tree 1\n${files.length}\n`);
  for (const part of [digests, sizes, bits]) hash.update(part);
  hash.update(files.map(({ path }) => path).join('\0'));
  hash.update('\0\n');
  hash.update(JSON.stringify(others));
  return digestFromHex(hash.digest('hex'));
}

/** Whether the tree itself and the bytes of every file to keep are here; they are made young then. */
function keepsAll(
  state: DiskState,
  known: KnownTree,
  wanted: { readonly files: readonly FileToTake[]; readonly places: SavedPlaces },
): boolean {
  refreshPacks(state);
  if (!keepsProven(state, known.tree)) return false;
  if (known.packs !== null && keepsPacks(state, known.packs)) return true;
  const { files, places } = wanted;
  const sure = new Set<number>();
  let packed = 0;
  for (const [index, { keep }] of files.entries()) {
    const place = places.placeOf(index);
    if (keep && !keepsAlready(state, place, sure)) return false;
    if (sure.has(state.known.packOf(place.digests.words, place.index * 8))) packed++;
  }
  if (packed === files.length) {
    const packs = [...sure].map((pack) => state.known.packs[pack]?.name ?? '');
    state.trees.remember({ ...known, packs });
  }
  return true;
}

/** A pack never changes, so what was in it still is, as long as it is there. */
function keepsPacks(state: DiskState, packs: readonly string[]): boolean {
  const here = new Set(state.known.packs.map(({ name }) => name));
  return packs.every((name) => here.has(name) && freshen(state, packFile(state.places, name)));
}
