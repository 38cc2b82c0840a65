/** Why bytes are no table. Thrown inside the comparator alone, which makes it a doubt. */
export class NotTable extends Error {}

/**
 * Goes through the rows of a table one by one. A field may stand in quotes, with a doubled quote for one,
 * and then hold delimiters and ends of lines; rows end with a line feed, before it perhaps a carriage return.
 */
export class CsvRows {
  readonly #bytes: Buffer;
  readonly #delimiter: string;
  readonly #quoted: boolean;
  #at = 0;

  constructor(bytes: Buffer, delimiter: string) {
    this.#bytes = bytes;
    this.#delimiter = delimiter;
    this.#quoted = bytes.includes(QUOTE);
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  /** Whether another row follows. */
  get more(): boolean {
    return this.#at < this.#bytes.length;
  }

  /** Passes the next row of both where they are spelt alike; false, and neither passed, where not. */
  passSame(other: CsvRows): boolean {
    if (this.#quoted || other.#quoted) return false;
    const [end, end2] = [this.#lineEnd(this.#at), other.#lineEnd(other.#at)];
    const same =
      end - this.#at === end2 - other.#at &&
      this.#bytes.compare(other.#bytes, other.#at, end2, this.#at, end) === 0;
    if (!same) return false;
    this.#at = end;
    other.#at = end2;
    return true;
  }

  /** Passes the next row; comes back with its fields. */
  next(): string[] {
    const end = this.#lineEnd(this.#at);
    const line = this.#bytes.toString('utf8', this.#at, end).replace(/\r?\n$/, '');
    if (!line.includes('"')) {
      this.#at = end;
      if (line.includes('\r')) throw new NotTable('a carriage return stands in the midst of a row');
      return line === '' ? [] : line.split(this.#delimiter);
    }
    return this.#quotedRow(end);
  }

  /** A row with quotes, which may go on over several lines; the ends of those belong to the field. */
  #quotedRow(firstEnd: number): string[] {
    for (let end = firstEnd; ; end = this.#lineEnd(end)) {
      const text = this.#bytes.toString('utf8', this.#at, end);
      const fields = fieldsOf(text.replace(/\r?\n$/, ''), this.#delimiter);
      if (fields !== null) {
        this.#at = end;
        return fields;
      }
      if (end >= this.#bytes.length) throw new NotTable('a quote is not closed');
      if (text.length > MOST_ROW) throw new NotTable('a row does not come to an end');
    }
  }

  #lineEnd(from: number): number {
    const end = this.#bytes.indexOf(NEWLINE, from);
    return end === -1 ? this.#bytes.length : end + 1;
  }
}

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
