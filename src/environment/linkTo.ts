import * as fs from 'node:fs';
import * as path from 'node:path';

import { isFolder } from '../base/look';

/**
 * Makes a link, and the folders above it, to something that may come later; what is there already stays.
 * On Windows a folder's link is a junction, and a file's, which would need a right of its own, may be a copy.
 */
export function linkTo(target: string, file: string, isFolderLink = isFolder(target)): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  try {
    fs.symlinkSync(target, file, isFolderLink ? 'junction' : 'file');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'EPERM' || isFolderLink || !fs.existsSync(target)) throw error;
    fs.copyFileSync(target, file);
  }
}
