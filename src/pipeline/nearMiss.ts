/** The known word that a mistyped one most likely means, or null where none is near. */
export function nearMiss(word: string, known: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = Math.max(1, Math.min(3, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = distanceBetween(wanted, candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** The same for labels, which are also shortened, and may stand behind a pipeline: `v1`, `churn@v1` for `v1.0`. */
export function nearLabel(word: string, known: readonly string[]): string | null {
  if (word === '') return null;
  const typed = word.toLowerCase();
  return (
    known.find((name) => name.toLowerCase() === typed) ??
    known.find((name) => name.toLowerCase().startsWith(typed)) ??
    nearMiss(word, known) ??
    nearOfPipeline(word, known)
  );
}

/** Of names like `churn@v1` one of that pipeline, as near as its label is; else one that names none. */
function nearOfPipeline(word: string, known: readonly string[]): string | null {
  const { pipeline, label: typed } = inParts(word);
  if (pipeline === null) return null;
  const names = known.map((name) => ({ name, ...inParts(name) }));
  const own = names.filter((one) => pipeline !== '' && one.pipeline?.startsWith(pipeline));
  for (const some of [own, names.filter((one) => one.pipeline === null)]) {
    const label = nearLabel(
      typed,
      some.map((one) => one.label),
    );
    const found = some.find((one) => one.label === label);
    if (found !== undefined) return found.name;
  }
  return null;
}

function inParts(name: string): { readonly pipeline: string | null; readonly label: string } {
  const at = name.lastIndexOf('@');
  return { pipeline: at < 0 ? null : name.slice(0, at).toLowerCase(), label: name.slice(at + 1) };
}

/** Fewest insertions, removals, replacements and swaps of neighbours that make one word the other. */
function distanceBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(before, j - 2) + 1);
      }
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] as number;
}
