import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { syncFolder } from '../../base/atomicFile';
import { digestFromHex } from '../../base/digest';
import type { Digest } from '../../base/digest';
import { isLive } from './checkStore';
import { indexFile, packFile } from '../diskState';
import { namesIn } from '../folders';
import { decodeIndex, readUint, RECORD } from '../packs/packFormat';
import type { PackIndex } from '../packs/packFormat';
import { PackReader } from '../packs/packReader';
import { PackWriter } from '../packs/packWriter';
import { KnownPacks } from '../packs/knownPacks';
import type { Places } from '../places';
import { putBackLeaving, removeOld } from './removeOld';
import type { Swept } from '../storeModel';

/** Packs smaller than this are put together when there are this many of them. */
const SMALL_PACK = 32 << 20;
const MANY_SMALL = 8;
/** A document that is being written has no process in its name: it is spared so long, whatever the grace. */
const BEING_WRITTEN_MS = 60 * 60 * 1000;

/** What may stand in tmp/: of the store's own, of a claim that is written, of a run that is removed. */
const HALF_WRITTEN = /^(?:[0-9]+-[0-9a-f]{16}\.|claim-|removed-)/;

interface OldPack {
  readonly name: string;
  readonly index: PackIndex;
  readonly bytes: number;
}

type Spared = Pick<ReadonlySet<Digest>, 'has'>;

interface Tally {
  readonly digests: Set<Digest>;
  bytes: number;
}

/**
 * Removes objects that are neither kept nor young. A pack is young or old as a whole; what is kept of an
 * old one is copied, proven, to a new pack that is published before the old one goes. A pack with
 * something damaged in it that is kept stays as it is. Documents in trees/ are git's, and stay.
 */
export function sweepStore(
  places: Places,
  asked: {
    readonly keep: ReadonlySet<Digest>;
    readonly only?: ReadonlySet<Digest>;
    readonly graceMs: number;
    readonly dryRun: boolean;
    readonly now: number;
  },
): Swept {
  const { keep: needed, only } = asked;
  const keep: Spared = { has: (one) => needed.has(one) || only?.has(one) === false };
  const options = { ...asked, keep };
  const isOlder = (file: string, than: number): boolean => {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat !== undefined && stat.mtimeMs < options.now - than;
  };
  const isOld = (file: string): boolean => isOlder(file, options.graceMs);
  const gone: Tally = { digests: new Set(), bytes: 0 };
  if (!options.dryRun) putBackLeaving(places, namesIn(places.temporary), isLive);
  sweepLoose(places, options, isOld, gone);
  sweepPacks(places, options, isOld, gone);
  if (!options.dryRun) {
    sweepStray(places, isOld);
    const grace = Math.max(options.graceMs, BEING_WRITTEN_MS);
    sweepHalfDocuments(places, (file) => isOlder(file, grace));
  }
  return { objects: gone.digests.size, bytes: gone.bytes, digests: [...gone.digests].sort() };
}

function sweepLoose(
  places: Places,
  options: { readonly keep: Spared; readonly dryRun: boolean },
  isOld: (file: string) => boolean,
  gone: Tally,
): void {
  for (const prefix of namesIn(places.loose)) {
    for (const name of namesIn(path.join(places.loose, prefix))) {
      if (!/^[0-9a-f]{64}$/.test(prefix + name)) continue; // not ours
      const file = path.join(places.loose, prefix, name);
      const digest = digestFromHex(prefix + name);
      if (options.keep.has(digest) || !isOld(file)) continue;
      const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (!options.dryRun && !removeOld(places, [file], isOld)) continue;
      gone.digests.add(digest);
      gone.bytes += size;
    }
  }
}

function sweepPacks(
  places: Places,
  options: { readonly keep: Spared; readonly dryRun: boolean; readonly now: number },
  isOld: (file: string) => boolean,
  gone: Tally,
): void {
  const packs = readPacks(places);
  const old = packs.filter(({ name }) => isOld(packFile(places, name)));
  const elsewhere = new Set<Digest>();
  for (const pack of packs) {
    if (!old.includes(pack)) for (const { digest } of recordsOf(pack)) elsewhere.add(digest);
  }
  const wasteful = old.filter((pack) =>
    recordsOf(pack).some(({ digest }) => !options.keep.has(digest)),
  );
  const small = old.filter((pack) => pack.bytes < SMALL_PACK);
  const rewritten = small.length >= MANY_SMALL ? [...new Set([...wasteful, ...small])] : wasteful;
  const left: OldPack[] = options.dryRun ? rewritten : rewrite(places, rewritten, options);
  for (const pack of left) {
    if (!options.dryRun && !remove(places, pack.name, isOld)) continue;
    for (const { digest, size } of recordsOf(pack)) {
      if (options.keep.has(digest) || gone.digests.has(digest)) continue;
      if (elsewhere.has(digest)) continue;
      gone.digests.add(digest);
      gone.bytes += size;
    }
  }
  if (!options.dryRun && left.length > 0) syncFolder(places.packs);
}

/** Copies what is kept to new packs and publishes them; tells which of the old ones may go. */
function rewrite(
  places: Places,
  packs: readonly OldPack[],
  options: { readonly keep: Spared; readonly now: number },
): OldPack[] {
  const { keep, now } = options;
  const writer = new PackWriter(places);
  const reader = new PackReader(places, new KnownPacks());
  const copied = new Set<Digest>();
  const sound: OldPack[] = [];
  try {
    for (const pack of packs) {
      const kept = recordsOf(pack).filter(({ digest }) => keep.has(digest) && !copied.has(digest));
      if (kept.every((record) => copyRecord(places, pack, record, reader, writer))) {
        for (const { digest } of kept) copied.add(digest);
        sound.push(pack);
      }
      writer.flush();
      writer.rotate();
    }
    const names = new Set<string>();
    for (const sealed of writer.seal()) {
      fs.utimesSync(sealed.pack, new Date(now), new Date(now));
      fs.renameSync(sealed.pack, packFile(places, sealed.name));
      fs.renameSync(sealed.index, indexFile(places, sealed.name));
      names.add(sealed.name);
    }
    if (names.size > 0) syncFolder(places.packs);
    return sound.filter(({ name }) => !names.has(name)); // one that came out the same is not removed
  } finally {
    reader.close();
    writer.abandon();
  }
}

function copyRecord(
  places: Places,
  pack: OldPack,
  record: { readonly digest: Digest; readonly offset: number; readonly size: number },
  reader: PackReader,
  writer: PackWriter,
): boolean {
  const room = writer.room(record.size);
  try {
    if (!reader.read(packFile(places, pack.name), record.offset, room)) return false;
  } catch {
    return false;
  }
  const digest = createHash('sha256').update(room).digest();
  if (digestFromHex(digest.toString('hex')) !== record.digest) return false;
  writer.keep(digest, record.size);
  return true;
}

/** Readers see what has an index: so that goes first. */
function remove(places: Places, name: string, isOld: (file: string) => boolean): boolean {
  return removeOld(places, [indexFile(places, name), packFile(places, name)], isOld);
}

/** What crashed writers left: files in tmp/ of no running process, packs that never got an index. */
function sweepStray(places: Places, isOld: (file: string) => boolean): void {
  for (const name of namesIn(places.temporary)) {
    const file = path.join(places.temporary, name);
    if (HALF_WRITTEN.test(name) && !isLive(name) && isOld(file))
      fs.rmSync(file, { force: true, recursive: true });
  }
  const packs = new Set(namesIn(places.packs));
  for (const name of packs) {
    if (!/^[0-9a-f]{64}\.pack$/.test(name)) continue;
    const index = name.replace(/pack$/, 'index');
    const file = path.join(places.packs, name);
    if (packs.has(index) || !isOld(file) || isLeaving(places, index)) continue;
    removeOld(places, [file], isOld);
  }
}

/** Whether another sweep holds an index right now, or has just put it back: then its pack is no stray. */
function isLeaving(places: Places, index: string): boolean {
  const held = namesIn(places.temporary).some((name) => name.endsWith(`-${index}.leaving`));
  return held || fs.existsSync(path.join(places.packs, index));
}

/** What crashed writers left beside documents, under names that nobody looks up. */
function sweepHalfDocuments(places: Places, isOld: (file: string) => boolean): void {
  for (const prefix of namesIn(places.trees)) {
    for (const name of namesIn(path.join(places.trees, prefix))) {
      const file = path.join(places.trees, prefix, name);
      if (name.endsWith('.tmp') && isOld(file)) fs.rmSync(file, { force: true });
    }
  }
}

function readPacks(places: Places): OldPack[] {
  const packs: OldPack[] = [];
  for (const file of namesIn(places.packs)) {
    if (!file.endsWith('.index')) continue;
    const name = file.slice(0, -'.index'.length);
    try {
      const index = decodeIndex(fs.readFileSync(indexFile(places, name)));
      if (index) packs.push({ name, index, bytes: index.packLength });
    } catch {
      // Another sweep was faster.
    }
  }
  return packs;
}

function recordsOf(pack: OldPack): { digest: Digest; offset: number; size: number }[] {
  const records = Buffer.from(
    pack.index.records.buffer,
    pack.index.records.byteOffset,
    pack.index.records.byteLength,
  );
  return Array.from({ length: pack.index.count }, (_, place) => {
    const at = place * RECORD;
    return {
      digest: digestFromHex(records.toString('hex', at, at + 32)),
      offset: readUint(records, at + 32),
      size: readUint(records, at + 40),
    };
  });
}
