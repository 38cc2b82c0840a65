import type { Range } from './model';
import type { Problem } from './problem';
import type { ProblemCode } from './problemCodes';
import type { Span } from './textNode';

/** More problems than this help nobody. */
const MOST_PROBLEMS = 500;

/** What a complaint may carry besides its sentence. */
export interface MoreToSay {
  readonly severity?: Problem['severity'];
  /** Other places that have to do with it. */
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** What was most likely meant by the characters of the span. */
  readonly instead?: string | null;
}

/** Collects what is wrong while a pipeline is read; one problem of a kind for each place. */
export interface Complaints {
  add(code: ProblemCode, span: Span, message: string, more?: MoreToSay): void;
  rangeOf(span: Span): Range;
  /** Names the place in a sentence: ` (line 12)`. */
  placeOf(span: Span): string;
  /** The characters between two offsets, as they stand in the text. */
  written(span: Span): string;
  /** Sorted by place. */
  list(): readonly Problem[];
}

/** Complaints about this text. */
export function complaintsAbout(text: string): Complaints {
  const starts = lineStarts(text);
  const rangeOf = (span: Span): Range => {
    const start = Math.min(Math.max(0, span.start), text.length);
    const line = lineOf(starts, start);
    const column = start - (starts[line - 1] as number) + 1;
    let end = Math.min(Math.max(start, span.end), text.length);
    // Nodes of YAML reach to the next one; nobody wants the white space between underlined.
    while (end > start + 1 && /\s/.test(text.charAt(end - 1))) end--;
    return { line, column, start, end };
  };
  return {
    ...collector(rangeOf),
    rangeOf,
    placeOf: (span) => ` (line ${rangeOf(span).line})`,
    written: (span) => text.slice(span.start, span.end),
  };
}

/** Complaints about an object in code: a place is the number of a value, and its path stands before the message. */
export function complaintsAboutObject(pathAt: (place: number) => string): Complaints {
  const rangeOf = (span: Span): Range => ({
    line: 1,
    column: 1,
    start: span.start,
    end: span.start,
  });
  const { add, list } = collector(rangeOf);
  return {
    add(code, span, message, more) {
      const path = pathAt(span.start);
      const severity = more?.severity;
      add(code, span, path === '' ? message : `${path}: ${message}`, severity && { severity });
    },
    list: () => list().map((problem) => ({ ...problem, range: rangeOf({ start: 0, end: 0 }) })),
    rangeOf: () => rangeOf({ start: 0, end: 0 }),
    placeOf: (span) => ` (${pathAt(span.start)})`,
    written: () => '',
  };
}

function collector(rangeOf: (span: Span) => Range): Pick<Complaints, 'add' | 'list'> {
  const found = new Map<string, Problem>();
  return {
    add(code, span, message, { severity = 'error', related = [], instead = null } = {}) {
      const range = rangeOf(span);
      const key = `${code}@${range.start}`;
      if (found.has(key) || found.size >= MOST_PROBLEMS) return;
      found.set(key, {
        severity,
        code,
        range,
        message,
        ...(related.length === 0
          ? {}
          : {
              related: related.map((each) => ({
                range: rangeOf(each.span),
                message: each.message,
              })),
            }),
        ...(instead === null ? {} : { instead }),
      });
    },
    list: () =>
      [...found.values()].sort(
        (a, b) => a.range.start - b.range.start || a.range.end - b.range.end,
      ),
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line, from 1, that an offset is on. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
