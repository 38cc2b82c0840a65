import * as fs from 'node:fs';
import * as path from 'node:path';

import type { KnownPacks, PackedAt } from './knownPacks';
import type { Places } from '../places';
import { readAll } from '../readWrite';

/** Packs held open at once by one thread. */
const MOST_OPEN = 64;

/** Reads ranges of packs, keeping the files open that it has read from last. */
export class PackReader {
  readonly #places: Places;
  readonly #open = new Map<string, number>();
  #known: KnownPacks;
  #scratch = Buffer.alloc(0);

  constructor(places: Places, known: KnownPacks) {
    this.#places = places;
    this.#known = known;
  }

  /** Looks places up here from now on. */
  use(known: KnownPacks): void {
    this.#known = known;
  }

  /** The file of a published pack. */
  fileOf(pack: number): string {
    const name = this.#known.packs[pack]?.name ?? '';
    return path.join(this.#places.packs, `${name}.pack`);
  }

  /** Whether a pack truly holds these bytes at that place: an index alone does not prove it. */
  holds(at: PackedAt, bytes: Uint8Array): boolean {
    if (at.size !== bytes.length) return false;
    if (this.#scratch.length < at.size) this.#scratch = Buffer.allocUnsafeSlow(1 << 20);
    const held = this.#scratch.subarray(0, at.size);
    try {
      return this.read(this.fileOf(at.pack), at.offset, held) && held.equals(bytes);
    } catch {
      return false; // gone or unreadable: then it is kept again
    }
  }

  /** Fills a buffer from a place of a file; false where the file ends before. Throws system errors. */
  read(file: string, offset: number, into: Uint8Array): boolean {
    return readAll(this.#descriptor(file), into, offset);
  }

  /** Opens a file anew when it is read next: another one has its name now. */
  forget(file: string): void {
    const descriptor = this.#open.get(file);
    if (descriptor !== undefined) fs.closeSync(descriptor);
    this.#open.delete(file);
  }

  /** Closes what is open; reading on opens again. */
  close(): void {
    for (const descriptor of this.#open.values()) fs.closeSync(descriptor);
    this.#open.clear();
  }

  #descriptor(file: string): number {
    const open = this.#open.get(file);
    if (open !== undefined) return open;
    const descriptor = fs.openSync(file, 'r');
    for (const [oldest, other] of this.#open) {
      if (this.#open.size < MOST_OPEN) break;
      fs.closeSync(other);
      this.#open.delete(oldest);
    }
    this.#open.set(file, descriptor);
    return descriptor;
  }
}
