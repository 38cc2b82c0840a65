import { isOwnedName } from './ownedName';

/**
 * Whether a name is never taken into anything, whoever declares it: the store, git's own, what another file
 * system would take for these and so nothing can lay out again, bytecode and the caches of tools. Environment folders are known by what is in them, so they are not among these.
 */
export function isNeverTaken(name: string, isFolder: boolean): boolean {
  if (NAMES.has(name) || isOwnedName(name)) return true;
  return isFolder ? FOLDERS.has(name) : name.endsWith('.pyc');
}

/** Whether any name on a path is never taken; the last one is that of a file. */
export function holdsNeverTaken(path: string): boolean {
  const names = path.split('/');
  return names.some((name, at) => isNeverTaken(name, at < names.length - 1));
}

/** As above for a path or pattern as it is declared, whose last name may turn out to be either: the name, or null. */
export function neverTakenPart(path: string): string | null {
  const names = path.split('/');
  const last = names.length - 1;
  const isOne = (name: string, at: number): boolean =>
    isNeverTaken(name, true) || (at === last && isNeverTaken(name, false));
  return names.find(isOne) ?? null;
}

/** The part of a relative path or pattern that is an environment folder by its name alone, or null. */
export function environmentPart(path: string): string | null {
  const names = path.split('/');
  for (const [index, name] of names.entries()) {
    const next = names[index + 1];
    if (name === 'node_modules') return name;
    if ((name === 'renv' && next === 'library') || (name === '.pixi' && next === 'envs')) {
      return `${name}/${next}`;
    }
  }
  return null;
}

const NAMES: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db']);

const FOLDERS: ReadonlySet<string> = new Set([
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.ipynb_checkpoints',
]);
