const NAMES: ReadonlySet<string> = new Set([
  '.reprise',
  '.git',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.ipynb_checkpoints',
  '.DS_Store',
  'Thumbs.db',
]);

/** The name within a relative path or pattern for which it is never taken, whoever declares it, or null. */
export function neverTakenPart(path: string): string | null {
  for (const name of path.split('/')) {
    if (NAMES.has(name) || name.endsWith('.pyc')) return name;
  }
  return null;
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
