import * as fs from 'node:fs';
import * as path from 'node:path';

import { absoluteIn } from '../base/paths';
import type { ProjectReader } from '../pipeline/reader';

/** The disk, as a pipeline file asks about it. Paths are relative to the project. */
export function diskReader(root: string): ProjectReader {
  return {
    readText: (name) => {
      try {
        return fs.readFileSync(absoluteIn(root, name), 'utf8');
      } catch {
        return null;
      }
    },
    kindOf: (name) => {
      try {
        const stat = fs.statSync(absoluteIn(root, name), { throwIfNoEntry: false });
        return stat === undefined ? 'missing' : stat.isDirectory() ? 'folder' : 'file';
      } catch {
        return 'missing'; // a parent that is a file, a loop of links
      }
    },
    throughLink: (name) => {
      let at = root;
      for (const part of name.split('/')) {
        at = path.join(at, part);
        try {
          const stat = fs.lstatSync(at, { throwIfNoEntry: false });
          if (stat === undefined) return false;
          if (stat.isSymbolicLink()) return true;
        } catch {
          return false;
        }
      }
      return false;
    },
  };
}
