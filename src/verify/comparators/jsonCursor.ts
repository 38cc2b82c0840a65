import { hasMark } from './byteOrderMark';

/** Why bytes are no JSON, and where. Thrown inside the comparator alone, which makes it a doubt. */
export class NotJson extends Error {}

/** What a value is, told from its first byte. */
export type JsonKind = 'object' | 'list' | 'string' | 'number' | 'word';

/** Deeper documents are not read: nobody writes them, and the walk is recursive. */
export const MOST_DEPTH = 1000;

/**
 * Walks over the bytes of a JSON document without making values of them, so that a large one costs no
 * more memory than its bytes, and a number keeps the digits it was written with. Strict, but for the
 * three words that Python writes for numbers: NaN, Infinity, -Infinity.
 */
export class JsonCursor {
  readonly bytes: Buffer;
  /** What the document is called where it turns out to be none. */
  readonly name: string;
  at = 0;
  /** Whether the last string that was passed holds an escape. */
  escaped = false;

  constructor(bytes: Buffer, name: string) {
    this.bytes = bytes;
    this.name = name;
    if (hasMark(bytes)) this.at = 3;
  }

  /** What is wrong at a place, to be thrown. */
  problem(what: string, at = this.at): NotJson {
    let line = 1;
    for (let end = this.bytes.indexOf(0x0a); end !== -1 && end < at; line++) {
      end = this.bytes.indexOf(0x0a, end + 1);
    }
    return new NotJson(`${what}, line ${line} of ${this.name}`);
  }

  /** The kind of the value that comes next; white space before it is passed. */
  kind(): JsonKind {
    this.space();
    const byte = this.bytes[this.at];
    if (byte === OPEN_OBJECT) return 'object';
    if (byte === OPEN_LIST) return 'list';
    if (byte === QUOTE) return 'string';
    if (byte === undefined) throw this.problem('it ends too early', this.at);
    if (byte === MINUS || (byte >= 0x30 && byte <= 0x39) || byte === 0x4e || byte === 0x49) {
      return 'number';
    }
    return 'word';
  }

  /** Passes white space. */
  space(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.at += 1;
    }
  }

  /** Passes this byte where it comes next after white space. */
  takes(byte: number): boolean {
    this.space();
    if (this.bytes[this.at] !== byte) return false;
    this.at += 1;
    return true;
  }

  /** Passes this byte, which has to come next. */
  needs(byte: number): void {
    if (this.takes(byte)) return;
    const found = this.bytes[this.at];
    if (found === undefined) throw this.problem('it ends too early', this.at);
    throw this.problem(`\`${String.fromCharCode(byte)}\` is missing`, this.at);
  }

  /** After the last value: nothing but white space. */
  ends(): void {
    this.space();
    if (this.at < this.bytes.length) throw this.problem('something follows the value', this.at);
  }

  /** Passes a number; comes back with where it began. */
  number(): number {
    const from = this.at;
    const { bytes } = this;
    if (bytes[this.at] === MINUS) this.at += 1;
    if (bytes[this.at] === 0x4e || bytes[this.at] === 0x49) {
      this.#word(bytes[this.at] === 0x4e && this.at === from ? 'NaN' : 'Infinity');
      return from;
    }
    if (bytes[this.at] === 0x30) this.at += 1;
    else this.#digits();
    if (bytes[this.at] === 0x2e) {
      this.at += 1;
      this.#digits();
    }
    if (bytes[this.at] === 0x65 || bytes[this.at] === 0x45) {
      this.at += 1;
      if (bytes[this.at] === MINUS || bytes[this.at] === 0x2b) this.at += 1;
      this.#digits();
    }
    return from;
  }

  /** Passes true, false or null; comes back with it. */
  word(): string {
    const byte = this.bytes[this.at];
    const word = byte === 0x74 ? 'true' : byte === 0x66 ? 'false' : 'null';
    this.#word(word);
    return word;
  }

  /** Passes a string without reading it; comes back with where it began. */
  string(): number {
    const from = this.at;
    const { bytes } = this;
    let at = from + 1;
    this.escaped = false;
    for (;;) {
      const byte = bytes[at];
      if (byte === undefined) throw this.problem('a string does not end', from);
      if (byte < 0x20) throw this.problem('a control character stands in a string', at);
      at += 1;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        this.escaped = true;
        at = this.#escape(at);
      }
    }
    this.at = at;
    return from;
  }

  /** The string between these quotes; `escaped` where it may hold an escape. */
  textOf(from: number, to: number, escaped = true): string {
    if (!escaped) return this.bytes.toString('utf8', from + 1, to - 1);
    return JSON.parse(this.bytes.toString('utf8', from, to)) as string;
  }

  /** Passes a whole value, proving that it is one. */
  skip(depth: number): void {
    if (depth > MOST_DEPTH) throw this.problem('it is nested too deeply', this.at);
    switch (this.kind()) {
      case 'string':
        this.string();
        return;
      case 'number':
        this.number();
        return;
      case 'word':
        this.word();
        return;
      case 'list':
        this.at += 1;
        if (this.takes(CLOSE_LIST)) return;
        do this.skip(depth + 1);
        while (this.takes(COMMA));
        this.needs(CLOSE_LIST);
        return;
      case 'object':
        this.at += 1;
        if (this.takes(CLOSE_OBJECT)) return;
        do {
          this.needs(QUOTE);
          this.at -= 1;
          this.string();
          this.needs(COLON);
          this.skip(depth + 1);
        } while (this.takes(COMMA));
        this.needs(CLOSE_OBJECT);
    }
  }

  #digits(): void {
    const from = this.at;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined || byte < 0x30 || byte > 0x39) break;
      this.at += 1;
    }
    if (this.at === from) throw this.problem('a digit is missing', from);
  }

  #word(word: string): void {
    const end = this.at + word.length;
    if (this.bytes.toString('latin1', this.at, end) !== word) {
      throw this.problem('this is no value', this.at);
    }
    this.at = end;
  }

  /** Passes what follows a backslash. */
  #escape(at: number): number {
    const byte = this.bytes[at];
    if (byte === 0x75) {
      if (!/^[0-9a-fA-F]{4}$/.test(this.bytes.toString('latin1', at + 1, at + 5))) {
        throw this.problem('this is no escape', at);
      }
      return at + 5;
    }
    if (byte === undefined || !ESCAPES.includes(String.fromCharCode(byte))) {
      throw this.problem('this is no escape', at);
    }
    return at + 1;
  }
}

/** Bytes that the walk asks for. */
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const QUOTE = 0x22;
export const CLOSE_OBJECT = 0x7d;
export const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;
const MINUS = 0x2d;
const BACKSLASH = 0x5c;
const ESCAPES = '"\\/bfnrt';
