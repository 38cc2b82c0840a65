import { walkEnvironment } from '../snapshot/environmentFiles';

/**
 * What tells whether anybody has touched a file of an environment folder, by its path in it. Bytecode is
 * left out, which an interpreter writes whenever it likes. Links are not followed.
 */
export function environmentContents(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  walkEnvironment(folder, ({ path, kind, stats }) => {
    const { ino, size, mtimeMs, ctimeMs } = stats;
    // What comes into a folder tells of itself, and bytecode touches its folder.
    found.set(path, kind === 'empty-folder' ? `${ino}` : `${ino} ${size} ${mtimeMs} ${ctimeMs}`);
  });
  return found;
}
