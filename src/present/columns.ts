/** Rows as aligned columns, two blanks apart; the last column keeps its length. Widths are counted in characters. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, widthOf(cell))));
  }
  return rows.map((row) => {
    const cells = row.map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - widthOf(cell)));
    return (indent + cells.join('  ')).trimEnd();
  });
}

/** Characters that a text takes on a terminal: colours take none. */
function widthOf(text: string): number {
  return Array.from(text.replace(ESCAPES, '')).length;
}

const ESCAPES = new RegExp('\u001b\\[[0-9;]*m', 'g');
