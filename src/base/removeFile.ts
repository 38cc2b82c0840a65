import * as fs from 'node:fs';

/** Removes a file where it is there. What removes whole folders would have to be loaded first. */
export function removeFile(file: string): void {
  try {
    fs.unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
