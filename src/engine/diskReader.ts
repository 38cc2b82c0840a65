import { isUtf8 } from 'node:buffer';
import * as fs from 'node:fs';

import { namesIn } from '../base/look';
import { absoluteIn } from '../base/paths';
import type { ProjectReader } from '../pipeline/reader';

/**
 * The disk, as a pipeline file asks about it; for one reading, because each place is looked at once. Paths
 * are relative to the project.
 */
export function diskReader(root: string): ProjectReader {
  const looked = new Map<string, Look>();
  const lists = listings(root);
  const look = (name: string): Look => {
    const known = looked.get(name);
    if (known !== undefined) return known;
    const parent = parentOf(name);
    const above = parent === null ? 'folder' : look(parent);
    const listed = above === 'folder' && parent !== null ? lists(parent, name) : null;
    const found = listed ?? (above === 'folder' ? lookAt(absoluteIn(root, name)) : behind(above));
    looked.set(name, found);
    return found;
  };
  return {
    readText: (name) => {
      try {
        const bytes = fs.readFileSync(absoluteIn(root, name));
        return isUtf8(bytes) ? bytes.toString('utf8') : null;
      } catch {
        return null;
      }
    },
    kindOf: (name) => {
      const found = look(name);
      return found === 'link' ? followed(absoluteIn(root, name)) : found;
    },
    throughLink: (name) => look(name) === 'link',
    namesIn: (folder) => namesIn(absoluteIn(root, folder)),
  };
}

/**
 * What a folder says lies in it, once it has been asked for many: to list it costs little more than one look. Null
 * where it does not say so in these very letters, which on some disks is no proof that nothing is there.
 */
function listings(root: string): (folder: string, name: string) => Look | null {
  const asked = new Map<string, number>();
  const lists = new Map<string, ReadonlyMap<string, Look>>();
  return (folder, name) => {
    const times = (asked.get(folder) ?? 0) + 1;
    asked.set(folder, times);
    if (times < MANY) return null;
    const list = lists.get(folder) ?? listed(absoluteIn(root, folder));
    lists.set(folder, list);
    return list.get(name.slice(folder.length + 1)) ?? null;
  };
}

const MANY = 8;

function listed(folder: string): ReadonlyMap<string, Look> {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return new Map(
      entries.map((entry) => [
        entry.name,
        entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file',
      ]),
    );
  } catch {
    return new Map(); // closed to us: each is looked at by itself
  }
}

/** `link`: the place itself is one, or a parent of it below the project. */
type Look = 'file' | 'folder' | 'missing' | 'link';

function parentOf(name: string): string | null {
  const slash = name.lastIndexOf('/');
  return slash === -1 ? null : name.slice(0, slash);
}

function behind(above: Look): Look {
  return above === 'link' ? 'link' : 'missing';
}

function lookAt(file: string): Look {
  try {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return 'missing';
    return stat.isSymbolicLink() ? 'link' : stat.isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing'; // a parent that is closed to us
  }
}

function followed(file: string): 'file' | 'folder' | 'missing' {
  try {
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    return stat === undefined ? 'missing' : stat.isDirectory() ? 'folder' : 'file';
  } catch {
    return 'missing'; // a loop of links
  }
}
