import type { ProjectReader } from './reader';

/** A reader that asks the disk about each path once; for the reading of one text. */
export function cachedReader(reader: ProjectReader): ProjectReader {
  const kinds = new Map<string, ReturnType<ProjectReader['kindOf']>>();
  const links = new Map<string, boolean>();
  return {
    readText: (path) => reader.readText(path),
    kindOf: (path) => once(kinds, path, (each) => reader.kindOf(each)),
    namesIn: (folder) => reader.namesIn?.(folder) ?? [],
    throughLink: (path) => once(links, path, (each) => reader.throughLink(each)),
  };
}

function once<T>(known: Map<string, T>, path: string, ask: (path: string) => T): T {
  const before = known.get(path);
  if (before !== undefined) return before;
  const answer = ask(path);
  known.set(path, answer);
  return answer;
}
