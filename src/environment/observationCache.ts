import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../base/atomicFile';
import { readTextOrNull } from '../base/look';

/** Answers that hold as long as what they were made from is what it was; a speed-up, never evidence. */
export interface ObservationCache {
  /** The answer under a key made at the same stamp; null where there is none. */
  get(key: string, stamp: string): unknown;
  put(key: string, stamp: string, answer: unknown): void;
  /** Writes what came new; what was not asked for in a long time is left out. */
  save(): void;
}

/** What a file was when it was looked at: equal only while neither its bytes nor its place changed. */
export function stampOf(file: string): string | null {
  try {
    const stat = fs.statSync(file, { bigint: true });
    return `${stat.dev}.${stat.ino}.${stat.size}.${stat.mtimeNs}.${stat.ctimeNs}`;
  } catch {
    return null;
  }
}

/** Whether a file changed so recently that another change could leave its times as they are. */
export function isFresh(file: string, now: number): boolean {
  try {
    return fs.statSync(file).ctimeMs > now - SETTLED_MS;
  } catch {
    return false; // what is not there has no time; once it is, its stamp is another
  }
}

/** Opens the cache in a folder; one that cannot be read is empty, and with no folder nothing is kept. */
export function openObservationCache(folder: string | null): ObservationCache {
  const file = folder === null ? null : path.join(folder, 'environment.json');
  const entries = new Map(file === null ? [] : readEntries(file));
  let changed = false;
  return {
    get(key, stamp) {
      const entry = entries.get(key);
      return entry?.[0] === stamp ? entry[1] : null;
    },
    put(key, stamp, answer) {
      entries.delete(key); // the newest last
      entries.set(key, [stamp, answer]);
      changed = true;
    },
    save() {
      if (!changed || file === null) return;
      const kept = [...entries].slice(-MOST);
      try {
        writeFileAtomic(file, JSON.stringify({ format: FORMAT, entries: kept }), { sync: false });
      } catch {
        // a cache that cannot be written is a slow one
      }
    },
  };
}

const FORMAT = 1;
const MOST = 500;
const SETTLED_MS = 50;

type Entry = readonly [stamp: string, answer: unknown];

function readEntries(file: string): [string, Entry][] {
  try {
    const text = readTextOrNull(file);
    const read = text === null ? null : (JSON.parse(text) as { format: number; entries: unknown });
    if (read?.format !== FORMAT || !Array.isArray(read.entries)) return [];
    return read.entries.filter(isEntry);
  } catch {
    return [];
  }
}

function isEntry(entry: unknown): entry is [string, Entry] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const value: unknown = entry[1];
  return Array.isArray(value) && typeof value[0] === 'string';
}
