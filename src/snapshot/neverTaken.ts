/**
 * Whether a name is never taken into anything, whoever declares it: the store, git's own, bytecode and
 * the caches of tools. Environment folders are known by what is in them, so they are not among these.
 */
export function isNeverTaken(name: string, isFolder: boolean): boolean {
  if (NAMES.has(name)) return true;
  return isFolder ? FOLDERS.has(name) : name.endsWith('.pyc');
}

/** Whether any name on a path is never taken. */
export function holdsNeverTaken(path: string): boolean {
  const names = path.split('/');
  return names.some((name, at) => isNeverTaken(name, at < names.length - 1));
}

const NAMES: ReadonlySet<string> = new Set(['.reprise', '.git', '.DS_Store', 'Thumbs.db']);

const FOLDERS: ReadonlySet<string> = new Set([
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.ipynb_checkpoints',
]);
