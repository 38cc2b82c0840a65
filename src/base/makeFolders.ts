import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Makes a folder and those above it; the first that was made, or undefined where all were there. One by one,
 * because Node's own way tries for ever where a parent takes no folders and says so with ENOENT, as `/proc` does.
 */
export function makeFolders(folder: string): string | undefined {
  try {
    fs.mkdirSync(folder);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && fs.statSync(folder).isDirectory()) return undefined;
    const parent = path.dirname(folder);
    if (code !== 'ENOENT' || fs.existsSync(parent) || parent === folder) throw error;
    const first = makeFolders(parent);
    fs.mkdirSync(folder);
    return first ?? folder;
  }
}
