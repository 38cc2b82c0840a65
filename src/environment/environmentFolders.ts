/** What kind of environment a folder holds. */
export type EnvironmentKind = 'python' | 'conda' | 'node' | 'r' | 'pixi';

/**
 * Whether a folder is an environment: never captured, recorded by its packages, linked into rooms. Told by
 * its own name, the names in it, and the name of the folder above.
 */
export function environmentFolderKind(
  folderName: string,
  namesInside: ReadonlySet<string> | readonly string[],
  parentName: string,
): EnvironmentKind | null {
  if (folderName === 'node_modules') return 'node';
  if (folderName === 'library' && parentName === 'renv') return 'r';
  if (folderName === 'envs' && parentName === '.pixi') return 'pixi';
  const names = namesInside instanceof Set ? namesInside : new Set(namesInside);
  if (names.has('pyvenv.cfg')) return 'python';
  return names.has('conda-meta') ? 'conda' : null;
}
