import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestFromHex } from '../../base/digest';
import type { Digest } from '../../base/digest';
import { copyHashed } from '../copyHashed';
import { indexFile, packFile } from '../diskState';
import { namesIn } from '../folders';
import { decodeIndex, OBJECT_HEAD, PACK_MAGIC, readUint, RECORD } from '../packs/packFormat';
import type { Places } from '../places';
import { systemError } from '../storeError';
import type { StoreFinding } from '../storeModel';

/** A document has another name for a moment before it is whole. */
const BEING_WRITTEN_MS = 60_000;

/** Re-reads everything that is published and proves it; nothing is changed. */
export async function* checkStore(places: Places): AsyncIterable<StoreFinding> {
  const lonely = yield* checkPacks(places);
  yield* checkFolders(places.loose, (prefix, name) => prefix + name);
  yield* checkFolders(places.trees, (prefix, name) =>
    name.endsWith('.json') ? prefix + name.slice(0, -'.json'.length) : null,
  );
  for (const name of namesIn(places.temporary)) {
    if (!isLive(name)) yield* stray(path.join(places.temporary, name));
  }
  // A pack gets its index right after its name, and loses it right before: so they are looked at once more.
  for (const pack of lonely) if (!fs.existsSync(pack.replace(/pack$/, 'index'))) yield* stray(pack);
}

/** Whether a name in tmp/ is that of a process which runs: then it is being written. */
export function isLive(name: string): boolean {
  const pid = /^([0-9]+)-/.exec(name)?.[1];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return systemError(error).code === 'EPERM';
  }
}

/** Answers with the packs that had no index. */
async function* checkPacks(places: Places): AsyncGenerator<StoreFinding, string[]> {
  const lonely: string[] = [];
  for (const name of namesIn(places.packs)) {
    const where = path.join(places.packs, name);
    const index = indexFile(places, name.replace(/\.pack$/, ''));
    if (name.endsWith('.index')) yield* checkPack(places, name.slice(0, -'.index'.length));
    else if (!name.endsWith('.pack')) yield* stray(where);
    else if (!fs.existsSync(index)) lonely.push(where);
  }
  return lonely;
}

/** Proves an index and every object that it names. */
async function* checkPack(places: Places, name: string): AsyncIterable<StoreFinding> {
  const where = packFile(places, name);
  const index = readIndex(indexFile(places, name));
  if (index === 'gone') return;
  if (index === 'damaged') {
    yield damaged(digestFromHex(name), indexFile(places, name), 'the index is cut or altered');
    return;
  }
  const records = Buffer.from(index.records);
  const order = Array.from({ length: index.count }, (_, place) => place * RECORD);
  order.sort((a, b) => readUint(records, a + 32) - readUint(records, b + 32));
  const handle = await openPack(places, name);
  if (handle === null) return; // swept meanwhile
  if (typeof handle === 'string') {
    for (const at of order) yield damaged(digestOfRecord(records, at), where, handle);
    return;
  }
  try {
    const magic = Buffer.alloc(PACK_MAGIC.length);
    await handle.read(magic, 0, magic.length, 0);
    const { size } = await handle.stat();
    if (!magic.equals(PACK_MAGIC) || size !== index.packLength) {
      const why = magic.equals(PACK_MAGIC)
        ? `the pack has ${size} bytes, not ${index.packLength}`
        : 'it does not begin as a pack does';
      yield damaged(digestFromHex(name), where, why);
    }
    for (const at of order) {
      const finding = await checkObject(handle, records, at, where);
      if (finding) yield finding;
    }
  } finally {
    await handle.close();
  }
}

/**
 * A pack open to be read, why it cannot be, or null where it was swept. A sweep takes a pack away behind its index, and puts back what
 * somebody has come to need, the pack first: so one that is missing beside its index is asked for again.
 */
async function openPack(
  places: Places,
  name: string,
): Promise<fs.promises.FileHandle | string | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await fs.promises.open(packFile(places, name), 'r');
    } catch (error) {
      const { code, message } = systemError(error);
      if (code !== 'ENOENT') return message;
      if (readIndex(indexFile(places, name)) === 'gone') return null;
      if (tries === MOST_TRIES) return message;
    }
  }
}

/** A sweep that takes away and puts back does so once for each time somebody needs the pack anew. */
const MOST_TRIES = 20;

async function checkObject(
  handle: fs.promises.FileHandle,
  records: Buffer,
  at: number,
  where: string,
): Promise<StoreFinding | null> {
  const digest = digestOfRecord(records, at);
  const size = readUint(records, at + 40);
  const bytes = Buffer.allocUnsafe(OBJECT_HEAD + size);
  const offset = readUint(records, at + 32) - OBJECT_HEAD;
  try {
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    if (bytesRead < bytes.length) return damaged(digest, where, 'the pack is cut');
  } catch (error) {
    return damaged(digest, where, systemError(error).message);
  }
  const head = bytes.compare(records, at, at + 32, 0, 32) === 0 && readUint(bytes, 32) === size;
  if (!head) return damaged(digest, where, 'what stands before its bytes is another object');
  const own = createHash('sha256').update(bytes.subarray(OBJECT_HEAD)).digest();
  if (own.compare(records, at, at + 32) === 0) return null;
  return damaged(digest, where, 'its bytes have another digest');
}

async function* checkFolders(
  folder: string,
  hexOfName: (prefix: string, name: string) => string | null,
): AsyncIterable<StoreFinding> {
  for (const prefix of namesIn(folder)) {
    for (const name of namesIn(path.join(folder, prefix))) {
      const where = path.join(folder, prefix, name);
      const hex = hexOfName(prefix, name);
      if (hex === null || !/^[0-9a-f]{64}$/.test(hex)) yield* stray(where);
      else {
        const finding = await checkFile(where, digestFromHex(hex));
        if (finding) yield finding;
      }
    }
  }
}

async function checkFile(where: string, digest: Digest): Promise<StoreFinding | null> {
  let descriptor: number;
  try {
    descriptor = fs.openSync(where, 'r');
  } catch (error) {
    const { code, message } = systemError(error);
    return code === 'ENOENT' ? null : damaged(digest, where, message);
  }
  try {
    const copied = await copyHashed(descriptor, null);
    const found = digestFromHex(copied.digest.toString('hex'));
    return found === digest ? null : damaged(digest, where, 'its bytes have another digest');
  } catch (error) {
    return damaged(digest, where, systemError(error).message);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** What is there and belongs to nothing; not what another process renames, removes or writes right now. */
function* stray(where: string): Iterable<StoreFinding> {
  const stat = fs.statSync(where, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (where.endsWith('.tmp') && Date.now() - stat.mtimeMs < BEING_WRITTEN_MS) return;
  yield { kind: 'stray', where };
}

function readIndex(
  file: string,
): ReturnType<typeof decodeIndex> extends infer T ? Exclude<T, null> | 'damaged' | 'gone' : never {
  try {
    return decodeIndex(fs.readFileSync(file)) ?? 'damaged';
  } catch (error) {
    return systemError(error).code === 'ENOENT' ? 'gone' : 'damaged';
  }
}

function damaged(digest: Digest, where: string, why: string): StoreFinding {
  return { kind: 'damaged', digest, where, why };
}

function digestOfRecord(records: Buffer, at: number): Digest {
  return digestFromHex(records.toString('hex', at, at + 32));
}
