import { isDigest } from '../base/digest';
import { byCodeUnit, parentsOf } from '../base/paths';
import type { Tree, TreeEntry } from './treeModel';

/** The canonical JSON of a tree as bytes: what its digest is of. The entries may come in any order. */
export function encodeTree(entries: readonly TreeEntry[]): Buffer {
  return Buffer.from(treeText(entries));
}

/** The canonical JSON of a tree. */
export function treeText(entries: readonly TreeEntry[]): string {
  const sorted = isSorted(entries)
    ? entries
    : [...entries].sort((a, b) => byCodeUnit(a.path, b.path));
  if (sorted !== entries && !isSorted(sorted)) throw new Error('a tree cannot hold a path twice');
  return `{"entries":[${sorted.map(encodeEntry).join(',')}],"format":1}`;
}

/** A tree read back; null where the bytes are no tree of a known format in its canonical form. */
export function decodeTree(bytes: Buffer): Tree | null {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
  const tree = value as { format?: unknown; entries?: unknown } | null;
  if (tree?.format !== 1 || !Array.isArray(tree.entries)) return null;
  const entries = tree.entries as readonly unknown[];
  return entries.every(isEntry) && isSorted(entries) ? { format: 1, entries } : null;
}

/**
 * The first path that must not be written below a folder: absolute, with an empty name or dots, through a
 * link or a file of the same tree, or there twice; null where there is none.
 */
export function unsafePath(entries: readonly TreeEntry[]): string | null {
  const kinds = new Map<string, TreeEntry['kind']>();
  for (const entry of entries) {
    if (!isPlain(entry.path) || kinds.has(entry.path)) return entry.path;
    kinds.set(entry.path, entry.kind);
  }
  for (const { path } of entries) {
    if (parentsOf(path).some((parent) => (kinds.get(parent) ?? 'folder') !== 'folder')) return path;
  }
  return null;
}

function encodeEntry(entry: TreeEntry): string {
  const path = MAY_NEED_ESCAPES.test(entry.path) ? JSON.stringify(entry.path) : `"${entry.path}"`;
  switch (entry.kind) {
    case 'file':
      return `{"digest":"${entry.digest}","executable":${entry.executable},"kind":"file","path":${path},"size":${entry.size}}`;
    case 'folder':
      return `{"kind":"folder","path":${path}}`;
    case 'link':
      return `{"kind":"link","path":${path},"target":${JSON.stringify(entry.target)}}`;
  }
}

/** Most paths are plain, and JSON's own way of writing them takes longer than to see that. */
const MAY_NEED_ESCAPES = /[^ !#-[\]-~]/;

function isSorted(entries: readonly TreeEntry[]): boolean {
  for (let index = 1; index < entries.length; index++) {
    if ((entries[index - 1] as TreeEntry).path >= (entries[index] as TreeEntry).path) return false;
  }
  return true;
}

function isEntry(value: unknown): value is TreeEntry {
  if (value === null || typeof value !== 'object') return false;
  const entry = value as Record<string, unknown>;
  if (typeof entry['path'] !== 'string') return false;
  if (entry['kind'] === 'folder') return true;
  if (entry['kind'] === 'link') return typeof entry['target'] === 'string';
  const sized = Number.isSafeInteger(entry['size']) && (entry['size'] as number) >= 0;
  return (
    entry['kind'] === 'file' &&
    sized &&
    typeof entry['executable'] === 'boolean' &&
    isDigest(entry['digest'])
  );
}

/** On every system, so that a tree means the same everywhere; a backslash separates names on Windows. */
function isPlain(path: string): boolean {
  if (path === '' || path.includes('\0')) return false;
  if (process.platform === 'win32' && /[\\:]/.test(path)) return false;
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
}
