import { memberOf, membersOf } from '../../pipeline/textNode';
import type { Span } from '../../pipeline/textNode';
import { diagnosticsOf } from '../diagnostics';
import type { EditorDiagnostic, Fix } from '../editorModel';
import { startOfLine } from '../lines';
import type { ParsedDocument } from '../parsedDocument';
import { endOf } from '../symbols';

/** For what has to be there and is not: the steps, and the command of a step. */
export function fixEmpty(document: ParsedDocument, problem: EditorDiagnostic): readonly Fix[] {
  const { text } = document;
  const { code, start, end } = problem;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (...each: readonly string[]): string => each.map((line) => line + newline).join('');
  const fix = (title: string, edit: Fix['edits'][number]): readonly Fix[] => [
    { title, code, preferred: true, edits: [edit], creates: null },
  ];
  const step = ['  hello:', '    run: echo hello'];
  const atEnd = { start: text.length, end: text.length };
  const gap = text === '' || text.endsWith('\n') ? '' : newline;
  switch (code) {
    case 'file-empty':
      return fix('Write a first step', { ...atEnd, text: gap + lines('steps:', ...step) });
    case 'steps-empty':
      return fix('Write a first step', {
        start: start - (/[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0),
        end,
        text: newline + step.join(newline),
      });
    case 'value-missing': {
      const isSteps = text.slice(start, end) === 'steps' && startOfLine(text, start) === start;
      const colon = text.indexOf(':', end);
      if (!isSteps || colon < 0) return [];
      const at = { start: colon + 1, end: colon + 1 };
      return fix('Write a first step', { ...at, text: newline + step.join(newline) });
    }
    case 'key-missing':
      return addKey(document, problem, newline, fix);
    default:
      return [];
  }
}

function addKey(
  document: ParsedDocument,
  { start, message }: EditorDiagnostic,
  newline: string,
  fix: (title: string, edit: Fix['edits'][number]) => readonly Fix[],
): readonly Fix[] {
  const { text } = document;
  const root = document.root();
  const isMeant = (key: string, within: Span): boolean =>
    diagnosticsOf(document).some(
      (each) => each.instead === key && each.start >= within.start && each.end <= within.end,
    );
  if (message.includes('no `steps`')) {
    if (isMeant('steps', { start: 0, end: text.length })) return [];
    if (root?.kind !== 'map' || /^\s*\{/.test(text)) return [];
    const gap = text.endsWith('\n') ? '' : newline;
    const added = ['steps:', '  hello:', '    run: echo hello', ''].join(newline);
    return fix('Add `steps`', { start: text.length, end: text.length, text: gap + added });
  }
  const step = document.steps().find(({ keySpan }) => keySpan.start === start);
  if (step === undefined || !message.includes('no `run`')) return [];
  if (isMeant('run', step.value.span)) return [];
  const command = `run: echo ${step.key}`;
  const [first] = membersOf(step.value);
  if (step.value.kind === 'map' && text[step.value.span.start] === '{') {
    const at = step.value.span.start + 1;
    return fix('Add `run`', {
      start: at,
      end: at,
      text: ` ${command}${first === undefined ? ' ' : ','}`,
    });
  }
  if (first === undefined || memberOf(step.value, 'run') !== null) return [];
  const line = startOfLine(text, first.keySpan.start);
  const indent = text.slice(line, first.keySpan.start);
  if (indent.trim() !== '' || endOf(text, step.value) < line) return [];
  return fix('Add `run`', { start: line, end: line, text: `${indent}${command}${newline}` });
}
