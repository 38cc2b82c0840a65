/** A step as the layout sees it. */
export interface GraphStep {
  readonly name: string;
  readonly needs: readonly string[];
}

/** A graph laid out: where each step stands, and the way of each edge, in CSS pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** In the order of the steps: the top left corners. */
  readonly places: readonly { readonly x: number; readonly y: number }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
}

/** The size of a node and the air between them. */
export const NODE = { width: 172, height: 46, gapX: 52, gapY: 14 } as const;

/**
 * Lays steps out from left to right, each in the column after the last one that it needs. Edges over
 * several columns go between the nodes there. Steps come in an order in which needs stand before; needs
 * that are not among them are left out.
 */
export function layoutGraph(steps: readonly GraphStep[]): Layout {
  const items = new Map<string, Item>();
  for (const { name, needs } of steps) {
    const before = needs.flatMap((need) => items.get(need) ?? []);
    const column = Math.max(-1, ...before.map((item) => item.column)) + 1;
    items.set(name, { column, height: NODE.height, y: 0, before: [], after: [] });
  }
  const ways = steps.flatMap(({ name, needs }) =>
    [...new Set(needs)].flatMap((need) => way(items, need, name)),
  );
  const columns: Item[][] = [];
  for (const item of [...items.values(), ...ways.flatMap(({ between }) => between)]) {
    (columns[item.column] ??= []).push(item);
  }
  order(columns);
  place(columns);
  const all = columns.flat();
  const top = all.reduce((least, { y }) => Math.min(least, y), Infinity);
  for (const item of all) item.y -= top;
  const itemOf = (name: string): Item => items.get(name) as Item;
  return {
    width: Math.max(0, columns.length * (NODE.width + NODE.gapX) - NODE.gapX),
    height: Math.max(0, ...all.map((item) => item.y + item.height)),
    places: steps.map(({ name }) => ({ x: left(itemOf(name)), y: Math.round(itemOf(name).y) })),
    edges: ways.map(({ from, to, between }) => ({
      from,
      to,
      points: [
        [left(itemOf(from)) + NODE.width, middle(itemOf(from))],
        ...between.flatMap((item) => [
          [left(item), middle(item)] as const,
          [left(item) + NODE.width, middle(item)] as const,
        ]),
        [left(itemOf(to)), middle(itemOf(to))],
      ],
    })),
  };
}

/** A step, or the place of an edge in a column that it passes. */
interface Item {
  readonly column: number;
  readonly height: number;
  y: number;
  readonly before: Item[];
  readonly after: Item[];
}

/** What an edge needs in a column that it passes. */
const PASSING = 10;

function way(
  items: ReadonlyMap<string, Item>,
  from: string,
  to: string,
): { from: string; to: string; between: Item[] }[] {
  const [start, end] = [items.get(from), items.get(to)];
  if (start === undefined || end === undefined || start.column >= end.column) return [];
  const between: Item[] = [];
  for (let column = start.column + 1; column < end.column; column++) {
    between.push({ column, height: PASSING, y: 0, before: [], after: [] });
  }
  const chain = [start, ...between, end];
  chain.slice(1).forEach((item, at) => {
    const last = chain[at] as Item;
    last.after.push(item);
    item.before.push(last);
  });
  return [{ from, to, between }];
}

const SWEEPS = 4;

/** Puts what belongs together at the same height, so that fewer edges cross; equals stay in the plan's order. */
function order(columns: readonly Item[][]): void {
  const ranks = new Map<Item, number>();
  const number = (column: readonly Item[]): void =>
    column.forEach((item, at) => ranks.set(item, at));
  columns.forEach(number);
  const sort = (column: Item[], side: 'before' | 'after'): void => {
    const keys = new Map(
      column.map((item) => [item, mean(item[side].map((other) => ranks.get(other) ?? 0))]),
    );
    const own = (item: Item): number => keys.get(item) ?? ranks.get(item) ?? 0;
    column.sort((a, b) => own(a) - own(b) || (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
    number(column);
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of columns) sort(column, 'before');
    for (const column of [...columns].reverse()) sort(column, 'after');
  }
  for (const column of columns) sort(column, 'before');
}

/** Gives each item the height of what it hangs on, as far as those above it in its column let it. */
function place(columns: readonly Item[][]): void {
  const settle = (column: readonly Item[], side: 'before' | 'after'): void => {
    let free = -Infinity;
    for (const item of column) {
      const wanted = mean(item[side].map(middle));
      const y = wanted === null ? item.y : wanted - item.height / 2;
      item.y = Math.max(y, free);
      free = item.y + item.height + NODE.gapY;
    }
  };
  for (const column of columns) {
    let free = 0;
    for (const item of column) {
      item.y = free;
      free += item.height + NODE.gapY;
    }
  }
  for (const column of columns) settle(column, 'before');
  for (const column of [...columns].reverse()) settle(column, 'after');
  for (const column of columns) settle(column, 'before');
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function left({ column }: Item): number {
  return column * (NODE.width + NODE.gapX);
}

function middle({ y, height }: Item): number {
  return Math.round(y + height / 2);
}
