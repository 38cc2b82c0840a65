import type { Digest } from '../base/digest';

/** Data only: trees, the sorted lists of what lies below a folder. */

/** One path of a tree, relative to the project, with `/` between names. */
export type TreeEntry = FileEntry | FolderEntry | LinkEntry;

/** A regular file. */
export interface FileEntry {
  readonly path: string;
  readonly kind: 'file';
  readonly executable: boolean;
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
}

/** A folder, recorded by name so that empty ones come back. */
export interface FolderEntry {
  readonly path: string;
  readonly kind: 'folder';
}

/** A relative link that stays inside what the tree describes. */
export interface LinkEntry {
  readonly path: string;
  readonly kind: 'link';
  readonly target: string;
}

/** Entries sorted by path in UTF-16 code units, no path twice. */
export interface Tree {
  readonly format: 1;
  readonly entries: readonly TreeEntry[];
}
