import { diffArrays } from 'diff';

/** A line that changed, went or came: numbers count from 1, on the side that has it. */
export interface LineChange {
  readonly at: string;
  readonly was: string | null;
  readonly is: string | null;
}

/**
 * The changed lines of two texts, in order. Where the shortest list would take too long to find, lines are
 * compared by place instead: more of them then, but none that is equal.
 */
export function* lineChanges(was: string, is: string): Generator<LineChange> {
  const [before, now] = [linesOf(was), linesOf(is)];
  let begin = 0;
  const shorter = Math.min(before.length, now.length);
  while (begin < shorter && before[begin] === now[begin]) begin += 1;
  let end = 0;
  while (end < shorter - begin && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const old = before.slice(begin, before.length - end);
  const fresh = now.slice(begin, now.length - end);
  const hunks =
    old.length === fresh.length
      ? undefined
      : diffArrays(old, fresh, { maxEditLength: 2000, timeout: 2000 });
  if (hunks === undefined) {
    yield* byPlace(old, fresh, { was: begin, is: begin });
    return;
  }
  const at = { was: begin, is: begin };
  for (let index = 0; index < hunks.length; index++) {
    const hunk = hunks[index] as (typeof hunks)[number];
    if (!hunk.added && !hunk.removed) {
      at.was += hunk.value.length;
      at.is += hunk.value.length;
      continue;
    }
    const next = hunks[index + 1];
    const paired = hunk.removed && next?.added ? next.value : [];
    if (paired.length > 0) index += 1;
    const removed = hunk.removed ? hunk.value : [];
    const added = hunk.added ? hunk.value : paired;
    yield* byPlace(removed, added, at);
    at.was += removed.length;
    at.is += added.length;
  }
}

function* byPlace(
  was: readonly string[],
  is: readonly string[],
  begin: { readonly was: number; readonly is: number },
): Generator<LineChange> {
  for (let index = 0; index < Math.max(was.length, is.length); index++) {
    const [old, fresh] = [was[index] ?? null, is[index] ?? null];
    if (old === fresh) continue;
    const line = (old === null ? begin.is : begin.was) + index + 1;
    yield { at: `line ${line}`, was: shortened(old), is: shortened(fresh) };
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function shortened(line: string | null): string | null {
  return line !== null && line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

const LONGEST = 200;
