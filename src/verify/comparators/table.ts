import type { Json } from '../../base/json';
import { MARK_PLACE, markShown } from './byteOrderMark';
import { absentColumns, columnRules } from './columnRules';
import type { ColumnRule } from './columnRules';
import type { Comparator, Comparison, FilePair, Rule, Tools } from './comparator';
import { hasRule } from './comparator';
import { CsvRows, NotTable } from './csvRows';
import { DifferenceList } from './differenceList';
import { Excuses } from './excuses';
import { plainLineDifferences } from './plainLineDifferences';
import { deltaOf, distance, readNumber, roundingOf, sameNumber, within } from './numbers';
import type { ReadNumber } from './numbers';
import type { NearBounds } from './pathRules';
import { textsOf } from './texts';

/** Reads tables whose first row names the columns, row beside row: numbers and whole columns can be excused. */
export const tableComparator: Comparator = {
  name: 'table',
  most: Infinity,
  recognises: ({ path }) => /\.[ct]sv$/i.test(path),
  compare: compareTable,
};

async function compareTable(pair: FilePair, rule: Rule, tools: Tools): Promise<Comparison> {
  const excuses = new Excuses();
  const [was, is] = textsOf(pair, rule, { tools, excuses });
  const walk = new Walk(pair.path, rule, excuses);
  try {
    const delimiter = /\.tsv$/i.test(pair.path) ? '\t' : ',';
    await walk.compare(new CsvRows(was, delimiter), new CsvRows(is, delimiter));
  } catch (error) {
    if (!(error instanceof NotTable)) throw error;
    return { verdict: 'doubt', why: `it cannot be read as a table (${error.message})` };
  } finally {
    was.close();
    is.close();
  }
  const notes = [
    ...excuses.notes(),
    ...absentColumns(walk.header, rule).map((name) => `There is no column ${name}.`),
  ];
  const { total, kept } = walk.differences;
  if (total > 0) return { verdict: 'different', notes, differencesTotal: total, differences: kept };
  if (hasRule(rule)) {
    if (!excuses.any) notes.push('Only spelling differs, which is nothing under a rule.');
    return { verdict: 'equivalent', notes, differencesTotal: 0, differences: [] };
  }
  const { list } = await plainLineDifferences(pair, tools);
  return {
    verdict: 'different',
    notes: ['Every cell is the same: only quotes or ends of lines differ, and no rule excuses it.'],
    differencesTotal: list.total,
    differences: list.kept,
  };
}

class Walk {
  readonly differences = new DifferenceList();
  header: readonly string[] = [];
  readonly #file: string;
  readonly #rule: Rule;
  readonly #excuses: Excuses;
  #columns: readonly ColumnRule[] = [];

  constructor(file: string, rule: Rule, excuses: Excuses) {
    this.#file = file;
    this.#rule = rule;
    this.#excuses = excuses;
  }

  async compare(was: CsvRows, is: CsvRows): Promise<void> {
    const [first, second] = [await was.one(), await is.one()];
    const [header, other] = [first ?? [], second ?? []];
    this.header = header;
    if (was.marked !== is.marked) {
      this.#add(MARK_PLACE, markShown(was.marked), markShown(is.marked));
    }
    this.#columns = columnRules(header, this.#rule);
    if (!sameRow(header, other) || (first === null) !== (second === null)) {
      // Which cell belongs to which column nobody can tell any more.
      this.#add('header', first?.join(',') ?? null, second?.join(',') ?? null);
      this.#columns = [];
    }
    for (let row = 1; ;) {
      const [more, moreNow] = [await was.more(), await is.more()];
      if (!more && !moreNow) return;
      const from = row;
      if (more && moreNow) row = this.#rowsHere(row, was, is);
      if (row > from) continue;
      // What is here does not hold the row, or one side alone has it.
      const [only, added] = [await was.one(), await is.one()];
      if (only && added) this.#rows(row, only, added);
      else this.#add(`row ${row}`, only?.join(',') ?? null, added?.join(',') ?? null);
      row += 1;
    }
  }

  /** Goes through the rows that are here on both sides as a whole; comes back with the number of the next one. */
  #rowsHere(from: number, was: CsvRows, is: CsvRows): number {
    let row = from;
    for (; was.here && is.here; row++) {
      if (was.passSame(is)) continue;
      const before = was.next();
      if (before === null) break;
      const now = is.next();
      if (now === null) {
        was.back();
        break;
      }
      this.#rows(row, before, now);
    }
    return row;
  }

  #rows(row: number, was: readonly string[], is: readonly string[]): void {
    if (was.length !== is.length) return this.#add(`row ${row}`, was.join(','), is.join(','));
    for (let at = 0; at < was.length; at++) {
      const [a, b] = [was[at] as string, is[at] as string];
      if (a !== b) this.#cells({ row, at }, a, b);
    }
  }

  #cells({ row, at }: { row: number; at: number }, was: string, is: string): void {
    const column = this.#columns[at];
    if (column?.ignored) return this.#excuses.ignored(`ignore column ${column.name}`, true);
    if (column?.near && this.#near(column.near, plainNumber(was), plainNumber(is))) return;
    const [a, b] = [numberIn(was), numberIn(is)];
    if (a !== null && b !== null && hasRule(this.#rule)) {
      if (sameNumber(a, b)) return;
      if (column?.near && within(a, b, column.near.bounds)) {
        return this.#excuses.number(column.near.text, distance(a, b));
      }
    }
    const place = `row ${row}, ${column?.name ?? `column ${at + 1}`}`;
    this.#add(place, was, is, () => (a === null || b === null ? null : deltaOf(a, b)));
  }

  /** Most cells are plain numbers within bounds: for them nothing needs to be made. */
  #near({ bounds, text }: NearBounds, was: number, is: number): boolean {
    const absolute = Math.abs(was - is);
    // One double, and two texts: whether they are one number is asked of their digits.
    if (absolute === 0 || !Number.isFinite(absolute)) return false;
    const larger = Math.max(Math.abs(was), Math.abs(is));
    // Nearer to a bound, what is written has to be looked at.
    const sure = absolute + roundingOf(larger);
    const passes =
      (bounds.absolute !== undefined && sure < bounds.absolute) ||
      (bounds.relative !== undefined && sure < bounds.relative * larger);
    if (passes) this.#excuses.number(text, { absolute, relative: absolute / larger });
    return passes;
  }

  #add(at: string, was: Json, is: Json, delta: () => number | null = nothing): void {
    this.differences.add(() => {
      return { file: this.#file, at, was: shown(was), is: shown(is), delta: delta() };
    });
  }
}

function sameRow(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, at) => cell === b[at]);
}

/** A cell that is an ordinary decimal number which a double holds; else NaN, which no bound lets pass. */
function plainNumber(cell: string): number {
  const [first, second] = [cell.charCodeAt(0), cell.charCodeAt(1)];
  const begins = first === 0x2d || isDigit(first);
  // What stands behind it may be white space, which is text.
  if (!begins || second > 0x39 || !isDigit(cell.charCodeAt(cell.length - 1))) return NaN;
  const value = Number(cell);
  return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : NaN;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

const NUMBER = /^ *[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? *$/;
const NAMED = /^ *([+-]?)(nan|inf|infinity) *$/i;

/** The number that a cell holds as Python writes it, or null. */
function numberIn(cell: string): ReadNumber | null {
  if (NUMBER.test(cell)) return readNumber(cell.trim().replace(/^\+/, ''));
  const named = NAMED.exec(cell);
  if (named === null) return null;
  const [, sign, word = ''] = named;
  if (word.toLowerCase() === 'nan') return readNumber('NaN');
  return readNumber(sign === '-' ? '-Infinity' : 'Infinity');
}

function nothing(): null {
  return null;
}

const MOST = 300;

function shown(value: Json): Json {
  return typeof value === 'string' && value.length > MOST ? `${value.slice(0, MOST)}…` : value;
}
