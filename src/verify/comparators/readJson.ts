import { readNumber } from './numbers';
import type { ReadNumber } from './numbers';

/** A JSON value that lost nothing: numbers that a double rounds come with what was written. */
export type JsonNode =
  null | boolean | string | number | ReadNumber | JsonNode[] | Map<string, JsonNode>;

/** Text that is not JSON, or that says one key twice: nobody can tell which value would count. */
export class NotJson extends Error {}

/**
 * Reads JSON as Python and JavaScript write it, `NaN` and `Infinity` included. Throws `NotJson` with the
 * reason and the offset.
 */
export function readJson(text: string): JsonNode {
  const reader = new Reader(text);
  return reader.whole();
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): JsonNode {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail('more than one value');
    return value;
  }

  #value(): JsonNode {
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#object());
      case '[':
        return this.#nested(() => this.#list());
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) this.#fail('nested too deeply');
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(): Map<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    this.#space();
    if (this.#taken('}')) return members;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') this.#fail('a key was expected');
      const key = this.#string();
      if (members.has(key)) this.#fail(`the key ${JSON.stringify(key)} stands twice`);
      this.#space();
      if (!this.#taken(':')) this.#fail('a colon was expected');
      members.set(key, this.#value());
      this.#space();
    } while (this.#taken(','));
    if (!this.#taken('}')) this.#fail('a comma or a closing brace was expected');
    return members;
  }

  #list(): JsonNode[] {
    const items: JsonNode[] = [];
    this.#space();
    if (this.#taken(']')) return items;
    do {
      items.push(this.#value());
      this.#space();
    } while (this.#taken(','));
    if (!this.#taken(']')) this.#fail('a comma or a closing bracket was expected');
    return items;
  }

  #string(): string {
    const begin = this.#at;
    let end = begin + 1;
    for (;;) {
      end = this.#text.indexOf('"', end);
      if (end < 0) this.#fail('a string has no end');
      let slashes = 0;
      while (this.#text[end - 1 - slashes] === '\\') slashes += 1;
      end += 1;
      if (slashes % 2 === 0) break;
    }
    this.#at = end;
    const inner = this.#text.slice(begin + 1, end - 1);
    if (!ESCAPED.test(inner)) return inner;
    try {
      return JSON.parse(this.#text.slice(begin, end)) as string;
    } catch {
      return this.#fail('a string is not well formed');
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail('a value was expected');
    this.#at += word.length;
    return value;
  }

  #number(): number | ReadNumber {
    NUMBER.lastIndex = this.#at;
    const source = NUMBER.exec(this.#text)?.[0];
    if (source === undefined) return this.#fail('a value was expected');
    this.#at += source.length;
    const value = Number(source);
    if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) {
      return value;
    }
    const read = readNumber(source);
    return read.exact === null && read.beyond === null ? read.value : read;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at += 1;
    }
  }

  #taken(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #fail(why: string): never {
    throw new NotJson(`${why} at offset ${this.#at}`);
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|NaN|-?Infinity/y;
const ESCAPED = /[\\\u0000-\u001f]/;
const DEEPEST = 2000;
