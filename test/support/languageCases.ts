import * as fs from 'node:fs';

import { parseDocument } from '../../src/language/parsedDocument';
import type { ParsedDocument } from '../../src/language/parsedDocument';

import { memoryFolders } from './memoryFolders';

/** Stands in a sample where the cursor is. */
export const CURSOR = '‸';

/** A sample and what is expected of it, side by side in one file of many. */
export interface LanguageCase {
  readonly title: string;
  /** With the mark of the cursor. */
  readonly marked: string;
  readonly expected: string;
}

/** What the samples find on their disk. */
export const LANGUAGE_FILES: Readonly<Record<string, string>> = {
  'params.yaml':
    'train:\n  lr: 0.10\n  epochs: 3\n  layers: [64, 32]\nregion: eu\n"odd key": { x: 1 }\n',
  'requirements.lock': 'numpy==2.1.0\n',
  '.venv/pyvenv.cfg': '',
  '.gitignore': '',
  'README.md': '',
  'src/prepare.py': '',
  'src/train.py': '',
  'src/lib/tools.py': '',
  'src/__pycache__/x.pyc': '',
  'data/raw.csv': '',
  'data/2023/a.csv': '',
  'node_modules/x/index.js': '',
};

/** The cases of a file: `=== title`, the sample, `>>>`, what is expected. */
export function readCases(file: string): readonly LanguageCase[] {
  const [, ...blocks] = `\n${fs.readFileSync(file, 'utf8')}`.split('\n=== ');
  return blocks.map((block) => {
    const [head = '', expected = ''] = block.split('\n>>>\n');
    const end = head.indexOf('\n');
    const title = end < 0 ? head : head.slice(0, end);
    return { title, marked: end < 0 ? '' : head.slice(end + 1), expected: expected.trimEnd() };
  });
}

/** Writes the cases back, with what came out as what is expected. */
export function writeCases(file: string, cases: readonly LanguageCase[]): void {
  const blocks = cases.map(
    ({ title, marked, expected }) => `=== ${title}\n${marked}\n>>>\n${expected}\n`,
  );
  fs.writeFileSync(file, blocks.join('\n'));
}

/** The document of a sample, and where its cursor is: at the end where it has none. */
export function documentOf(marked: string): { document: ParsedDocument; offset: number } {
  const at = marked.indexOf(CURSOR);
  const text = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + CURSOR.length);
  const files = { ...LANGUAGE_FILES, 'pipeline.yaml': text };
  return { document: documentIn(text, files), offset: at < 0 ? text.length : at };
}

/** The document of a text in a project of these files. */
export function documentIn(
  text: string,
  files: Readonly<Record<string, string>> = LANGUAGE_FILES,
): ParsedDocument {
  return parseDocument(text, {
    file: 'pipeline.yaml',
    project: memoryFolders(files),
    platform: 'linux',
  });
}
