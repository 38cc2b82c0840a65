import { exactNumber } from '../../base/json';
import type { Json } from '../../base/json';
import type { Difference } from '../../records/report';
import type { DifferenceList } from './differenceList';
import type { Excuses } from './excuses';
import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, MOST_DEPTH, QUOTE } from './jsonCursor';
import type { JsonCursor, NotJson } from './jsonCursor';
import { deltaOf, distance, readNumber, sameNumber, within } from './numbers';
import type { ReadNumber } from './numbers';
import { sameForAllElements, step } from './pathRules';
import type { PathState } from './pathRules';
import { pathText, valueOf } from './jsonShown';

/** What a walk gathers. */
export interface WalkInto {
  readonly file: string;
  readonly differences: DifferenceList;
  readonly excuses: Excuses;
}

/**
 * Walks two JSON documents side by side and gathers where they part. Members are found by key in
 * whatever order; elements by place. Throws `NotJson` where one of them is none, or has a key twice.
 */
export function walkJson(was: JsonCursor, is: JsonCursor, rules: PathState, into: WalkInto): void {
  new Walk(was, is, into).value(rules, 0);
  was.ends();
  is.ends();
}

/** The two cursors and the way down to where they stand. */
class Walk {
  readonly #was: JsonCursor;
  readonly #is: JsonCursor;
  readonly #into: WalkInto;
  readonly #way: (string | number)[] = [];

  constructor(was: JsonCursor, is: JsonCursor, into: WalkInto) {
    this.#was = was;
    this.#is = is;
    this.#into = into;
  }

  value(rules: PathState, depth: number): void {
    if (depth > MOST_DEPTH) throw this.#was.problem('it is nested too deeply');
    const [was, is] = [this.#was, this.#is];
    const kind = was.kind();
    const other = is.kind();
    if (rules.ignoredBy !== null) return this.#ignore(rules.ignoredBy.text, depth);
    if (kind !== other) return this.#differ(depth);
    switch (kind) {
      case 'number':
        return this.#numbers(rules);
      case 'string':
        return this.#strings();
      case 'word':
        return this.#words();
      case 'list':
        return this.#lists(rules, depth);
      case 'object':
        return this.#objects(rules, depth);
    }
  }

  #numbers(rules: PathState): void {
    const [was, is] = [this.#was, this.#is];
    const [from, from2] = [was.number(), is.number()];
    if (sameBytes(was, from, is, from2)) return;
    const source = was.bytes.toString('latin1', from, was.at);
    const source2 = is.bytes.toString('latin1', from2, is.at);
    const [a, b] = [readNumber(source), readNumber(source2)];
    if (sameNumber(a, b)) return;
    const { near } = rules;
    if (near !== null && within(a, b, near.bounds)) {
      this.#into.excuses.number(near.text, distance(a, b));
    } else {
      this.#add(() => ({
        was: a.value === b.value ? source : numberOf(source, a),
        is: a.value === b.value ? source2 : numberOf(source2, b),
        delta: deltaOf(a, b),
      }));
    }
  }

  #strings(): void {
    const [was, is] = [this.#was, this.#is];
    const [from, from2] = [was.string(), is.string()];
    if (sameBytes(was, from, is, from2)) return;
    const [to, to2] = [was.at, is.at];
    if (was.textOf(from, to) === is.textOf(from2, to2)) return;
    this.#add(() => ({ was: valueOf(was, from, to), is: valueOf(is, from2, to2) }));
  }

  #words(): void {
    const was = this.#was.word();
    const is = this.#is.word();
    if (was !== is) this.#add(() => withNull({ was: wordOf(was), is: wordOf(is) }));
  }

  #lists(rules: PathState, depth: number): void {
    const [was, is] = [this.#was, this.#is];
    was.at += 1;
    is.at += 1;
    const shared = sameForAllElements(rules) ? step(rules, 0) : null;
    let [more, moreNow] = [!was.takes(CLOSE_LIST), !is.takes(CLOSE_LIST)];
    for (let index = 0; more || moreNow; index++) {
      this.#way.push(index);
      if (more && moreNow) this.value(shared ?? step(rules, index), depth + 1);
      else this.#only(more ? 'was' : 'is', depth + 1);
      this.#way.pop();
      more &&= goesOn(was, CLOSE_LIST);
      moreNow &&= goesOn(is, CLOSE_LIST);
    }
  }

  #objects(rules: PathState, depth: number): void {
    const [was, is] = [this.#was, this.#is];
    was.at += 1;
    is.at += 1;
    let [more, moreNow] = [!was.takes(CLOSE_OBJECT), !is.takes(CLOSE_OBJECT)];
    const seen = new Set<string>();
    // Mostly both have the same keys in the same order; then nothing needs to be kept.
    while (more && moreNow) {
      const key = sharedKey(was, is);
      if (key === null) break;
      if (seen.has(key)) throw twice(was, key);
      seen.add(key);
      this.#way.push(key);
      this.value(step(rules, key), depth + 1);
      this.#way.pop();
      more = goesOn(was, CLOSE_OBJECT);
      moreNow = goesOn(is, CLOSE_OBJECT);
    }
    if (more || moreNow) this.#unordered(rules, { depth, seen, more, moreNow });
  }

  /** The rest of two objects whose keys come in another order or are not the same. */
  #unordered(
    rules: PathState,
    rest: {
      readonly depth: number;
      readonly seen: ReadonlySet<string>;
      readonly more: boolean;
      readonly moreNow: boolean;
    },
  ): void {
    const [was, is] = [this.#was, this.#is];
    const depth = rest.depth + 1;
    const before = rest.more ? members(was, rest.seen, depth) : new Map<string, number>();
    const now = rest.moreNow ? members(is, rest.seen, depth) : new Map<string, number>();
    const [end, endNow] = [was.at, is.at];
    for (const key of new Set([...before.keys(), ...now.keys()])) {
      const [at, at2] = [before.get(key), now.get(key)];
      if (at !== undefined) was.at = at;
      if (at2 !== undefined) is.at = at2;
      this.#way.push(key);
      const below = step(rules, key);
      if (at !== undefined && at2 !== undefined) this.value(below, depth);
      else if (below.ignoredBy !== null) {
        this.#into.excuses.ignored(ignoreText(below.ignoredBy.text), true);
      } else this.#only(at === undefined ? 'is' : 'was', depth);
      this.#way.pop();
    }
    was.at = end;
    is.at = endNow;
  }

  /** A place that is not looked at, though it has to be JSON. */
  #ignore(rule: string, depth: number): void {
    const [was, is] = [this.#was, this.#is];
    const [from, from2] = [was.at, is.at];
    was.skip(depth);
    is.skip(depth);
    this.#into.excuses.ignored(ignoreText(rule), !sameBytes(was, from, is, from2));
  }

  /** Two values of different kinds. */
  #differ(depth: number): void {
    const [was, is] = [this.#was, this.#is];
    const [from, from2] = [was.at, is.at];
    was.skip(depth);
    is.skip(depth);
    const [to, to2] = [was.at, is.at];
    this.#add(() => withNull({ was: valueOf(was, from, to), is: valueOf(is, from2, to2) }));
  }

  /** A member or element that one side alone has. */
  #only(side: 'was' | 'is', depth: number): void {
    const cursor = side === 'was' ? this.#was : this.#is;
    cursor.space();
    const from = cursor.at;
    cursor.skip(depth);
    const to = cursor.at;
    this.#add(() => {
      const value = valueOf(cursor, from, to);
      const written = value === null ? { writtenNull: side } : {};
      return side === 'was'
        ? { was: value, is: null, ...written }
        : { was: null, is: value, ...written };
    });
  }

  #add(
    make: () => Pick<Difference, 'was' | 'is' | 'writtenNull'> & { delta?: number | null },
  ): void {
    const { file, differences } = this.#into;
    differences.add((): Difference => {
      return { file, at: pathText(this.#way), delta: null, ...make() };
    });
  }
}

/** Whether what both cursors have passed since these places is spelt alike. */
function sameBytes(was: JsonCursor, from: number, is: JsonCursor, from2: number): boolean {
  const length = was.at - from;
  if (length !== is.at - from2) return false;
  if (length > SHORT) return was.bytes.compare(is.bytes, from2, is.at, from, was.at) === 0;
  const [a, b] = [was.bytes, is.bytes];
  for (let i = 0; i < length; i++) if (a[from + i] !== b[from2 + i]) return false;
  return true;
}

/** Calling out costs more than comparing so many bytes. */
const SHORT = 64;

/** Whether another member or element follows; else the bracket is passed. */
function goesOn(cursor: JsonCursor, close: number): boolean {
  if (cursor.takes(COMMA)) return true;
  cursor.needs(close);
  return false;
}

/** Passes the key that comes next on both sides; null, and neither passed, where they are not the same. */
function sharedKey(was: JsonCursor, is: JsonCursor): string | null {
  const [from, from2] = [passKey(was), passKey(is)];
  const key = was.textOf(from, was.at, was.escaped);
  if (sameBytes(was, from, is, from2) || key === is.textOf(from2, is.at, is.escaped)) {
    was.needs(COLON);
    is.needs(COLON);
    return key;
  }
  was.at = from;
  is.at = from2;
  return null;
}

/** Passes a key without its colon; comes back with where it began. */
function passKey(cursor: JsonCursor): number {
  cursor.needs(QUOTE);
  cursor.at -= 1;
  return cursor.string();
}

function twice(cursor: JsonCursor, key: string): NotJson {
  return cursor.problem(`the key ${JSON.stringify(key)} is there twice`);
}

/** Passes the rest of an object; comes back with where each member's value begins. */
function members(
  cursor: JsonCursor,
  seen: ReadonlySet<string>,
  depth: number,
): Map<string, number> {
  const found = new Map<string, number>();
  do {
    const from = passKey(cursor);
    const key = cursor.textOf(from, cursor.at, cursor.escaped);
    cursor.needs(COLON);
    if (seen.has(key) || found.has(key)) throw twice(cursor, key);
    found.set(key, cursor.at);
    cursor.skip(depth);
  } while (goesOn(cursor, CLOSE_OBJECT));
  return found;
}

function ignoreText(path: string): string {
  return `ignore path ${path}`;
}

/** Two unlike values that both stand there: a null among them is one that is written. */
function withNull(both: { was: Json; is: Json }): Pick<Difference, 'was' | 'is' | 'writtenNull'> {
  if (both.was === null) return { ...both, writtenNull: 'was' };
  return both.is === null ? { ...both, writtenNull: 'is' } : both;
}

function wordOf(word: string): boolean | null {
  return word === 'null' ? null : word === 'true';
}

/** A number of the report; as it was written where a double would not hold it. */
function numberOf(source: string, { value, exact, beyond }: ReadNumber): number | string {
  return exact === null && beyond === null ? exactNumber(value, source) : source;
}
