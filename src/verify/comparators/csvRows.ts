import type { Blocks } from './blocks';
import { hasMark } from './byteOrderMark';

/** Why bytes are no table. Thrown inside the comparator alone, which makes it a doubt. */
export class NotTable extends Error {}

/**
 * Goes through the rows of a table one by one. A field may stand in quotes, with a doubled quote for one,
 * and then hold delimiters and ends of lines; rows end with a line feed, before it perhaps a carriage return.
 * Only what `more` or `grow` has read is here; all else is done without waiting, because it is done for each row.
 */
export class CsvRows {
  readonly #blocks: Pick<Blocks, 'next'>;
  readonly #delimiter: string;
  #bytes: Buffer = NOTHING;
  /** Where the next row begins, and the one before it. */
  #at = 0;
  #before = 0;
  /** The next quote, or the end of what is here. */
  #quote = -1;
  #atStart = true;
  #marked = false;

  constructor(blocks: Pick<Blocks, 'next'>, delimiter: string) {
    this.#blocks = blocks;
    this.#delimiter = delimiter;
  }

  /** Whether the table begins with a byte order mark, which is no part of its first cell; known once a row was read. */
  get marked(): boolean {
    return this.#marked;
  }

  /** Whether something of a row is here. */
  get here(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** Reads on where nothing is here; false at the end of the table. */
  async more(): Promise<boolean> {
    while (!this.here) if (!(await this.#read())) return false;
    return true;
  }

  /** Reads on where the row that is here goes on. */
  async grow(): Promise<void> {
    if (this.#bytes.length - this.#at > MOST_ROW)
      throw new NotTable('a row does not come to an end');
    if (!(await this.#read())) throw new NotTable('a quote is not closed');
  }

  /** The next row, read on for as long as it goes on; null at the end of the table. */
  async one(): Promise<readonly string[] | null> {
    if (!(await this.more())) return null;
    for (let row = this.next(); ; row = this.next()) {
      if (row !== null) return row;
      await this.grow();
    }
  }

  /** Passes the next row of both where they are spelt alike; false, and neither passed, where not. */
  passSame(other: CsvRows): boolean {
    const [end, end2] = [this.#lineEnd(this.#at), other.#lineEnd(other.#at)];
    const same =
      end - this.#at === end2 - other.#at &&
      this.#bytes.compare(other.#bytes, other.#at, end2, this.#at, end) === 0 &&
      !this.#hasQuote(end);
    if (!same) return false;
    this.#pass(end);
    other.#pass(end2);
    return true;
  }

  /** Passes the next row; comes back with its fields, or with null where it goes on behind what is here. */
  next(): readonly string[] | null {
    const end = this.#lineEnd(this.#at);
    if (this.#hasQuote(end)) return this.#quotedRow(end);
    const line = this.#bytes.toString('utf8', this.#at, this.#textEnd(end));
    this.#pass(end);
    if (line.includes('\r')) throw new NotTable('a carriage return stands in the midst of a row');
    return line === '' ? [] : line.split(this.#delimiter);
  }

  /** Stands before the last row again. */
  back(): void {
    this.#at = this.#before;
    this.#quote = -1;
  }

  /** A row with quotes, which may go on over several lines; the ends of those belong to the field. */
  #quotedRow(firstEnd: number): readonly string[] | null {
    for (let end = firstEnd; ; end = this.#lineEnd(end)) {
      const text = this.#bytes.toString('utf8', this.#at, end);
      const fields = fieldsOf(text.replace(/\r?\n$/, ''), this.#delimiter);
      if (fields !== null) {
        this.#pass(end);
        return fields;
      }
      if (end >= this.#bytes.length) return null;
      if (text.length > MOST_ROW) throw new NotTable('a row does not come to an end');
    }
  }

  #pass(end: number): void {
    this.#before = this.#at;
    this.#at = end;
  }

  /** Whether a quote stands between here and this place. */
  #hasQuote(end: number): boolean {
    if (this.#quote < this.#at) {
      const quote = this.#bytes.indexOf(QUOTE, this.#at);
      this.#quote = quote === -1 ? this.#bytes.length : quote;
    }
    return this.#quote < end;
  }

  #lineEnd(from: number): number {
    const end = this.#bytes.indexOf(NEWLINE, from);
    return end === -1 ? this.#bytes.length : end + 1;
  }

  /** Where the text of a line ends, before what ends the line. */
  #textEnd(end: number): number {
    const bytes = this.#bytes;
    if (bytes[end - 1] !== NEWLINE) return end;
    return end - 1 > this.#at && bytes[end - 2] === RETURN ? end - 2 : end - 1;
  }

  async #read(): Promise<boolean> {
    const block = await this.#blocks.next();
    if (block === null) return false;
    const rest = this.#bytes.subarray(this.#at);
    this.#bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    const marked = this.#atStart && hasMark(block);
    if (marked) this.#marked = true;
    [this.#at, this.#before, this.#quote] = [marked ? 3 : 0, 0, -1];
    this.#atStart = false;
    return true;
  }
}

const NOTHING = Buffer.alloc(0);
const RETURN = 0x0d;
const QUOTE = 0x22;
const NEWLINE = 0x0a;
/** A row is read again with each line that it goes on over. */
const MOST_ROW = 64 * 1024;

/** The fields of a row; null where a quote is still open at its end. */
function fieldsOf(text: string, delimiter: string): string[] | null {
  const fields: string[] = [];
  for (let at = 0; ; at++) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      fields.push(end === -1 ? text.slice(at) : text.slice(at, end));
      if (end === -1) return fields;
      at = end;
      continue;
    }
    let field = '';
    for (at++; ; at++) {
      const end = text.indexOf('"', at);
      if (end === -1) return null;
      field += text.slice(at, end);
      at = end + 1;
      if (text[at] !== '"') break;
      field += '"';
    }
    fields.push(field);
    if (at >= text.length) return fields;
    if (text[at] !== delimiter) throw new NotTable('something follows a closing quote');
  }
}
