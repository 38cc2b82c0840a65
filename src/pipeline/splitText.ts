import type { Span } from './textNode';

/** A stretch of whole lines that can be read by itself: one key with its value, or a key that is half written. */
export interface TextPart extends Span {
  readonly isKey: boolean;
}

/** A pipeline file cut where YAML cannot reach across: at its keys, and below `steps:` at the steps. */
export interface SplitText {
  readonly parts: readonly TextPart[];
  /** Where `steps` is cut too: the place of its key among the parts, and the steps. */
  readonly steps: {
    readonly at: number;
    readonly key: Span;
    readonly parts: readonly TextPart[];
  } | null;
}

/** An anchor may be named from another part, and documents and directives are matters of the whole text. */
const MATTERS_OF_THE_WHOLE = /(?:^|[\s,[{:-])&[^\s,[\]{}&]|^(?:---|\.\.\.|%|\?[ \n])/m;
const KEY =
  /^(?:(?:[^\s#&*!|>%@`"'[\]{},?:-]|[-?:](?=[^\s,[\]{}]))(?:[^\n#]|(?<=\S)#)*?|"[^"\\\n]*"|'[^'\n]*')[ \t]*:(?=[ \t\r]|$)/;
/** A key that is just being written. */
const HALF_KEY = /^[A-Za-z_][\w.-]*[ \t\r]*$/;
const STEPS = /^steps[ \t]*:[ \t\r]*(?:#.*)?$/;

/** Cuts a text into parts, or null where that could change its meaning. */
export function splitText(text: string): SplitText | null {
  if (MATTERS_OF_THE_WHOLE.test(text)) return null;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const parts = cutAt(text, { start, end: text.length }, 0);
  if (parts === null) return null;
  const at = parts.findIndex((part) => STEPS.test(lineAt(text, part.start)));
  const part = parts[at];
  return { parts, steps: part === undefined ? null : splitSteps(text, part, at) };
}

function splitSteps(text: string, part: TextPart, at: number): SplitText['steps'] {
  const header = text.indexOf('\n', part.start);
  if (header < 0 || header + 1 >= part.end) return null;
  const body = { start: header + 1, end: part.end };
  const indent = firstIndent(text, body);
  if (indent === null || indent === 0) return null;
  const parts = cutAt(text, body, indent);
  if (parts === null) return null;
  return { at, key: { start: part.start, end: part.start + 'steps'.length }, parts };
}

/** The white space before the first line of a stretch that says something. */
function firstIndent(text: string, { start, end }: Span): number | null {
  for (let line = start; line < end; line = nextLine(text, line)) {
    const indent = indentAt(text, line);
    if (saysSomething(text, line + indent)) return indent;
  }
  return null;
}

/** One part for each line of just this indentation; null where a line has less, or a tab stands there. */
function cutAt(text: string, { start, end }: Span, indent: number): readonly TextPart[] | null {
  const starts: { readonly start: number; readonly isKey: boolean }[] = [];
  for (let line = start; line < end; line = nextLine(text, line)) {
    const own = indentAt(text, line);
    const at = line + own;
    if (own > indent || !saysSomething(text, at)) continue;
    if (own < indent || text[at] === '\t') return null;
    const goesOn = /^(?:-(?:\s|$)|[\]}])/.test(text.slice(at, at + 2));
    if (goesOn && starts.length > 0) continue;
    const written = lineAt(text, at);
    const isKey = KEY.test(written);
    if (!isKey && !HALF_KEY.test(written)) return null;
    starts.push({ start: starts.length === 0 ? start : line, isKey });
  }
  if (!starts.some((part) => part.isKey)) return null;
  return starts.map((part, index) => ({ ...part, end: starts[index + 1]?.start ?? end }));
}

function saysSomething(text: string, at: number): boolean {
  const character = text[at];
  return character !== undefined && character !== '\n' && character !== '\r' && character !== '#';
}

function indentAt(text: string, line: number): number {
  let at = line;
  while (text[at] === ' ') at++;
  return at - line;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? text.length : end);
}

function nextLine(text: string, line: number): number {
  const end = text.indexOf('\n', line);
  return end < 0 ? text.length : end + 1;
}
