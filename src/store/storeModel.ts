import type { Readable } from 'node:stream';

import type { Digest } from '../base/digest';
import type { Result } from '../base/result';
import type { StoreFailure } from './failures';
import type { FolderEntry, LinkEntry, Tree, TreeEntry } from './treeModel';

/** What lstat says of a file: enough to tell that it was not touched. */
export interface FileStat {
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly inode: number;
  readonly mode: number;
}

/** A file to take in. */
export interface FileToTake {
  /** Relative to the root of the call, POSIX. A link is followed. */
  readonly path: string;
  /** Where the caller has just asked; else it is asked here. Of what a link points to, where it is one. */
  readonly stat: FileStat | null;
  /** False: the digest only, the bytes are not kept. */
  readonly keep: boolean;
}

/** A file taken in; `executable` is the owner's bit. */
export interface TakenFile {
  readonly path: string;
  readonly executable: boolean;
  readonly size: number;
  readonly digest: Digest;
  /** As it was while it was read, or when the stat cache answered. */
  readonly stat: FileStat;
}

/** What a tree is made of: files that are to be taken, each path once, and what else is in it. */
export interface TreeToTake {
  readonly files: readonly FileToTake[];
  readonly others: readonly (FolderEntry | LinkEntry)[];
}

/** What it came to. */
export interface TreeTaken {
  /** In the order of the files to take. */
  readonly taken: readonly TakenFile[];
  readonly tree: Digest;
}

/** A tree whose files were all taken before and not touched since. */
export interface UntouchedTree {
  readonly tree: Digest;
  /** Of all files together. */
  readonly bytes: number;
  /** Its files, in the order in which they were asked for; made when somebody wants them. */
  taken(): readonly TakenFile[];
  /** Whether each file of `part` is in this tree as it is there, and none of the others is wanted. False where that is not sure. */
  covers(part: UntouchedTree, isWanted: (path: string) => boolean): boolean;
}

/** What `fsck` finds; looking never deletes. */
export type StoreFinding =
  | {
      readonly kind: 'damaged';
      readonly digest: Digest;
      readonly where: string;
      readonly why: string;
    }
  | { readonly kind: 'absent'; readonly digest: Digest; readonly namedBy: string }
  | { readonly kind: 'stray'; readonly where: string };

/** What a sweep removed, or with `dryRun` would. */
export interface Swept {
  readonly objects: number;
  /** Bytes of the objects. */
  readonly bytes: number;
  readonly digests: readonly Digest[];
}

/**
 * Bytes by digest. A write is whole or absent, and idempotent; a read proves the digest; nothing is
 * deleted as a side effect. What was written may be read at once in this process, and is durable and
 * seen by others after `sync`.
 */
export interface Store {
  /** Digests files and, where asked, keeps their bytes; each is read once. With `cached`, untouched files are answered from the stat cache. */
  takeFiles(
    root: string,
    files: readonly FileToTake[],
    options: { readonly cached: boolean },
  ): Promise<Result<readonly TakenFile[], StoreFailure>>;
  /**
   * What files come to that were taken and put as a tree before, where the stat cache knows each as untouched: those
   * to keep are kept then, and so is the tree. Null where that is not sure, and always where nothing is remembered.
   */
  untouchedTree(root: string, wanted: TreeToTake): UntouchedTree | null;
  /** Remembers for `untouchedTree` what files have come to. */
  rememberTree(root: string, made: TreeToTake & TreeTaken): void;
  putBytes(bytes: Uint8Array): Promise<Result<Digest, StoreFailure>>;
  putStream(bytes: Readable): Promise<Result<Digest, StoreFailure>>;
  /** Whole bytes, for small objects. */
  getBytes(digest: Digest): Promise<Result<Buffer, StoreFailure>>;
  /** The stream errors at its end where the bytes do not prove the digest. */
  getStream(digest: Digest): Promise<Result<Readable, StoreFailure>>;
  /** Whether the bytes are here; looks at names only. */
  has(digest: Digest): boolean;
  /** Whether the bytes are here as an object and prove the digest; where they do, it is as if they were put again. */
  keepsProven(digest: Digest): boolean;
  /** Keeps a tree as an object; entries may come in any order and are sorted here. */
  putTree(entries: readonly TreeEntry[]): Promise<Result<Digest, StoreFailure>>;
  getTree(digest: Digest): Promise<Result<Tree, StoreFailure>>;
  /** Lays a tree, or any JSON document kept as an object, into trees/, where git takes it. Over 16 MiB it stays an object. */
  publishDocument(digest: Digest): Promise<Result<void, StoreFailure>>;
  /** A document from trees/ or from the objects, proven. */
  getDocument(digest: Digest): Promise<Result<Buffer, StoreFailure>>;
  /**
   * Writes entries below a folder: private, writable copies (clones where the file system has them),
   * folders and links included, the executable bit set. Proves each digest. Files must not be there. Once
   * `cancel` is aborted it ends soon, and then not everything is there.
   */
  restore(
    root: string,
    entries: readonly TreeEntry[],
    options: { readonly overwrite: boolean; readonly cancel?: AbortSignal | undefined },
  ): Promise<Result<{ readonly files: number; readonly bytes: number }, StoreFailure>>;
  /** After this, everything taken and put is on the disk and seen by other processes. */
  sync(): Promise<Result<void, StoreFailure>>;
  /** Re-reads every object and document that is here and proves it. */
  check(): AsyncIterable<StoreFinding>;
  /** Removes objects that are neither kept nor younger than the grace period; `only` these, where they are given. Never run beside a writer that is not covered by the grace. */
  sweep(options: {
    readonly keep: ReadonlySet<Digest>;
    readonly only?: ReadonlySet<Digest>;
    readonly graceMs: number;
    readonly dryRun: boolean;
  }): Promise<Result<Swept, StoreFailure>>;
  /** Ends workers and saves the stat cache; unsynced bytes are gone. */
  close(): Promise<void>;
}
