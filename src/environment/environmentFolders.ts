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
  const holds = (name: string): boolean =>
    'has' in namesInside ? namesInside.has(name) : namesInside.includes(name);
  if (holds('pyvenv.cfg')) return 'python';
  return holds('conda-meta') ? 'conda' : null;
}
