import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { publishExclusive, syncFolder } from '../base/atomicFile';
import { realPathOf } from '../base/realPath';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from './failures';
import { linkedPart } from './linkedPart';
import { writeFailure } from './storeError';

/** The layout that this program writes; a store with a greater number is refused. */
export const STORE_FORMAT = 1;

/** A folder that owns a store; both absolute. */
export interface Project {
  readonly root: string;
  /** `.reprise` in the root; may not exist yet. */
  readonly store: string;
}

/**
 * The project of a pipeline file: its nearest ancestor with a `.reprise` folder, else git's top folder,
 * else the file's own folder. Neither the file nor its folder has to exist.
 */
export function findProject(startFile: string): Project {
  const own = path.dirname(path.resolve(startFile));
  const root = climb(own, hasStore) ?? climb(own, isGitTop) ?? own;
  return { root, store: path.join(root, '.reprise') };
}

/**
 * The project of a pipeline file, and the file as it is spelled in it. Where a link leads to the file's folder from
 * outside its project, both are spelled as they are without the link: there a terminal in that folder finds it too.
 */
export function findPlace(file: string): { readonly project: Project; readonly file: string } {
  const own = path.resolve(file);
  const project = findProject(own);
  const real = path.join(realPathOf(path.dirname(own)), path.basename(own));
  if (real === own || isFolder(project.store)) return { project, file: own };
  const other = findProject(real);
  const isAlone = project.root === path.dirname(own) && !isGitTop(project.root);
  const isIts = isFolder(other.store) || (isAlone && isGitTop(other.root));
  return isIts && other.root !== realPathOf(project.root)
    ? { project: other, file: real }
    : { project, file: own };
}

/** Makes the store's folder and what keeps git right, where they are not there; leaves what is there alone. */
export function prepareProject(project: Project): Result<void, StoreFailure> {
  const format = checkFormat(project.store);
  if (!format.ok) return format;
  try {
    if (format.value && fs.existsSync(path.join(project.store, 'salt'))) return ok(undefined);
    fs.mkdirSync(project.store, { recursive: true });
    const files: readonly (readonly [string, string | Buffer, number])[] = [
      ['.gitignore', IGNORED, 0o644],
      ['.gitattributes', '* -text\n', 0o644],
      ['salt', randomBytes(32), 0o600],
      ['format', `${STORE_FORMAT}\n`, 0o644],
    ];
    for (const [name, content, mode] of files) {
      const file = path.join(project.store, name);
      if (!fs.existsSync(file)) publishExclusive(file, content, { mode, syncFolder: false });
    }
    syncFolder(project.store);
    syncFolder(project.root);
    return ok(undefined);
  } catch (error) {
    return failed(writeFailure(error, project.store));
  }
}

/** Whether a store of a known format is there: true; none: false; one that is newer, unreadable or leads out: a failure. */
export function checkFormat(store: string): Result<boolean, StoreFailure> {
  const linked = linkedPart(store);
  if (linked !== null) return failed({ code: 'store-linked', folder: linked });
  let text: string;
  try {
    text = fs.readFileSync(path.join(store, 'format'), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return ok(false);
    return failed(writeFailure(error, store));
  }
  const found = /^[1-9][0-9]{0,8}\s*$/.test(text) ? Number(text) : null;
  if (found === null) {
    const error = 'its format file holds no number';
    return failed({ code: 'store-not-writable', folder: store, error });
  }
  if (found <= STORE_FORMAT) return ok(true);
  return failed({ code: 'store-newer', folder: store, found, known: STORE_FORMAT });
}

/**
 * Whether the project has a store: any part of one, because git takes `format` away with a checkout of what
 * was before it, and leaves all that it does not track.
 */
export function storeExists(project: Project): boolean {
  return PARTS.some((part) => fs.existsSync(path.join(project.store, part)));
}

const PARTS = ['format', 'salt', 'runs', 'objects', 'versions', 'trees', 'reports'];

/**
 * As `prepareProject`, for what only looks: nothing is made. Where git has taken `format` away it would not bring it
 * back over one that it does not track.
 */
export function prepareToLook(project: Project): Result<void, StoreFailure> {
  const format = checkFormat(project.store);
  return format.ok ? ok(undefined) : format;
}

/**
 * What environment values are hashed with, and the name it goes by in records: the first 16 hexadecimal
 * digits of its sha256. A project without one gets a new one each time, so that nothing compares equal.
 */
export function readSalt(project: Project): { salt: Buffer; id: string } {
  let salt: Buffer;
  try {
    salt = fs.readFileSync(path.join(project.store, 'salt'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    salt = randomBytes(32);
  }
  return { salt, id: createHash('sha256').update(salt).digest('hex').slice(0, 16) };
}

/** Everything but what carries a version: the rest has its own ways to travel, or none. */
const IGNORED = `*
!/format
!/.gitignore
!/.gitattributes
!/versions/
!/versions/**
!/trees/
!/trees/**
*.tmp
`;

function climb(from: string, wanted: (folder: string) => boolean): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (wanted(folder)) return folder;
    if (folder === path.dirname(folder)) return null;
  }
}

function hasStore(folder: string): boolean {
  return isFolder(path.join(folder, '.reprise'));
}

/** A repository has a HEAD; a worktree or a submodule has a file that says where its own lies. */
function isGitTop(folder: string): boolean {
  const git = path.join(folder, '.git');
  return fs.existsSync(path.join(git, 'HEAD')) || (fs.existsSync(git) && !isFolder(git));
}

function isFolder(folder: string): boolean {
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
