const SLOT = 9;
const EMPTY = 0;
const BEING_WRITTEN = 1;
const CONFIRMED = 2;
/** Calls are numbered from here, so that a state is a phase or the call that claims. */
export const FIRST_CALL = 3;

/**
 * Which digests are being appended to packs, shared by the threads of one process so that equal files of
 * one batch are kept once. Holds whole digests: two of them are never mistaken for one another. A digest is
 * eight 32-bit words at a place among others, because a view of its own would cost more than the look. A claim
 * counts only within its own call until it is confirmed, for a call that fails may take its bytes with it.
 */
export class Claims {
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #slots: number;

  constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
    this.#slots = this.#words.length / SLOT;
  }

  /** An empty table for about so many digests; it holds more, but then stops telling equal ones. */
  static for(count: number): Claims {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(count, 64) * 2));
    return new Claims(new SharedArrayBuffer(slots * SLOT * 4));
  }

  /** How many digests this table is meant for. */
  get capacity(): number {
    return this.#slots / 2;
  }

  /** Whether this call has to keep the object: false where it is, or is being, kept by this call or is confirmed. */
  claim(digests: Int32Array, at: number, call: number): boolean {
    const words = this.#words;
    for (let probe = 0; probe < this.#slots; probe++) {
      const slot = this.#slotOf(digests[at] as number, probe);
      if (Atomics.compareExchange(words, slot, EMPTY, BEING_WRITTEN) === EMPTY) {
        for (let word = 0; word < 8; word++) words[slot + 1 + word] = digests[at + word] as number;
        Atomics.store(words, slot, call);
        return true;
      }
      const state = this.#settled(slot);
      if (!this.#holds(slot, digests, at)) continue;
      if (state === call || state === CONFIRMED) return false;
      return Atomics.compareExchange(words, slot, state, call) === state;
    }
    return true;
  }

  /** Says that the bytes of a digest are in a pack, whichever call brought them. */
  confirm(digests: Int32Array, at: number): void {
    for (let probe = 0; probe < this.#slots; probe++) {
      const slot = this.#slotOf(digests[at] as number, probe);
      if (this.#settled(slot) === EMPTY) return;
      if (this.#holds(slot, digests, at)) return void Atomics.store(this.#words, slot, CONFIRMED);
    }
  }

  #slotOf(first: number, probe: number): number {
    return ((first + probe) & (this.#slots - 1)) * SLOT;
  }

  #settled(slot: number): number {
    let state = Atomics.load(this.#words, slot);
    while (state === BEING_WRITTEN) state = Atomics.load(this.#words, slot);
    return state;
  }

  #holds(slot: number, digests: Int32Array, at: number): boolean {
    for (let word = 0; word < 8; word++) {
      if (this.#words[slot + 1 + word] !== digests[at + word]) return false;
    }
    return true;
  }
}
