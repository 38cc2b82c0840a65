import { tableAt, valueShapeOf } from '../../pipeline/keyPlaces';
import { STEP_NAME } from '../../pipeline/keys';
import { isLabel } from '../../pipeline/label';
import { nearMiss } from '../../pipeline/nearMiss';
import { parseDuration, parseSize } from '../../pipeline/quantities';
import { cursorPlace } from '../cursorPlace';
import type { EditorDiagnostic, Fix } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';

/** For one word that cannot stand where it does: those that can. */
export function fixWord(document: ParsedDocument, problem: EditorDiagnostic): readonly Fix[] {
  const { code, start, end } = problem;
  const written = document.text.slice(start, end);
  const word = /^(["']).*\1$/s.test(written) ? written.slice(1, -1) : written;
  if (word.includes('\n')) return [];
  return wordsFor(document, problem, word).map((text, at) => ({
    title: `Change to ${text}`,
    code,
    preferred: at === 0,
    edits: [{ start, end, text }],
    creates: null,
  }));
}

function wordsFor(
  document: ParsedDocument,
  { code, start }: EditorDiagnostic,
  word: string,
): readonly string[] {
  switch (code) {
    case 'shell-unknown':
    case 'kind-unknown':
      return choicesFor(document.text, start, word);
    case 'duration-invalid':
      return [`${word}s`, `${word}m`, `${word}h`].filter((text) => parseDuration(text) !== null);
    case 'size-invalid':
      return [`${word}GiB`, `${word}MiB`].filter((text) => parseSize(text) !== null);
    case 'step-name-invalid':
      return free(document, wordOf(word, '_'));
    case 'label-invalid':
      return [
        word.replaceAll(/[^A-Za-z0-9._+-]+/g, '-').replaceAll(/^[^A-Za-z0-9]+|-+$/g, ''),
      ].filter((text) => isLabel(text) && /[A-Za-z]/.test(text) && text !== 'null');
    default:
      return [];
  }
}

function choicesFor(text: string, start: number, word: string): readonly string[] {
  const { way } = cursorPlace(text, start);
  const table = tableAt(way.slice(0, -1));
  const shape = table === null ? null : valueShapeOf(table, way.at(-1) ?? '');
  if (shape?.kind !== 'choice') return [];
  const near = nearMiss(word, shape.values);
  return near === null ? shape.values : [near, ...shape.values.filter((value) => value !== near)];
}

function wordOf(name: string, filler: string): string {
  const word = name.trim().replaceAll(/[^A-Za-z0-9_-]+/g, filler);
  return /^[A-Za-z_]/.test(word) ? word : `_${word}`;
}

function free(document: ParsedDocument, name: string): readonly string[] {
  const taken = new Set(document.steps().map(({ key }) => key.toLowerCase()));
  return STEP_NAME.test(name) && !taken.has(name.toLowerCase()) ? [name] : [];
}
