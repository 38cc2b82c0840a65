import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from './digest';
import { askGit, gitFolders, gitTop } from './git';
import { namesIn, readTextOrNull } from './look';

/**
 * What a repository is at one moment, by name (`.git/HEAD`, `.git/refs/heads/main`): what is checked out, its
 * branches and tags, its settings and hooks, and what is staged below a folder. By content, so that an
 * index that is only refreshed, and refs that are only packed, are as they were. Branches of other
 * repositories are not in it, for editors fetch them when they like. Submodules that are checked out below the
 * folder have their own (`sub/.git/HEAD`). Empty outside git.
 */
export async function gitStateOf(root: string): Promise<ReadonlyMap<string, string>> {
  const top = gitTop(root);
  const folders = top === null ? null : gitFolders(top);
  const state = new Map<string, string>();
  if (folders === null) return state;
  const [refs, staged] = await Promise.all([
    askGit(root, ['for-each-ref', '--format=%(refname) %(objectname) %(symref)']),
    askGit(root, ['ls-files', '--stage', '-z']),
  ]);
  const { own, common } = folders;
  for (const name of OF_WORKTREE) keep(name, readTextOrNull(path.join(own, name)));
  for (const name of SHARED) keep(name, readTextOrNull(path.join(common, name)));
  for (const name of namesIn(path.join(common, 'hooks'))) {
    keep(`hooks/${name}`, stampOf(path.join(common, 'hooks', name)));
  }
  for (const line of refs.stdout.toString('utf8').split('\n')) {
    const [name = '', ...value] = line.split(' ');
    if (name !== '' && !/^refs\/(remotes|prefetch)\//.test(name)) keep(name, value.join(' '));
  }
  keep('index', staged.code === 0 ? digestOf(staged.stdout) : null);
  for (const name of submodulesIn(staged.stdout.toString('utf8'))) {
    const folder = path.join(root, name);
    // One that is not checked out has no repository of its own: asking there would come to this one again.
    if (!fs.existsSync(path.join(folder, '.git'))) continue;
    for (const [inside, value] of await gitStateOf(folder)) state.set(`${name}/${inside}`, value);
  }
  return state;

  function keep(name: string, value: string | null): void {
    if (value !== null) state.set(`.git/${name}`, value);
  }
}

const OF_WORKTREE = [
  'HEAD',
  'config.worktree',
  'info/sparse-checkout',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
] as const;

const SHARED = ['config', 'info/exclude', 'info/attributes', 'info/grafts', 'shallow'] as const;

/** Of what git stages, other repositories. */
function submodulesIn(staged: string): string[] {
  return [...staged.matchAll(/(?<=^|\0)160000 [0-9a-f]+ \d\t([^\0]+)/g)].map(
    ([, name = '']) => name,
  );
}

function stampOf(file: string): string | null {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.ino} ${stats.mode} ${stats.size} ${stats.mtimeMs}`;
}
