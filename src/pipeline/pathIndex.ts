import { parentsOf } from '../base/paths';

import { compilePath } from './patterns';
import type { CompiledPath } from './patterns';
import { pathsMeet } from './patternsMeet';

/** Declared paths, so laid out that those which could meet another are found without looking at all of them. */
export interface PathIndex<T> {
  add(path: string, value: T): void;
  /** The values of all paths that could take what this one takes, each once, in the order they were added. */
  meeting(path: string): readonly T[];
  /** The first of them; null where there is none. */
  firstMeeting(path: string): T | null;
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
  const compiled = new Map<string, CompiledPath>();
  let count = 0;
  const compile = (path: string): CompiledPath => {
    const known = compiled.get(path);
    if (known !== undefined) return known;
    const made = compilePath(path);
    compiled.set(path, made);
    return made;
  };
  const candidates = (anchor: string): readonly (readonly Entry<T>[])[] => {
    const lists = [at.get(anchor), below.get(anchor)];
    for (const folder of foldersOf(anchor)) lists.push(at.get(folder));
    return lists.filter((list) => list !== undefined);
  };
  return {
    add(path, value) {
      const entry = { order: count++, compiled: compile(path), value };
      const { anchor } = entry.compiled;
      push(at, anchor, entry);
      for (const folder of foldersOf(anchor)) push(below, folder, entry);
    },
    meeting(path) {
      const own = compile(path);
      const found: Entry<T>[] = [];
      for (const list of candidates(own.anchor)) {
        for (const entry of list) if (pathsMeet(entry.compiled, own)) found.push(entry);
      }
      return found.sort((a, b) => a.order - b.order).map((entry) => entry.value);
    },
    firstMeeting(path) {
      const own = compile(path);
      let first: Entry<T> | null = null;
      for (const list of candidates(own.anchor)) {
        for (const entry of list) {
          if (first !== null && entry.order > first.order) break; // each list is in order
          if (pathsMeet(entry.compiled, own)) first = entry;
        }
      }
      return first === null ? null : first.value;
    },
    someMeeting(path, satisfies) {
      const own = compile(path);
      return candidates(own.anchor).some((list) =>
        list.some((entry) => satisfies(entry.value) && pathsMeet(entry.compiled, own)),
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
