import { askGit } from './git';

/** What a commit has at paths, relative to the folder that git is asked in. */
export interface CommitFiles {
  /** Ids of the files' content, by path. */
  readonly blobs: ReadonlyMap<string, string>;
  /** Folders that are submodules: what is in them stands in another repository. */
  readonly submodules: readonly string[];
}

/** The files of a commit below a folder; null where git does not have that commit. */
export async function filesAt(folder: string, commit: string): Promise<CommitFiles | null> {
  const asked = await askGit(folder, ['ls-tree', '-r', '-z', commit]);
  if (asked.code !== 0) return null;
  const blobs = new Map<string, string>();
  const submodules: string[] = [];
  for (const line of asked.stdout.toString('utf8').split('\0')) {
    const [, kind, id, name] = /^\d+ (\w+) ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    if (id === undefined || name === undefined) continue;
    if (kind === 'commit') submodules.push(name);
    else blobs.set(name, id);
  }
  return { blobs, submodules };
}

/** The commits in the history of HEAD that added a file which a pattern of git names, newest first; at most five. */
export async function commitsAdding(folder: string, pattern: string): Promise<string[]> {
  const format = ['--format=%H', '--max-count=5', '--no-ext-diff', '--no-show-signature'];
  const asked = await askGit(folder, ['log', '--diff-filter=A', ...format, '--', pattern]);
  return asked.code === 0 ? asked.stdout.toString('utf8').split('\n').filter(isId) : [];
}

/** Tracked files below a folder that are not what HEAD has; null before the first commit. */
export async function changedFromHead(folder: string): Promise<string[] | null> {
  const options = ['--name-only', '-z', '--relative', '--no-ext-diff', '--no-textconv'];
  const asked = await askGit(folder, ['diff', ...options, 'HEAD']);
  if (asked.code !== 0) return null;
  return asked.stdout
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}

function isId(line: string): boolean {
  return /^[0-9a-f]{40,64}$/.test(line);
}
