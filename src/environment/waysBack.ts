import * as os from 'node:os';
import * as path from 'node:path';

import { isFolder, namesIn } from '../base/look';
import { relativeTo } from '../base/paths';
import { environmentFolderKind } from './environmentFolders';
import { siteFoldersIn } from './folderPackages';
import { linkTo } from './linkTo';
import { linkNodeModules } from './nodeWaysBack';
import { pythonWaysBack } from './pythonWaysBack';
import { namesBeforeWays, searchableFolder } from './shadowedNames';

/** Which environments a room gets. */
export interface LinkOptions {
  /** Absolute. */
  readonly project: string;
  /** Absolute. */
  readonly room: string;
  /** Environment folders of the project, relative to it. */
  readonly folders: readonly string[];
  /** Environments outside the project that steps use, absolute: an editable install in one leads back too. */
  readonly others?: readonly string[];
  /** Absolute; where folders to search are made that the room itself is not to have. */
  readonly beside: string;
}

/** What keeps a room's steps out of the project. */
export interface LinkedEnvironments {
  /** Entries that have to come before those of the variables, such as `PYTHONPATH`. */
  readonly variables: Record<string, string>;
  /** The folders that these variables lead to, relative to the room. */
  readonly folders: readonly string[];
  /** Ways back that these variables lead into the room instead; as below. */
  readonly redirected: readonly string[];
  /** Ways back that remain: files, relative to the project where they lie in it. */
  readonly notRedirected: readonly string[];
}

/**
 * Links the project's environment folders into a room at the same paths. What in them leads back into the
 * project is looked for first and leads into the room instead; what cannot be redirected is told.
 */
export function linkEnvironments(options: LinkOptions): LinkedEnvironments {
  const { project, room } = options;
  const sites: string[] = othersOf(options).flatMap(siteFoldersOf);
  for (const folder of options.folders) {
    const [from, to] = [path.join(project, folder), path.join(room, folder)];
    if (!isFolder(from)) continue;
    if (path.basename(folder) === 'node_modules') {
      linkNodeModules({ project, room, folder });
    } else {
      sites.push(...siteFoldersOf(from));
      linkTo(from, to);
    }
  }
  const ways = pythonWaysBack([...new Set(sites)], project);
  const before = new Map<string, ReadonlySet<string>>();
  const entries = [...ways.folders].map(([inside, from], at) => {
    for (const site of from) if (!before.has(site)) before.set(site, namesBeforeWays(site));
    return searchableFolder(path.join(room, inside), {
      hidden: inAll([...from].map((site) => before.get(site) ?? new Set())),
      into: path.join(options.beside, String(at)),
    });
  });
  return {
    variables: entries.length === 0 ? {} : { PYTHONPATH: entries.join(path.delimiter) },
    folders: [...ways.folders.keys()],
    redirected: ways.redirected.map((file) => named(file, project)),
    notRedirected: ways.notRedirected.map((file) => named(file, project)),
  };
}

/** One search path serves every interpreter: a name is hidden in it where none of them would find it there. */
function inAll(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first, ...others] = sets;
  return new Set([...(first ?? [])].filter((name) => others.every((one) => one.has(name))));
}

/** A user's own site-packages count for every interpreter outside a virtual environment. */
function othersOf({ others = [] }: LinkOptions): string[] {
  return others.length === 0 ? [] : [...others, path.join(os.homedir(), '.local')];
}

function siteFoldersOf(folder: string): string[] {
  const kind = environmentFolderKind(
    path.basename(folder),
    namesIn(folder),
    path.basename(path.dirname(folder)),
  );
  if (kind === 'node' || kind === 'r') return [];
  const folders =
    kind === 'pixi' ? namesIn(folder).map((name) => path.join(folder, name)) : [folder];
  return folders.flatMap(siteFoldersIn);
}

function named(file: string, project: string): string {
  const relative = relativeTo(project, file);
  return relative.startsWith('..') ? file : relative;
}
