import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { askGit, gitTop, gitVariables } from './git';
import { failed, ok } from './result';
import type { Result } from './result';

/** What a room's repository is made from. */
export interface RoomRepositoryOptions {
  /** The project's folder, somewhere in a repository. */
  readonly from: string;
  readonly commit: string;
  /** The room's folder that stands for `from`; its files lie there already. */
  readonly into: string;
  /** Names that git in the room shall not list as untracked, such as links to environment folders. */
  readonly excluded?: readonly string[];
}

/** Why a room has no repository of its own. */
export interface NoRoomRepository {
  readonly code: 'git-missing' | 'not-in-git' | 'commit-gone' | 'git-failed';
  readonly detail: string;
}

/**
 * Gives a room a small `.git` of its own at a commit, so that `git rev-parse HEAD`, `git describe`, `git log`
 * and `git status` say there what they said in the project: HEAD is detached at the commit, the index is
 * the commit's. It holds the history's commits and tags and the files of this one commit, and shares nothing
 * with the project's repository, which is only read.
 *
 * A project below the top of its repository has to lie in the room as deep as there, `…/sub/project`: then
 * the repository lies where the top does. In a room that is made otherwise it lies in `into` itself, and
 * git sees the project's files at the top.
 */
export async function makeRoomRepository(
  options: RoomRepositoryOptions,
): Promise<Result<{ readonly top: string }, NoRoomRepository>> {
  const { from, commit, into } = options;
  const top = gitTop(from);
  if (top === null) return failed({ code: 'not-in-git', detail: from });
  const there = await askGit(from, ['cat-file', '-e', `${commit}^{commit}`]);
  if (there.error !== null) return failed({ code: 'git-missing', detail: there.error });
  if (there.code !== 0) return failed({ code: 'commit-gone', detail: commit });
  const below = path.relative(fs.realpathSync(top), fs.realpathSync(from));
  const fits = below === '' || into.endsWith(path.sep + below);
  const roomTop = below !== '' && fits ? into.slice(0, -below.length - 1) : into;
  try {
    await build({ top, roomTop, commit, inner: fits ? '' : below });
    await settle(options, top, roomTop, fits ? below : '');
  } catch (error) {
    fs.rmSync(path.join(roomTop, '.git'), { recursive: true, force: true });
    return failed({ code: 'git-failed', detail: (error as Error).message });
  }
  return ok({ top: roomTop });
}

interface Places {
  readonly top: string;
  readonly roomTop: string;
  readonly commit: string;
  /** The folder of the commit that the index is filled from, where it is not the whole. */
  readonly inner: string;
}

async function build({ top, roomTop, commit, inner }: Places): Promise<void> {
  const format = commit.length === 64 ? 'sha256' : 'sha1';
  await must(roomTop, ['init', '-q', '--template=', `--object-format=${format}`, '.']);
  const git = path.join(roomTop, '.git');
  const [history, tags, files] = await Promise.all([
    must(top, ['rev-list', `--max-count=${MOST_COMMITS + 1}`, '--parents', commit]),
    must(top, [
      'for-each-ref',
      `--merged=${commit}`,
      '--format=%(objectname) %(refname)',
      'refs/tags',
    ]),
    must(top, ['ls-tree', '-r', '-t', '--full-tree', commit]),
  ]);
  const commits = history.split('\n').filter(Boolean).slice(0, MOST_COMMITS);
  const kept = new Set(commits.map((line) => line.split(' ', 1)[0] ?? ''));
  const boundary = commits
    .map((line) => line.split(' '))
    .filter(([, ...parents]) => parents.some((parent) => !kept.has(parent)));
  const tagLines = tags.split('\n').filter(Boolean);
  const objects = [
    ...kept,
    ...tagLines.map((line) => line.split(' ', 1)[0] ?? ''),
    await must(top, ['rev-parse', `${commit}^{tree}`]),
    ...files
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('160000'))
      .map((line) => line.split(/\s/)[2] ?? ''),
  ];
  await movePack(top, roomTop, objects);
  if (boundary.length > 0) {
    fs.writeFileSync(path.join(git, 'shallow'), boundary.map(([one]) => `${one ?? ''}\n`).join(''));
  }
  const packed = tagLines.map((line) => `${line}\n`).join('');
  if (packed !== '') fs.writeFileSync(path.join(git, 'packed-refs'), packed);
  fs.writeFileSync(path.join(git, 'HEAD'), `${commit}\n`);
  await must(roomTop, [
    'read-tree',
    inner === '' ? commit : `${commit}:${inner.split(path.sep).join('/')}`,
  ]);
}

/** Older history is left out: its commits alone would take longer than most verifies. */
const MOST_COMMITS = 20_000;

/** What git in the project is told by its own configuration, its untracked rules, and what the room lacks. */
async function settle(
  options: RoomRepositoryOptions,
  top: string,
  roomTop: string,
  below: string,
): Promise<void> {
  const listed = await must(top, ['config', '--local', '--list', '-z']);
  const lines = listed.split('\0').flatMap((entry) => {
    const [key = '', ...value] = entry.split('\n');
    return settingLines(key, value.join('\n'));
  });
  fs.appendFileSync(path.join(roomTop, '.git', 'config'), lines.join(''));
  const info = path.join(roomTop, '.git', 'info');
  const rules = await askGit(top, ['rev-parse', '--git-path', 'info/exclude']);
  const exclude = path.resolve(top, rules.stdout.toString('utf8').trim());
  const own = fs.existsSync(exclude) ? fs.readFileSync(exclude, 'utf8') : '';
  const prefix = below === '' ? '' : `${below.split(path.sep).join('/')}/`;
  const more = (options.excluded ?? []).map((name) => `/${escapeRule(prefix + name)}\n`).join('');
  fs.mkdirSync(info, { recursive: true });
  fs.writeFileSync(
    path.join(info, 'exclude'),
    `${own}${own && !own.endsWith('\n') ? '\n' : ''}${more}`,
  );
  if (below !== '') {
    // The rest of the repository is not in the room: git is told that this is meant.
    const files = await must(roomTop, ['ls-files', '-z']);
    const outside = files.split('\0').filter((file) => file !== '' && !file.startsWith(prefix));
    await must(roomTop, ['update-index', '-z', '--skip-worktree', '--stdin'], outside.join('\0'));
  }
  // Exit 1 says that files differ from the commit, which they may.
  await askGit(roomTop, ['update-index', '-q', '--refresh']);
}

/** Settings that change what git says in a folder, as git lists their names. */
const SETTINGS = new Set([
  'core.autocrlf',
  'core.eol',
  'core.filemode',
  'core.ignorecase',
  'core.precomposeunicode',
  'core.symlinks',
  'user.name',
  'user.email',
  'remote.origin.url',
]);

/** A setting as a configuration file has it. */
function settingLines(key: string, value: string): string[] {
  if (!SETTINGS.has(key) || mayHoldSecret(value)) return [];
  const [section = '', ...rest] = key.split('.');
  const name = rest.pop() ?? '';
  const heading = rest.length > 0 ? `[${section} "${rest.join('.')}"]` : `[${section}]`;
  return [`${heading}\n\t${name} = "${value.replace(/["\\]/g, '\\$&')}"\n`];
}

/** An address may carry a password or a token before its host. */
function mayHoldSecret(value: string): boolean {
  return /^[a-z+]+:\/\/[^/]*@/i.test(value);
}

function escapeRule(name: string): string {
  return name.replace(/[\\*?[\]#! ]/g, '\\$&');
}

/** Copies objects as one pack from the one repository, which is only read, into the other. */
function movePack(from: string, to: string, objects: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = gitVariables(process.env);
    const common = { env, windowsHide: true } as const;
    const packer = spawn('git', ['pack-objects', '-q', '--stdout', '--delta-base-offset'], {
      ...common,
      cwd: from,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const indexer = spawn('git', ['index-pack', '--stdin'], {
      ...common,
      cwd: to,
      stdio: [packer.stdout, 'ignore', 'ignore'],
    });
    packer.stdout.destroy(); // the other process has it now
    const over = [packer, indexer].map(
      (child) =>
        new Promise<number | null>((done) => {
          child.once('error', () => done(null));
          child.once('close', (code) => done(code));
        }),
    );
    packer.stdin.on('error', () => undefined); // it may end before it has read everything
    packer.stdin.end(objects.map((id) => `${id}\n`).join(''));
    void Promise.all(over).then(([packed, indexed]) => {
      if (packed === 0 && indexed === 0) resolve();
      else reject(new Error(`git pack-objects: ${String(packed)}, index-pack: ${String(indexed)}`));
    });
  });
}

async function must(folder: string, args: readonly string[], input?: string): Promise<string> {
  const done = await askGit(folder, args, process.env, input);
  if (done.code !== 0) throw new Error(`git ${args[0] ?? ''}: ${done.stderr.trim()}`);
  return done.stdout.toString('utf8').replace(/\n$/, '');
}
