import type { Digest } from '../base/digest';

/** What can go wrong with bytes and their keeping. */
export type StoreFailure =
  | { readonly code: 'object-missing'; readonly digest: Digest; readonly path?: string }
  | { readonly code: 'object-damaged'; readonly digest: Digest; readonly where: string }
  | { readonly code: 'tree-missing'; readonly digest: Digest }
  | { readonly code: 'tree-damaged'; readonly digest: Digest; readonly where: string }
  | {
      readonly code: 'store-newer';
      readonly folder: string;
      readonly found: number;
      readonly known: number;
    }
  /** A folder of the store is a link: it may have come with a clone, and leads to bytes of somebody else. */
  | { readonly code: 'store-linked'; readonly folder: string }
  | { readonly code: 'store-not-writable'; readonly folder: string; readonly error: string }
  | { readonly code: 'disk-full'; readonly folder: string }
  /** Somebody has deleted or moved what a run keeps of itself, while it went on. */
  | { readonly code: 'record-gone'; readonly folder: string }
  | { readonly code: 'file-vanished'; readonly path: string }
  | { readonly code: 'file-unreadable'; readonly path: string; readonly error: string }
  | { readonly code: 'file-changed-while-read'; readonly path: string }
  /** A tree asks to write outside its folder: `..`, an absolute path, or a path through a link. */
  | { readonly code: 'path-unsafe'; readonly path: string }
  /** Something that must not be overwritten stands where a tree wants to write. */
  | { readonly code: 'file-exists'; readonly path: string };
