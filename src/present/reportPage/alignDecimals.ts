/**
 * Numbers of a column, padded with blanks of a figure's width so that, set flush right in a font whose
 * figures are all as wide, their decimal points stand in one line. What is no number is left as it is.
 */
export function alignDecimals(cells: readonly string[]): string[] {
  const tails = cells.map((cell) => (NUMBER.test(cell) ? tailOf(cell) : 0));
  const widest = Math.max(0, ...tails);
  return cells.map((cell, at) =>
    NUMBER.test(cell) ? cell + FIGURE_SPACE.repeat(widest - (tails[at] ?? 0)) : cell,
  );
}

const FIGURE_SPACE = '\u2007';
const NUMBER = /^[+−-]?\d+(?:\.\d+)?(?:e[+−-]?\d+)?$/iu;

/** How many characters stand from the decimal point on. */
function tailOf(cell: string): number {
  const point = cell.search(/[.e]/i);
  return point === -1 ? 0 : cell.length - point;
}
