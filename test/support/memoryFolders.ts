import type { FolderEntry, ProjectFolders } from '../../src/language/parsedDocument';

import { memoryReader } from './memoryReader';

/** A project that exists in memory only, whose folders can be looked into. */
export function memoryFolders(files: Readonly<Record<string, string>> = {}): ProjectFolders {
  return { ...memoryReader(files), list: (folder) => entriesOf(files, folder) };
}

function entriesOf(
  files: Readonly<Record<string, string>>,
  folder: string,
): readonly FolderEntry[] {
  const stem = folder === '.' ? '' : `${folder}/`;
  const found = new Map<string, boolean>();
  for (const path of Object.keys(files)) {
    if (!path.startsWith(stem)) continue;
    const [name = '', ...below] = path.slice(stem.length).split('/');
    found.set(name, below.length > 0);
  }
  return [...found].map(([name, isFolder]) => ({ name, isFolder }));
}
