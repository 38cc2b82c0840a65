import * as fs from 'node:fs';
import * as path from 'node:path';

import { hexOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { byCodeUnit } from '../base/paths';
import { Claims, FIRST_CALL } from './take/claims';
import { HashPool } from './workers/hashPool';
import { KnownPacks } from './packs/knownPacks';
import type { PackedAt } from './packs/knownPacks';
import type { SealedPack } from './packs/packWriter';
import { decodeIndex } from './packs/packFormat';
import { documentFile, looseFile, placesOf } from './places';
import { rawDigests, rawOf } from './rawDigest';
import type { RawDigest } from './rawDigest';
import type { Places } from './places';
import { systemError } from './storeError';
import { KnownTrees } from './take/knownTrees';
import { StatCache } from './take/statCache';
import { StoreThread } from './workers/storeThread';

/** Longest tick of the clock that file systems stamp folders with. */
const FOLDER_TICK_MS = 2100;
/** How often an object is looked for anew while packs come and go. */
const MOST_LOOKS = 8;

/** Bytes of an object, wherever they lie. */
export interface Location {
  readonly kind: 'packed' | 'loose' | 'document';
  readonly file: string;
  /** Offset in a pack; -1 for a file of its own. */
  readonly offset: number;
  readonly size: number;
}

/** What an open store remembers. */
export interface DiskState {
  readonly places: Places;
  readonly known: KnownPacks;
  /** Names of the packs that are known, in their order, and whether an index could not be read. */
  readonly packNames: Set<string>;
  /** Modification time of the packs' folder when it was last listed. */
  packsListed: number;
  readonly thread: StoreThread;
  readonly pool: HashPool;
  /** Objects in packs that are not published. */
  readonly pendingPacked: Map<Digest, Location>;
  /** Large objects that are not published: complete files in tmp/. */
  readonly pendingLoose: Map<Digest, Location>;
  /** Files of `pendingLoose` that could not be synced: the system may have let go of their bytes. */
  readonly doubted: Set<string>;
  /** Packs that are on the disk, but not published because something else failed. */
  readonly sealed: SealedPack[];
  claims: Claims;
  nextCall: number;
  readonly caches: Map<string, StatCache>;
  readonly trees: KnownTrees;
  /** When packs and files that others may sweep were last made young, by name. */
  readonly freshened: Map<string, number>;
  readonly now: () => number;
  readonly ownRoot: string;
  /** The files of packs by name, made once: objects are looked for by the ten thousand. */
  readonly packFiles: Map<string, string>;
  /** One digest that is being looked for. */
  readonly wanted: RawDigest;
}

/** An open store before anything was asked of it; touches no disk. */
export function newState(root: string, workers: number, now: () => number): DiskState {
  const known = new KnownPacks();
  const places = placesOf(root);
  return {
    places,
    known,
    packNames: new Set(),
    packsListed: -1,
    thread: new StoreThread(root, known),
    pool: new HashPool(root, workers, known),
    pendingPacked: new Map(),
    pendingLoose: new Map(),
    doubted: new Set(),
    sealed: [],
    claims: Claims.for(64),
    nextCall: FIRST_CALL,
    caches: new Map(),
    trees: new KnownTrees(places.cache),
    freshened: new Map(),
    now,
    ownRoot: path.dirname(root),
    packFiles: new Map(),
    wanted: rawDigests(1),
  };
}

/**
 * Learns of packs that were published since the last look, by whomever; false where a sweep took one of them
 * meanwhile, so that what it held may be found at another look.
 */
export function refreshPacks(state: DiskState): boolean {
  const listed = fs.statSync(state.places.packs, { throwIfNoEntry: false })?.mtimeMs ?? -1;
  if (listed === state.packsListed) return true;
  const names = new Set(
    (listed < 0 ? [] : fs.readdirSync(state.places.packs))
      .filter((name) => name.endsWith('.index'))
      .map((name) => name.slice(0, -'.index'.length)),
  );
  state.known.forget(({ name }) => !names.has(name));
  for (const name of state.packNames) if (!names.has(name)) state.packNames.delete(name);
  const found = [...names]
    .filter((name) => !state.packNames.has(name))
    .map((name) => ({ name, made: timeOf(indexFile(state.places, name)) }))
    .sort((a, b) => a.made - b.made || byCodeUnit(a.name, b.name));
  let whole = true;
  for (const { name } of found) whole = addPack(state, name) && whole;
  // A folder changed in the same tick of the clock would look as it did.
  const settled = whole && Date.now() - listed > FOLDER_TICK_MS;
  state.packsListed = settled ? listed : Number.NaN;
  return whole;
}

/** Reads the index of a published pack; one that is damaged adds nothing. False where it is gone. */
export function addPack(state: DiskState, name: string): boolean {
  if (state.packNames.has(name)) return true;
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(indexFile(state.places, name));
  } catch (error) {
    return systemError(error).code !== 'ENOENT';
  }
  state.packNames.add(name);
  const index = decodeIndex(bytes);
  if (index === null || index.count === 0) return true;
  const shared = new SharedArrayBuffer(bytes.length);
  Buffer.from(shared).set(bytes);
  state.known.add({ name, index: shared, count: index.count });
  return true;
}

/** The file of a pack's index. */
export function indexFile(places: Places, name: string): string {
  return path.join(places.packs, `${name}.index`);
}

/** The file of a pack. */
export function packFile(places: Places, name: string): string {
  return path.join(places.packs, `${name}.pack`);
}

/** Every place where an object's bytes may lie, likeliest first; only names are looked at. */
export function* locations(state: DiskState, digest: Digest): Iterable<Location> {
  const pending = state.pendingPacked.get(digest) ?? state.pendingLoose.get(digest);
  if (pending) yield pending;
  const first = state.known.find(wordsOf(state, digest), 0);
  if (first) yield packedAt(state, first);
  const loose = fileLocation('loose', looseFile(state.places, digest));
  if (loose) yield loose;
  const document = fileLocation('document', documentFile(state.places, digest));
  if (document) yield document;
  const raw = rawOf(digest);
  for (const other of first ? state.known.findAll(raw) : []) {
    if (other.pack !== first?.pack) yield packedAt(state, other);
  }
  // A sweep puts what is kept into another pack before it takes the old one away, and the next sweep again.
  for (let look = 0; look < MOST_LOOKS; look++) {
    const before = state.known.version;
    const whole = refreshPacks(state);
    if (state.known.version === before && whole) return;
    for (const other of state.known.findAll(raw)) yield packedAt(state, other);
  }
}

/** Whether an object is anywhere; most are in packs, and where in them does not matter. */
export function holds(state: DiskState, digest: Digest): boolean {
  return state.known.packOf(wordsOf(state, digest), 0) >= 0 || locate(state, digest) !== null;
}

/** The likeliest place of an object; null where it is nowhere. */
export function locate(state: DiskState, digest: Digest): Location | null {
  for (const location of locations(state, digest)) return location;
  return null;
}

/** The stat cache of a root. */
export function cacheOf(state: DiskState, root: string): StatCache {
  let cache = state.caches.get(root);
  if (!cache) {
    cache = new StatCache(state.places.cache, root);
    state.caches.set(root, cache);
  }
  return cache;
}

/** Good until the next call. */
function wordsOf({ wanted }: DiskState, digest: Digest): Int32Array {
  wanted.bytes.write(hexOf(digest), 'hex');
  return wanted.words;
}

function packedAt(state: DiskState, at: PackedAt): Location {
  const name = state.known.packs[at.pack]?.name ?? '';
  const file = state.packFiles.get(name) ?? packFile(state.places, name);
  state.packFiles.set(name, file);
  return { kind: 'packed', file, offset: at.offset, size: at.size };
}

function fileLocation(kind: 'loose' | 'document', file: string): Location | null {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? { kind, file, offset: -1, size: stat.size } : null;
}

function timeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
