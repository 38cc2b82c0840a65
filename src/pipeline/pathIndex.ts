import { parentsOf } from '../base/paths';

import { compilePath } from './patterns';
import type { CompiledPath } from './patterns';
import { pathsMeet } from './patternsMeet';

/** Declared paths, so laid out that those which could meet another are found without looking at all of them. */
export interface PathIndex<T> {
  add(path: string, value: T): void;
  /** The values of all paths that could take what this one takes, each once, in the order they were added. */
  meeting(path: string): readonly T[];
  /** Whether one of them satisfies; the order in which they are asked is not told. */
  someMeeting(path: string, satisfies: (value: T) => boolean): boolean;
}

interface Entry<T> {
  readonly order: number;
  readonly compiled: CompiledPath;
  readonly value: T;
}

/** An empty index. Two paths can only meet where the fixed part of one lies within that of the other. */
export function pathIndex<T>(): PathIndex<T> {
  const at = new Map<string, Entry<T>[]>();
  const below = new Map<string, Entry<T>[]>();
  let count = 0;
  const candidates = (anchor: string): readonly (readonly Entry<T>[])[] => [
    at.get(anchor) ?? [],
    ...foldersOf(anchor).map((folder) => at.get(folder) ?? []),
    below.get(anchor) ?? [],
  ];
  return {
    add(path, value) {
      const entry = { order: count++, compiled: compilePath(path), value };
      const { anchor } = entry.compiled;
      push(at, anchor, entry);
      for (const folder of foldersOf(anchor)) push(below, folder, entry);
    },
    meeting(path) {
      const compiled = compilePath(path);
      return candidates(compiled.anchor)
        .flatMap((list) => list.filter((entry) => pathsMeet(entry.compiled, compiled)))
        .sort((a, b) => a.order - b.order)
        .map((entry) => entry.value);
    },
    someMeeting(path, satisfies) {
      const compiled = compilePath(path);
      return candidates(compiled.anchor).some((list) =>
        list.some((entry) => satisfies(entry.value) && pathsMeet(entry.compiled, compiled)),
      );
    },
  };
}

/** The folders above, the project too. */
function foldersOf(path: string): readonly string[] {
  return path === '.' ? [] : [...parentsOf(path), '.'];
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
