import * as path from 'node:path';

import { byCodeUnit, leaves } from '../../base/paths';
import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import type { Failure } from '../../records/failures';
import type { TreeEntry } from '../../store/treeModel';
import type { Session } from '../session';
import { originOf } from './openedReport';
import type { Origin, SideRecord } from './openedReport';

/** Everything a version or a run has saved, as folders: `source/…` and `outputs/…`. */
export interface SavedTree {
  /** By path, without the folders that only follow from others. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
  /** Names and kinds of what lies in each folder, sorted; the root is `''`. */
  readonly folders: ReadonlyMap<string, readonly SavedChild[]>;
  /** When it was made, in milliseconds since 1970: what a run or version kept never changes. */
  readonly at: number;
  readonly origin: Origin;
  /** False while a run goes on: more is still to come. */
  readonly whole: boolean;
}

/** One name in a folder. */
export interface SavedChild {
  readonly name: string;
  readonly kind: TreeEntry['kind'];
}

/** The record of a version (`pipeline.yaml@v1.0`) or of a run, by its whole id, as it is now. */
export function savedSide(session: Session, name: string): Result<SideRecord, Failure> {
  return name.includes('@') ? versionSide(session, name) : runSide(session, name);
}

/** What a tree is made of: where that is the same, the tree is. */
export function treeKey({ record }: SideRecord): string {
  return JSON.stringify([record.sourceTree, ...record.steps.map(({ outcome }) => outcome)]);
}

/** Reads the trees of a version or of a run. */
export async function savedTree(
  { store }: Session,
  side: SideRecord,
): Promise<Result<SavedTree, Failure>> {
  const { steps, sourceTree } = side.record;
  const entries = new Map<string, TreeEntry>();
  const lay = async (digest: typeof sourceTree, folder: string): Promise<Failure | null> => {
    if (digest === null) return null;
    const tree = await store.getTree(digest);
    if (!tree.ok) return tree.failure;
    for (const entry of tree.value.entries) {
      const at = entry.path === '.' ? folder : `${folder}/${entry.path}`;
      entries.set(at, entry);
    }
    return null;
  };
  const trees = [
    { digest: sourceTree, folder: 'source' },
    ...steps.map(({ outcome }) => ({ digest: outcome, folder: 'outputs' })),
  ];
  for (const { digest, folder } of trees) {
    const failure = await lay(digest, folder);
    if (failure !== null) return failed(failure);
  }
  return ok({
    entries,
    folders: foldersOf(entries),
    at: side.kind === 'version' ? side.record.savedAt : side.record.startedAt,
    origin: originOf(side),
    whole: side.kind === 'version' || side.record.endedAt !== null,
  });
}

function versionSide({ records }: Session, name: string): Result<SideRecord, Failure> {
  const version = records.readVersion(name);
  return version.ok ? ok({ kind: 'version', record: version.value }) : version;
}

function runSide({ records }: Session, id: string): Result<SideRecord, Failure> {
  // The name comes from the address of a file that anybody may have written down.
  if (!/^[A-Za-z0-9-]+$/.test(id)) return failed({ code: 'run-unknown', id });
  const run = records.readRun(id);
  return run.ok ? ok({ kind: 'run', record: run.value }) : run;
}

function foldersOf(
  entries: ReadonlyMap<string, TreeEntry>,
): ReadonlyMap<string, readonly SavedChild[]> {
  const folders = new Map<string, Map<string, TreeEntry['kind']>>([['', new Map()]]);
  const add = (at: string, kind: TreeEntry['kind']): void => {
    const cut = at.lastIndexOf('/');
    const parent = cut === -1 ? '' : at.slice(0, cut);
    const known = folders.get(parent);
    if (known === undefined) {
      folders.set(parent, new Map([[at.slice(cut + 1), kind]]));
      add(parent, 'folder');
    } else if (!known.has(at.slice(cut + 1)) || kind !== 'folder') {
      known.set(at.slice(cut + 1), kind);
    }
  };
  for (const [at, { kind }] of entries) {
    add(at, kind);
    if (kind === 'folder' && !folders.has(at)) folders.set(at, new Map());
  }
  for (const part of ['source', 'outputs']) {
    if (!folders.has(part)) {
      add(part, 'folder');
      folders.set(part, new Map());
    }
  }
  return new Map(
    [...folders].map(([folder, children]) => [
      folder,
      [...children]
        .map(([name, kind]) => ({ name, kind }))
        .sort((a, b) => byCodeUnit(a.name, b.name)),
    ]),
  );
}

const MOST_LINKS = 10;

/** The file that a path means, links in the tree followed; null where there is none. */
export function fileAt(tree: SavedTree, at: string): TreeEntry | null {
  let wanted = at;
  for (let step = 0; step < MOST_LINKS; step++) {
    const entry = tree.entries.get(wanted);
    if (entry?.kind !== 'link') return entry ?? null;
    wanted = path.posix.normalize(path.posix.join(path.posix.dirname(wanted), entry.target));
    if (leaves(wanted)) return null;
  }
  return null;
}
