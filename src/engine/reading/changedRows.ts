import type { RowChange, Table } from '../../present/reportPage/comparison';
import { deltaText } from '../../present/values';
import { CsvRows } from '../../verify/comparators/csvRows';

/** The most rows that a page shows. */
const MOST_ROWS = 200;
/** A table with more columns is shown by its first column and those that changed. */
const MOST_COLUMNS = 12;
const MOST_CHANGED = 24;

/** The rows in which two tables part, row beside row, and what changed in each column. Throws `NotTable`. */
export async function changedRows(was: Buffer, is: Buffer, delimiter: string): Promise<Table> {
  const [before, now] = [new CsvRows(blockOf(was), delimiter), new CsvRows(blockOf(is), delimiter)];
  const [header, other] = [(await before.one()) ?? [], (await now.one()) ?? []];
  const counts = new Map<number, { cells: number; largest: number | null }>();
  const rows: RowChange[] = [];
  const size = { was: 0, is: 0 };
  let total = 0;
  for (let row = 1; ; row++) {
    const [hasBefore, hasNow] = [await before.more(), await now.more()];
    if (!hasBefore && !hasNow) break;
    if (hasBefore && hasNow && before.passSame(now)) {
      size.was += 1;
      size.is += 1;
      continue;
    }
    const [a, b] = [await before.one(), await now.one()];
    if (a !== null) size.was += 1;
    if (b !== null) size.is += 1;
    if (a !== null && b !== null && !count(counts, a, b)) continue;
    total += 1;
    if (rows.length < MOST_ROWS) rows.push({ row, was: a, is: b });
  }
  const wide = Math.max(header.length, other.length);
  const shown = columnsShown(wide, [...counts.keys()]);
  const nameOf = (at: number): string => header[at] ?? other[at] ?? `column ${at + 1}`;
  const pick = (cells: readonly string[] | null): string[] | null =>
    cells === null ? null : shown.map((at) => cells[at] ?? '');
  return {
    kind: 'table',
    header: shown.map(nameOf),
    columns: [...counts]
      .sort(([a], [b]) => a - b)
      .map(([at, { cells, largest }]) => ({
        name: nameOf(at),
        cells,
        largest: movedText(largest),
      })),
    rows: rows.map(({ row, was: a, is: b }) => ({ row, was: pick(a), is: pick(b) })),
    total,
    size,
    otherHeader: sameCells(header, other) ? null : other,
  };
}

/** A whole text as the rows are read from: one block, then none. */
function blockOf(bytes: Buffer): { next(): Promise<Buffer | null> } {
  let left: Buffer | null = bytes;
  return {
    next: () => {
      const block = left;
      left = null;
      return Promise.resolve(block);
    },
  };
}

/** Counts the cells of two rows that differ; false where none does. */
function count(
  counts: Map<number, { cells: number; largest: number | null }>,
  a: readonly string[],
  b: readonly string[],
): boolean {
  let differs = false;
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [cell, other] = [a[at], b[at]];
    if (cell === other) continue;
    differs = true;
    const known = counts.get(at) ?? { cells: 0, largest: null };
    const delta = numberOf(other) - numberOf(cell);
    const larger = Number.isFinite(delta) && Math.abs(delta) > Math.abs(known.largest ?? 0);
    counts.set(at, { cells: known.cells + 1, largest: larger ? delta : known.largest });
  }
  return differs;
}

function movedText(delta: number | null): string {
  return delta === null ? '' : deltaText({ file: '', at: null, was: null, is: null, delta });
}

function numberOf(cell: string | undefined): number {
  return cell === undefined || cell.trim() === '' ? NaN : Number(cell);
}

function columnsShown(wide: number, changed: readonly number[]): number[] {
  const all = Array.from({ length: wide }, (_, at) => at);
  if (wide <= MOST_COLUMNS) return all;
  const some = [...changed].sort((a, b) => a - b).slice(0, MOST_CHANGED);
  return some.includes(0) ? some : [0, ...some];
}

function sameCells(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, at) => cell === b[at]);
}
