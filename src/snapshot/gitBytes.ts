import { readAtCommit } from '../base/git';
import { commitsAdding, filesAt } from '../base/gitFiles';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import type { FileEntry } from '../store/treeModel';

/** Where bytes of a version, or of a run, are looked for. */
export interface Where {
  readonly store: Store;
  readonly project: Project;
  readonly version: {
    /** What was checked out when it was run, or null. */
    readonly commit: string | null;
    /** Left out for a run, which git does not have. */
    readonly label?: string;
  };
}

/** Takes those of some files into the store whose bytes a commit has. */
export type TakeFromGit = (missing: readonly FileEntry[]) => Promise<Result<void, StoreFailure>>;

/**
 * Looks for bytes in git: in the commit that was checked out, in that of now, and in the one that brought the
 * version, because a pipeline is often run and saved before its code is committed. Content that
 * was looked at is not looked at again.
 */
export function gitBytes(where: Where): TakeFromGit {
  const { store, project } = where;
  const commits = commitsToAsk(where);
  const seen = new Set<string>();
  return async (missing) => {
    for (const listed of commits) {
      if (missing.every(({ digest }) => store.has(digest))) break;
      for (const { commit, blobs } of await listed()) {
        for (const { path, digest } of missing) {
          const blob = blobs.get(path);
          if (blob === undefined || store.has(digest) || seen.has(`${blob} ${path}`)) continue;
          seen.add(`${blob} ${path}`);
          const put = await putFromGit(store, project.root, { commit, path, digest });
          if (!put.ok) return put;
        }
      }
    }
    return ok(undefined);
  };
}

interface Listed {
  readonly commit: string;
  readonly blobs: ReadonlyMap<string, string>;
}

/** The commits, likeliest first, each asked for its files once and only when the ones before did not do. */
function commitsToAsk({ project, version }: Where): readonly (() => Promise<readonly Listed[]>)[] {
  const { commit, label } = version;
  const { root } = project;
  const list = async (names: readonly string[]): Promise<readonly Listed[]> => {
    const found: Listed[] = [];
    for (const name of names) {
      const files = await filesAt(root, name);
      if (files) found.push({ commit: name, blobs: files.blobs });
    }
    return found;
  };
  const record = `:(glob).reprise/versions/**/${label ?? ''}.json`;
  return [
    once(() => list(commit === null ? [] : [commit])),
    once(() => list(['HEAD'])),
    once(async () => list(label === undefined ? [] : await commitsAdding(root, record))),
  ];
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => (answer ??= ask());
}

/** As git stores a file, and where that has other bytes, as a checkout would write it. */
async function putFromGit(
  store: Store,
  root: string,
  { commit, path, digest }: { commit: string; path: string; digest: FileEntry['digest'] },
): Promise<Result<void, StoreFailure>> {
  for (const filters of [false, true]) {
    if (store.has(digest)) break;
    const stream = await readAtCommit(root, commit, { path, filters });
    const put = stream === null ? null : await store.putStream(stream);
    if (put?.ok === false) return put;
  }
  return ok(undefined);
}
