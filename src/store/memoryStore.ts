import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Readable } from 'node:stream';

import { digestFromHex, digestOf } from '../base/digest';
import type { Digest } from '../base/digest';
import { parentsOf } from '../base/paths';
import type { StoreFailure } from './failures';
import { caught, readFailure, StoreError } from './storeError';
import type { Store, StoreFinding, TakenFile } from './storeModel';
import { decodeTree, encodeTree, unsafePath } from './tree';
import type { TreeEntry } from './treeModel';

/** A store that keeps everything in memory; for tests. Files that it takes and restores are the disk's. */
export function memoryStore(objects = new Map<Digest, Buffer>()): Store {
  const documents = new Map<Digest, Buffer>();
  const keep = (bytes: Uint8Array): Digest => {
    const digest = digestOf(bytes);
    objects.set(digest, Buffer.from(bytes));
    return digest;
  };
  const read = (digest: Digest, name?: string): Buffer => {
    const bytes = objects.get(digest) ?? documents.get(digest);
    if (!bytes) {
      const path = name === undefined ? {} : { path: name };
      throw new StoreError({ code: 'object-missing', digest, ...path });
    }
    if (digestOf(bytes) === digest) return Buffer.from(bytes);
    throw new StoreError({ code: 'object-damaged', digest, where: 'memory' });
  };
  const readDocument = (digest: Digest): Buffer => {
    if (!objects.has(digest) && !documents.has(digest)) {
      throw new StoreError({ code: 'tree-missing', digest });
    }
    return read(digest);
  };
  return {
    takeFiles: (root, files) =>
      caught(() =>
        files.map((file) => {
          const { taken, bytes } = takeFile(root, file.path);
          if (file.keep) keep(bytes);
          return taken;
        }),
      ),
    untouchedTree: () => null,
    rememberTree: () => undefined,
    putBytes: (bytes) => caught(() => keep(bytes)),
    putStream: (stream) =>
      caught(async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer | string));
        return keep(Buffer.concat(chunks));
      }),
    getBytes: (digest) => caught(() => read(digest)),
    getStream: (digest) =>
      caught(() => {
        const bytes = read(digest);
        return Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
      }),
    has: (digest) => objects.has(digest) || documents.has(digest),
    keepsProven: (digest) => {
      const bytes = objects.get(digest);
      return bytes !== undefined && digestOf(bytes) === digest;
    },
    putTree: (entries) => caught(() => keep(encodeTree(entries))),
    getTree: (digest) =>
      caught(() => {
        const tree = decodeTree(readDocument(digest));
        if (tree === null) throw new StoreError({ code: 'tree-damaged', digest, where: 'memory' });
        return tree;
      }),
    publishDocument: (digest) =>
      caught(() => {
        documents.set(digest, readDocument(digest));
      }),
    getDocument: (digest) => caught(() => readDocument(digest)),
    restore: (root, entries, options) =>
      caught(() => restore(root, entries, options.overwrite, read)),
    sync: () => caught(() => undefined),
    check: () => checkObjects(objects),
    sweep: (options) =>
      caught(() => {
        const { keep, only } = options;
        const gone = [...objects].filter(([one]) => !keep.has(one) && only?.has(one) !== false);
        // Everything here is as young as the process: only a grace of nothing leaves anything to take.
        const swept = options.graceMs > 0 ? [] : gone;
        if (!options.dryRun) for (const [digest] of swept) objects.delete(digest);
        const bytes = swept.reduce((sum, [, content]) => sum + content.length, 0);
        return { objects: swept.length, bytes, digests: swept.map(([digest]) => digest).sort() };
      }),
    close: () => Promise.resolve(),
  };
}

function takeFile(root: string, name: string): { taken: TakenFile; bytes: Buffer } {
  try {
    const file = path.join(root, name);
    const stat = fs.statSync(file);
    if (!stat.isFile()) {
      const failure: StoreFailure = {
        code: 'file-unreadable',
        path: name,
        error: 'not a regular file',
      };
      throw new StoreError(failure);
    }
    const bytes = fs.readFileSync(file);
    const { size, mtimeMs, ctimeMs, ino: inode, mode } = stat;
    const executable = process.platform !== 'win32' && (mode & 0o100) !== 0;
    const taken = {
      path: name,
      executable,
      size: bytes.length,
      digest: digestOf(bytes),
      stat: { size, mtimeMs, ctimeMs, inode, mode },
    };
    return { taken, bytes };
  } catch (error) {
    throw new StoreError(readFailure(error, name));
  }
}

function restore(
  root: string,
  entries: readonly TreeEntry[],
  overwrite: boolean,
  read: (digest: Digest, name: string) => Buffer,
): { files: number; bytes: number } {
  const unsafe = unsafePath(entries);
  if (unsafe !== null) throw new StoreError({ code: 'path-unsafe', path: unsafe });
  let files = 0;
  let bytes = 0;
  for (const entry of entries) refuseTaken(root, entry, overwrite);
  const rank = { folder: 0, file: 1, link: 2 };
  for (const entry of [...entries].sort((a, b) => rank[a.kind] - rank[b.kind])) {
    const target = path.join(root, entry.path);
    fs.mkdirSync(entry.kind === 'folder' ? target : path.dirname(target), { recursive: true });
    if (entry.kind !== 'folder') fs.rmSync(target, { force: true });
    if (entry.kind === 'link') fs.symlinkSync(entry.target, target);
    if (entry.kind !== 'file') continue;
    fs.writeFileSync(target, read(entry.digest, entry.path), {
      mode: entry.executable ? 0o777 : 0o666,
    });
    files++;
    bytes += entry.size;
  }
  return { files, bytes };
}

function refuseTaken(root: string, entry: TreeEntry, overwrite: boolean): void {
  for (const folder of parentsOf(entry.path)) {
    const there = fs.lstatSync(path.join(root, folder), { throwIfNoEntry: false });
    if (there?.isSymbolicLink()) throw new StoreError({ code: 'path-unsafe', path: folder });
    if (there && !there.isDirectory()) throw new StoreError({ code: 'file-exists', path: folder });
  }
  const there = fs.lstatSync(path.join(root, entry.path), { throwIfNoEntry: false });
  if (entry.kind === 'folder' || !there) return;
  if (!overwrite || there.isDirectory()) {
    throw new StoreError({ code: 'file-exists', path: entry.path });
  }
}

async function* checkObjects(objects: ReadonlyMap<Digest, Buffer>): AsyncIterable<StoreFinding> {
  for (const [digest, bytes] of objects) {
    const hex = createHash('sha256').update(bytes).digest('hex');
    const why = 'its bytes have another digest';
    if (digestFromHex(hex) !== digest) yield { kind: 'damaged', digest, where: 'memory', why };
    await Promise.resolve();
  }
}
