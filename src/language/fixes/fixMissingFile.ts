import * as path from 'node:path';

import { joinRelative, leaves, parentsOf } from '../../base/paths';
import { nearMiss } from '../../pipeline/nearMiss';
import { isPattern } from '../../pipeline/patterns';
import { quotedWhereNeeded } from '../complete/completePaths';
import type { EditorDiagnostic, Fix } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';

/** What is in a file that is made, so that the problem is gone. */
const CONTENTS: Readonly<Record<string, string>> = {
  'input-missing': '',
  'lock-missing': '',
  'params-file-missing': '{}\n',
};

/** For a file that is not there: one of nearly that name, or to make it. */
export function fixMissingFile(
  document: ParsedDocument,
  { code, start, end, instead: known }: EditorDiagnostic,
): readonly Fix[] {
  const text = CONTENTS[code];
  if (text === undefined) return [];
  const written = document.text.slice(start, end);
  const bare = /^(["']).*\1$/s.test(written) ? written.slice(1, -1) : written;
  if (bare === '' || /\$\{\{|[\\\n]/.test(bare)) return [];
  const file = joinRelative(document.folder, bare);
  if (leaves(file)) return [];
  const near = known === null ? nearPath(document, file, code === 'input-missing') : null;
  const fixes: Fix[] = [];
  if (near !== null) {
    const instead = path.posix.relative(document.folder, near);
    const edit = { start, end, text: quotedWhereNeeded(instead, true) };
    fixes.push({
      title: `Change to ${instead}`,
      code,
      preferred: true,
      edits: [edit],
      creates: null,
    });
  }
  if (!isPattern(bare) && !bare.endsWith('/') && canBeMade(document, file)) {
    fixes.push({
      title: `Create ${bare}`,
      code,
      preferred: near === null && known === null,
      edits: [],
      creates: { file, text },
    });
  }
  return fixes;
}

/** The path of nearly that name: what another step writes, or what lies in that folder or one of nearly that name. */
function nearPath(document: ParsedDocument, wanted: string, withOutputs: boolean): string | null {
  const { draft } = document.reading();
  const outputs = withOutputs
    ? draft.steps.flatMap(({ outputs: declared }) => declared.map((output) => output.path))
    : [];
  const folder = path.posix.dirname(wanted);
  const above = path.posix.dirname(folder);
  const beside = document.project
    .list(above)
    .filter(({ isFolder }) => isFolder)
    .map(({ name }) => joinRelative(above, name))
    .filter((other) => other !== folder && isNearPath(folder, other));
  const files = [folder, ...beside].flatMap((each) => filesIn(document, each));
  return [...files, ...outputs].find((each) => each !== wanted && isNearPath(wanted, each)) ?? null;
}

/** Whether two paths are the same but for slips of the keyboard, name by name, the ending by itself. */
function isNearPath(one: string, other: string): boolean {
  const names = (of: string): readonly string[] => of.split(/\/|(?<=[^/])(?=\.[^./]*$)/);
  const [ours, theirs] = [names(one), names(other)];
  return (
    ours.length === theirs.length &&
    ours.every((name, at) => {
      const candidate = theirs[at] as string;
      return name === candidate || nearMiss(name, [candidate]) !== null;
    })
  );
}

function filesIn(document: ParsedDocument, folder: string): readonly string[] {
  return document.project
    .list(folder)
    .filter(({ isFolder }) => !isFolder)
    .map(({ name }) => joinRelative(folder, name))
    .filter((file) => file !== document.file);
}

function canBeMade({ project }: ParsedDocument, file: string): boolean {
  return (
    project.kindOf(file) === 'missing' &&
    parentsOf(file).every((folder) => project.kindOf(folder) !== 'file')
  );
}
