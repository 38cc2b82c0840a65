import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';

import { runHelper } from './childProcess';
import type { Finished } from './childProcess';
import { isFolder, readTextOrNull } from './look';
import { byCodeUnit } from './paths';

/** The code that is checked out: its commit, and whether tracked files differ from it. */
export interface GitHead {
  /** Null before the first commit. */
  readonly commit: string | null;
  readonly dirty: boolean;
}

/** Texts with ignore rules beside those of the `.gitignore` files; null where there is none. */
export interface GitExcludes {
  /** `core.excludesFile`, or git's default for it. */
  readonly global: string | null;
  /** `info/exclude` of the repository. */
  readonly repository: string | null;
}

/** The folder that holds a file's repository, found without starting git; null outside one. */
export function gitTop(folder: string): string | null {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (gitFolders(at)) return at;
    if (path.dirname(at) === at) return null;
  }
}

/** Where a repository at this top keeps its own things and those it shares with other worktrees. */
export function gitFolders(top: string): { readonly own: string; readonly common: string } | null {
  const dotGit = path.join(top, '.git');
  const own = isFolder(dotGit) ? dotGit : followGitFile(top, dotGit);
  if (own === null || !fs.existsSync(path.join(own, 'HEAD'))) return null;
  const shared = readTextOrNull(path.join(own, 'commondir'))?.trim();
  return { own, common: shared ? path.resolve(own, shared) : own };
}

/**
 * The tracked files below a folder, relative to it, sorted; those of submodules too, deleted ones
 * included. Null outside git, or where git cannot be asked.
 */
export async function trackedFiles(root: string): Promise<string[] | null> {
  if (gitTop(root) === null) return null;
  const asked = await askGit(root, ['ls-files', '-z', '--recurse-submodules']);
  if (asked.code !== 0) return null;
  const names = asked.stdout.toString('utf8').split('\0');
  names.pop();
  return [...new Set(names)].sort(byCodeUnit); // a path in conflict is listed once for each side
}

/** The ignore rules that git knows beside `.gitignore` files; the user's own count outside git too. */
export async function excludesOf(
  root: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Promise<GitExcludes> {
  const top = gitTop(root);
  const folders = top === null ? null : gitFolders(top);
  const home = variables.HOME ?? os.homedir();
  const userConfig = variables.XDG_CONFIG_HOME || path.join(home, '.config');
  const configs = [
    '/etc/gitconfig',
    variables.GIT_CONFIG_GLOBAL ?? path.join(home, '.gitconfig'),
    path.join(userConfig, 'git', 'config'),
    ...(folders
      ? [path.join(folders.common, 'config'), path.join(folders.own, 'config.worktree')]
      : []),
  ];
  // Starting git costs more than reading what it would read, and few people have set this.
  const told = configs.some((file) => /excludesfile|\[include/i.test(readTextOrNull(file) ?? ''));
  let file = path.join(userConfig, 'git', 'ignore');
  if (told || variables.GIT_CONFIG_COUNT) {
    const asked = await askGit(root, ['config', '--type=path', 'core.excludesFile'], variables);
    if (asked.code === 0) file = path.resolve(root, asked.stdout.toString('utf8').trim());
  }
  const repository = folders ? readTextOrNull(path.join(folders.common, 'info', 'exclude')) : null;
  return { global: readTextOrNull(file), repository };
}

/** What is checked out; null outside git. Never refreshes the index. */
export async function headOf(root: string): Promise<GitHead | null> {
  const top = gitTop(root);
  const folders = top === null ? null : gitFolders(top);
  if (top === null || folders === null) return null;
  const [commit, changes] = await Promise.all([
    commitOf(root, folders),
    askGit(root, ['status', '--porcelain', '-z', '--untracked-files=no']),
  ]);
  return { commit, dirty: changes.code === 0 && changes.stdout.length > 0 };
}

/**
 * The bytes of a file in a commit; null where git has them no more. Bytes as stored, or with `filters`
 * as a checkout would write them.
 */
export function readAtCommit(
  root: string,
  commit: string,
  options: { readonly path: string; readonly filters?: boolean },
): Promise<Readable | null> {
  return new Promise((resolve) => {
    const how = options.filters ? '--filters' : 'blob';
    const args = [...QUIET, 'cat-file', how, `${commit}:./${options.path}`];
    const child = spawn('git', args, {
      cwd: root,
      env: gitVariables(process.env),
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const bytes = new PassThrough();
    child.stdout.once('readable', () => {
      if (child.stdout.readableLength > 0) resolve(bytes);
    });
    child.stdout.pipe(bytes, { end: false });
    child.once('error', () => resolve(null));
    child.once('close', (code) => {
      if (code === 0) bytes.end();
      else bytes.destroy(new Error(`git cat-file ended with ${String(code)}`));
      resolve(code === 0 ? bytes : null); // no effect where the stream was handed out already
    });
    bytes.once('close', () => child.kill());
    bytes.on('error', () => undefined); // who was handed the stream hears it too
  });
}

/** Asks git a question in a folder: no lock is taken, nothing is refreshed, fetched or watched. */
export function askGit(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>> = process.env,
  input?: string,
): Promise<Finished> {
  return runHelper('git', [...QUIET, ...args], {
    cwd: folder,
    env: gitVariables(variables),
    ...(input === undefined ? {} : { input }),
  });
}

/** A file system monitor would start a daemon that writes into the repository. */
const QUIET = ['-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'] as const;

/** Inside a hook these point at a repository of git's choice; ours is the one of the folder. */
const REPOSITORY_VARIABLES = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_SHALLOW_FILE',
  'GIT_GRAFT_FILE',
  'GIT_NAMESPACE',
];

/** The environment in which git is asked: the repository is that of the folder, and it is only read. */
export function gitVariables(
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const own: Record<string, string | undefined> = { ...variables };
  for (const name of REPOSITORY_VARIABLES) own[name] = undefined;
  return { ...own, GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' };
}

/** HEAD's commit, read from its files; git is asked where the refs are kept in another way. */
async function commitOf(
  root: string,
  folders: { readonly own: string; readonly common: string },
): Promise<string | null> {
  const head = readTextOrNull(path.join(folders.own, 'HEAD'))?.trim() ?? '';
  if (isCommit(head)) return head;
  const name = /^ref: (.+)$/.exec(head)?.[1];
  const loose = name ? readTextOrNull(path.join(folders.common, name))?.trim() : undefined;
  if (loose && isCommit(loose)) return loose;
  const asked = await askGit(root, ['rev-parse', '--verify', '-q', 'HEAD^{commit}']);
  const commit = asked.stdout.toString('utf8').trim();
  return isCommit(commit) ? commit : null;
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(text);
}

/** The folder that a `.git` file names, as worktrees and submodules have one. */
function followGitFile(top: string, file: string): string | null {
  const target = /^gitdir: (.+?)\s*$/.exec(readTextOrNull(file) ?? '')?.[1];
  return target === undefined ? null : path.resolve(top, target);
}
