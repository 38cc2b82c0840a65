import { parentsOf } from '../../src/base/paths';
import type { ProjectReader } from '../../src/pipeline/reader';

/** A project that exists in memory only: files with their texts, and which of its paths are links. */
export function memoryReader(
  files: Readonly<Record<string, string>> = {},
  links: readonly string[] = [],
): ProjectReader {
  const folders = new Set(Object.keys(files).flatMap((path) => parentsOf(path)));
  return {
    readText: (path) => files[path] ?? null,
    kindOf: (path) => {
      if (path === '.') return 'folder';
      if (path in files) return 'file';
      return folders.has(path) ? 'folder' : 'missing';
    },
    namesIn: (folder) => {
      const below = [...Object.keys(files), ...folders].filter((path) => parentOf(path) === folder);
      return [...new Set(below.map((path) => path.slice(path.lastIndexOf('/') + 1)))];
    },
    throughLink: (path) => [path, ...parentsOf(path)].some((each) => links.includes(each)),
  };
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
}
