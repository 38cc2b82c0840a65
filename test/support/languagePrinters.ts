import { complete } from '../../src/language/complete/complete';
import { definitionAt } from '../../src/language/definition';
import { diagnosticsOf } from '../../src/language/diagnostics';
import type { Completion, DocumentSymbol, Fix, TextEdit } from '../../src/language/editorModel';
import { fixesFor } from '../../src/language/fixes/fixes';
import { foldsOf } from '../../src/language/folding';
import { hoverAt } from '../../src/language/hover';
import type { StepFacts } from '../../src/language/hoverStep';
import { linksOf } from '../../src/language/links';
import { raiseVersion } from '../../src/language/raiseVersion';
import { symbolsOf } from '../../src/language/symbols';

import { documentIn, documentOf, LANGUAGE_FILES } from './languageCases';

/** What each feature says of a sample, as text for a golden file. */
export const LANGUAGE_PRINTERS: Readonly<Record<string, (marked: string) => string>> = {
  completion: printCompletions,
  definition: printDefinition,
  diagnostics: printDiagnostics,
  fixes: printFixes,
  folding: printFolds,
  hover: printHover,
  links: printLinks,
  raiseVersion: printRaise,
  symbols: printSymbols,
};

/** What the samples know of their steps from elsewhere. */
const FACTS: Readonly<Record<string, StepFacts>> = {
  train: {
    status: 'stale: train.lr 0.1 → 0.2',
    duration: 'took 48 s',
    verdict: 'did not reproduce in v1.0',
  },
  'fit@a': { status: 'fresh', duration: null, verdict: null },
};

/** The first completions, and what is in the text after the first one was taken. */
function printCompletions(marked: string): string {
  const { document, offset } = documentOf(marked);
  const all = complete(document, offset)
    .filter((each) => fits(each, document.text.slice(each.edit.start, offset)))
    .sort((a, b) => a.rank - b.rank);
  const [first] = all;
  if (first === undefined) return '(nothing)';
  const rows = all.slice(0, 14).map(({ label, kind, detail, again }) => {
    return `${label} | ${kind}${detail === null ? '' : ` | ${detail}`}${again ? ' …' : ''}`;
  });
  const more = all.length > 14 ? [`(${all.length - 14} more)`] : [];
  return [...rows, ...more, '', ...changedLines(document.text, taken(document.text, first))].join(
    '\n',
  );
}

/** Whether an editor would show a completion behind what was typed: its letters come in this order. */
function fits({ label, filter }: Completion, typed: string): boolean {
  const word = (filter ?? label).toLowerCase();
  let at = 0;
  for (const letter of typed.trim().toLowerCase()) {
    at = word.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** A text after a completion was taken, the place of the cursor marked as editors do. */
export function taken(text: string, { edit, isSnippet }: Completion): string {
  if (!isSnippet) return applied(text, [edit]);
  const line = text.slice(text.lastIndexOf('\n', edit.start - 1) + 1);
  const indent = /^ */.exec(line)?.[0] ?? '';
  const filled = edit.text
    .replaceAll('\n', `\n${indent}`)
    .replaceAll(/(?<!\\)\$\{\d:((?:[^{}\\]|\\.|(?<!\\)\$\{\d:[^}]*\})*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$\{\d:([^}]*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$[1-9]/g, '')
    .replace(/(?<!\\)\$0/, '‸')
    .replaceAll(/\\([$}\\])/g, '$1');
  return applied(text, [{ ...edit, text: filled }]);
}

/** A text with edits applied. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  let edited = text;
  for (const { start, end, text: put } of [...edits].sort((a, b) => b.start - a.start)) {
    edited = edited.slice(0, start) + put + edited.slice(end);
  }
  return edited;
}

/** The lines that are new in a text. */
export function changedLines(before: string, now: string): readonly string[] {
  const [old, lines] = [before.split('\n'), now.split('\n')];
  let first = 0;
  while (first < lines.length && lines[first] === old[first]) first++;
  let last = lines.length;
  while (last > first && lines[last - 1] === old[old.length - lines.length + last - 1]) last--;
  return lines.slice(first, last).map((line) => `+ ${line}`);
}

function printDiagnostics(marked: string): string {
  const { document } = documentOf(marked);
  const lineOf = (offset: number): number => document.text.slice(0, offset).split('\n').length;
  const rows = diagnosticsOf(document).flatMap((found) => {
    const { severity, code, message, start, end, related, instead } = found;
    const written = JSON.stringify(document.text.slice(start, end));
    return [
      `${severity} ${lineOf(start)} ${written} ${code}`,
      `  ${message}`,
      ...related.map((each) => `  see ${lineOf(each.start)}: ${each.message}`),
      ...(instead === null ? [] : [`  meant: ${instead}`]),
    ];
  });
  return rows.join('\n') || '(nothing)';
}

function printHover(marked: string): string {
  const { document, offset } = documentOf(marked);
  const hover = hoverAt(document, offset, (step) => FACTS[step] ?? null);
  if (hover === null) return '(nothing)';
  return `at ${JSON.stringify(document.text.slice(hover.start, hover.end))}\n${hover.markdown}`;
}

function printDefinition(marked: string): string {
  const { document, offset } = documentOf(marked);
  const definition = definitionAt(document, offset);
  if (definition === null) return '(nothing)';
  const { origin, targets } = definition;
  const textOf = (file: string): string =>
    file === document.file ? document.text : (LANGUAGE_FILES[file] ?? '');
  return [
    `from ${JSON.stringify(document.text.slice(origin.start, origin.end))}`,
    ...targets.map(({ file, span }) => {
      const text = textOf(file);
      const line = text.slice(0, span.start).split('\n').length;
      return `${file}:${line} ${JSON.stringify(text.slice(span.start, span.end))}`;
    }),
  ].join('\n');
}

function printSymbols(marked: string): string {
  const { document } = documentOf(marked);
  const lines = (symbols: readonly DocumentSymbol[], indent: string): readonly string[] =>
    symbols.flatMap(({ name, kind, detail, span, children }) => {
      const lineOf = (offset: number): number => document.text.slice(0, offset).split('\n').length;
      const where = `${lineOf(span.start)}-${lineOf(span.end)}`;
      return [
        `${indent}${kind} ${name}${detail === '' ? '' : ` | ${detail}`} | ${where}`,
        ...lines(children, `${indent}  `),
      ];
    });
  return lines(symbolsOf(document), '').join('\n') || '(nothing)';
}

function printFolds(marked: string): string {
  const { document } = documentOf(marked);
  const lines = document.text.split('\n');
  const rows = foldsOf(document).map(
    ({ first, last, kind }) =>
      `${first + 1}-${last + 1} ${kind}: ${lines[first]?.trim() ?? ''} … ${lines[last]?.trim() ?? ''}`,
  );
  return rows.join('\n') || '(nothing)';
}

function printLinks(marked: string): string {
  const { document } = documentOf(marked);
  const rows = linksOf(document).map(({ start, end, file }) => {
    const line = document.text.slice(0, start).split('\n').length;
    return `${line} ${JSON.stringify(document.text.slice(start, end))} -> ${file}`;
  });
  return rows.join('\n') || '(nothing)';
}

/** Every fix of every problem, and which problems are left once it was applied. */
function printFixes(marked: string): string {
  const { document } = documentOf(marked);
  const rows = diagnosticsOf(document).flatMap((problem) => {
    const lines = fixesFor(document, problem).flatMap((fix) => {
      const { text, files } = mended(document.text, fix);
      const left = diagnosticsOf(documentIn(text, { ...files, 'pipeline.yaml': text }));
      return [
        `  ${fix.preferred ? '* ' : '- '}${fix.title}`,
        ...changedLines(document.text, text).map((line) => `    ${line}`),
        `    left: ${left.map(({ code }) => code).join(', ') || 'nothing'}`,
      ];
    });
    return [
      `${problem.code} ${JSON.stringify(document.text.slice(problem.start, problem.end))}`,
      ...lines,
    ];
  });
  return rows.join('\n') || '(nothing)';
}

/** A text and its project once a fix was applied. */
export function mended(
  text: string,
  fix: Fix,
): { readonly text: string; readonly files: Readonly<Record<string, string>> } {
  const { creates } = fix;
  const files =
    creates === null ? LANGUAGE_FILES : { ...LANGUAGE_FILES, [creates.file]: creates.text };
  return { text: applied(text, fix.edits), files };
}

/** The labels of the first line, `# saved: v1.0 v1.1*`, a star where the content is another. */
function printRaise(marked: string): string {
  const { document } = documentOf(marked);
  const listed = /^# saved: (.*)/.exec(document.text)?.[1]?.split(' ') ?? [];
  const labels = listed.map((label) => label.replace('*', ''));
  const differing = listed
    .filter((label) => label.endsWith('*'))
    .map((label) => label.slice(0, -1));
  const raise = raiseVersion(document, { labels, differing });
  if (raise === null) return '(nothing)';
  const text = applied(document.text, raise.fix.edits);
  const again = raiseVersion(documentIn(text), { labels, differing });
  return [
    `at ${JSON.stringify(document.text.slice(raise.start, raise.end))}`,
    raise.message,
    `* ${raise.fix.title}`,
    ...changedLines(document.text, text),
    `left: ${again === null ? 'nothing' : again.message}`,
  ].join('\n');
}
