import * as fs from 'node:fs';

import { copyRecords } from './copyRecords';
import { encodeIndex, OBJECT_HEAD, packName, PACK_MAGIC, RECORD, writeUint } from './packFormat';
import { temporaryFile } from '../places';
import type { Places } from '../places';
import { writeAll } from '../readWrite';
import { lostFailure, StoreError, writing } from '../storeError';

/** A pack that is on the disk and complete, but not published: its name is still in tmp/. */
export interface SealedPack {
  readonly name: string;
  readonly pack: string;
  readonly index: string;
  readonly count: number;
}

const BUFFER = 4 << 20;
/** A pack grows to this before the next one is begun, so that a sweep never has to copy more at once. */
const LARGEST_PACK = 1 << 30;

/**
 * Appends small objects to a pack in tmp/. Objects are read straight into its buffer, so that their bytes
 * are copied nowhere else; what is not flushed is lost on failure, what is flushed stays good.
 */
export class PackWriter {
  readonly #places: Places;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER);
  readonly #sealed: SealedPack[] = [];
  #file: string | null = null;
  #descriptor = -1;
  /** Bytes of the pack that are written. */
  #length = 0;
  #used = 0;
  #records = Buffer.allocUnsafe(256 * RECORD);
  #count = 0;
  #flushedCount = 0;
  /** A sync has failed: the system may have let go of what it could not write, and says so only once. */
  #doubted = false;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Room for the bytes of the next object; good until the next call of anything here. */
  room(size: number): Buffer {
    if (this.#used + OBJECT_HEAD + size > BUFFER) this.flush();
    const start = this.#used + OBJECT_HEAD;
    return this.#buffer.subarray(start, start + size);
  }

  /** Keeps the first `size` bytes of the last room as an object; tells where in the pack they lie. */
  keep(digest: Uint8Array, size: number): number {
    const start = this.#used;
    this.#buffer.set(digest, start);
    writeUint(this.#buffer, size, start + 32);
    const offset = (this.#length || PACK_MAGIC.length) + start + OBJECT_HEAD;
    this.#record(digest, offset, size);
    this.#used += OBJECT_HEAD + size;
    return offset;
  }

  /** The pack that objects are appended to now; made when first asked for. */
  file(): string {
    this.#file ??= temporaryFile(this.#places, '.pack');
    return this.#file;
  }

  /** Hands what is buffered to the system, so that this process can read it back. */
  flush(): void {
    if (this.#used === 0) return;
    try {
      writing(this.#places.root, () => this.#write());
      this.#flushedCount = this.#count;
    } finally {
      this.#used = 0;
      this.#count = this.#flushedCount;
    }
  }

  /** Ends a pack that has grown large; called between files. */
  rotate(): void {
    if (this.#length > LARGEST_PACK) this.#sealOpen();
  }

  /** Puts everything kept so far on the disk, with its index; what failed can be asked for again. */
  seal(): SealedPack[] {
    this.#sealOpen();
    return this.#sealed.splice(0);
  }

  /** Closes and removes what was not sealed. */
  abandon(): void {
    if (this.#descriptor >= 0) fs.closeSync(this.#descriptor);
    if (this.#file !== null) fs.rmSync(this.#file, { force: true });
    for (const sealed of this.#sealed.splice(0)) {
      fs.rmSync(sealed.pack, { force: true });
      fs.rmSync(sealed.index, { force: true });
    }
    this.#reset();
  }

  #write(): void {
    if (this.#descriptor < 0) {
      fs.mkdirSync(this.#places.temporary, { recursive: true });
      this.#descriptor = fs.openSync(this.file(), 'wx+', 0o444);
    }
    if (this.#length === 0) {
      writeAll(this.#descriptor, PACK_MAGIC, 0);
      this.#length = PACK_MAGIC.length;
    }
    const bytes = this.#buffer.subarray(0, this.#used);
    writeAll(this.#descriptor, bytes, this.#length);
    this.#length += bytes.length;
  }

  #sealOpen(): void {
    this.flush();
    const pack = this.#file;
    if (this.#count === 0 || pack === null) return;
    const index = encodeIndex(this.#records.subarray(0, this.#count * RECORD), this.#length);
    const indexFile = `${pack}.index`;
    writing(this.#places.root, () => {
      if (this.#doubted) this.#copyDoubted(pack);
      fs.ftruncateSync(this.#descriptor, this.#length); // a write that failed half-way left more
      this.#doubted = true;
      fs.fsyncSync(this.#descriptor);
      this.#doubted = false;
      writeSynced(indexFile, index);
    });
    fs.closeSync(this.#descriptor);
    this.#sealed.push({ name: packName(index), pack, index: indexFile, count: this.#count });
    this.#reset();
  }

  /** Goes on with a new file of the same bytes; the doubted one is never published. */
  #copyDoubted(pack: string): void {
    const again = `${pack}.again`;
    const to = fs.openSync(again, 'wx+', 0o444);
    try {
      const records = this.#records.subarray(0, this.#count * RECORD);
      if (!copyRecords(this.#descriptor, to, records)) {
        throw new StoreError(lostFailure(this.#places.root));
      }
      fs.renameSync(again, pack);
    } catch (error) {
      fs.closeSync(to);
      fs.rmSync(again, { force: true });
      throw error;
    }
    fs.closeSync(this.#descriptor);
    this.#descriptor = to;
    this.#doubted = false;
  }

  #record(digest: Uint8Array, offset: number, size: number): void {
    const start = this.#count * RECORD;
    if (start === this.#records.length) {
      this.#records = Buffer.concat([this.#records, Buffer.allocUnsafe(this.#records.length)]);
    }
    this.#records.set(digest, start);
    writeUint(this.#records, offset, start + 32);
    writeUint(this.#records, size, start + 40);
    this.#count++;
  }

  #reset(): void {
    this.#file = null;
    this.#descriptor = -1;
    this.#length = this.#used = this.#count = this.#flushedCount = 0;
    this.#doubted = false;
  }
}

function writeSynced(file: string, bytes: Uint8Array): void {
  const descriptor = fs.openSync(file, 'wx', 0o644);
  try {
    writeAll(descriptor, bytes, 0);
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.rmSync(file, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}
