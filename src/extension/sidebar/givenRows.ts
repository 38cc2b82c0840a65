import type { OutlineItem } from '../../present/outline/outlineModel';

/**
 * The rows that VS Code was given: it knows a row only by the very object. What it was given no more is let go, with
 * all below it, because a window may be open for weeks.
 */
export class GivenRows {
  readonly #rows = new Map<string, OutlineItem>();
  /** The ids of what was given below a row. */
  readonly #below = new Map<string, readonly string[]>();

  /** How many they are. */
  get size(): number {
    return this.#rows.size;
  }

  /** The object by which VS Code knows a row; undefined where it was never given. */
  get(id: string): OutlineItem | undefined {
    return this.#rows.get(id);
  }

  /** The object by which VS Code knows a row, as the row is now. */
  keep(row: OutlineItem): OutlineItem {
    const known = this.#rows.get(row.id);
    if (known !== undefined) return Object.assign(known, row);
    this.#rows.set(row.id, row);
    return row;
  }

  /** The same of all rows below one; `parent`: its id, `TOP` for the first ones. */
  keepBelow(parent: string, rows: readonly OutlineItem[]): OutlineItem[] {
    const ids = rows.map(({ id }) => id);
    const stay = new Set(ids);
    for (const id of this.#below.get(parent) ?? []) if (!stay.has(id)) this.#forget(id);
    this.#below.set(parent, ids);
    return rows.map((row) => this.keep(row));
  }

  /** Whether VS Code was given other rows below this one than these; never where it has not asked. */
  isOtherBelow(parent: string, rows: readonly OutlineItem[]): boolean {
    const given = this.#below.get(parent);
    if (given === undefined) return false;
    return given.length !== rows.length || rows.some(({ id }, at) => given[at] !== id);
  }

  /** Those of some rows that were given and are not what was given, as the objects by which VS Code knows them. */
  changedAmong(rows: readonly OutlineItem[]): OutlineItem[] {
    return rows.flatMap((row) => {
      const known = this.#rows.get(row.id);
      return known === undefined || isSame(known, row) ? [] : [this.keep(row)];
    });
  }

  #forget(id: string): void {
    this.#rows.delete(id);
    for (const below of this.#below.get(id) ?? []) this.#forget(below);
    this.#below.delete(id);
  }
}

/** Stands above the first rows. */
export const TOP = '';

function isSame(a: OutlineItem, b: OutlineItem): boolean {
  return (
    a.label === b.label &&
    a.description === b.description &&
    a.tooltip === b.tooltip &&
    a.spoken === b.spoken &&
    a.context === b.context &&
    a.folding === b.folding &&
    a.click === b.click &&
    a.icon?.id === b.icon?.id &&
    a.icon?.color === b.icon?.color
  );
}
