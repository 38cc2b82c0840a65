import * as fs from 'node:fs';
import * as path from 'node:path';

import { readTextOrNull } from '../base/look';
import { sortPackages } from './distributions';
import type { InstalledPackage } from './distributions';
import { stampOf } from './observationCache';
import type { ObservationCache } from './observationCache';

/** The packages in a `node_modules` folder, nested ones too; from npm's own list where it keeps one. */
export function nodePackagesIn(folder: string, cache: ObservationCache): InstalledPackage[] {
  const list = path.join(folder, '.package-lock.json');
  const stamp = stampOf(list);
  const key = `node ${folder}`;
  if (stamp === null) return sortPackages(unique(walk(folder, 0)));
  const known = cache.get(key, stamp);
  if (Array.isArray(known)) return known as InstalledPackage[];
  const listed = fromList(list);
  const packages = sortPackages(unique(listed ?? walk(folder, 0)));
  cache.put(key, stamp, packages);
  return packages;
}

interface LockedPackage {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly link?: unknown;
}

function fromList(file: string): InstalledPackage[] | null {
  try {
    const read = JSON.parse(readTextOrNull(file) ?? '') as {
      packages?: Record<string, LockedPackage>;
    };
    if (typeof read.packages !== 'object') return null;
    return Object.entries(read.packages).flatMap(([place, { version, link }]) => {
      const at = place.lastIndexOf('node_modules/');
      if (at < 0 || link === true) return [];
      const name = place.slice(at + 'node_modules/'.length);
      return [{ name, version: typeof version === 'string' ? version : 'unknown' }];
    });
  } catch {
    return null;
  }
}

/** Links are followed for what they name, not for what lies below: pnpm's store is listed by itself. */
function walk(folder: string, depth: number): InstalledPackage[] {
  if (depth > MOST_NESTED) return [];
  return entriesOf(folder).flatMap((entry): InstalledPackage[] => {
    const file = path.join(folder, entry.name);
    if (entry.name === '.pnpm') {
      return entriesOf(file).flatMap((one) =>
        walk(path.join(file, one.name, 'node_modules'), depth + 1),
      );
    }
    if (entry.name.startsWith('.')) return [];
    if (entry.name.startsWith('@')) {
      return entriesOf(file).flatMap((one) => packageAt(path.join(file, one.name), one, depth));
    }
    return packageAt(file, entry, depth);
  });
}

const MOST_NESTED = 12;

function packageAt(folder: string, entry: fs.Dirent, depth: number): InstalledPackage[] {
  const text = readTextOrNull(path.join(folder, 'package.json'));
  if (text === null) return [];
  const below = entry.isSymbolicLink() ? [] : walk(path.join(folder, 'node_modules'), depth + 1);
  try {
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
    const called = typeof name === 'string' ? name : entry.name;
    return [{ name: called, version: typeof version === 'string' ? version : 'unknown' }, ...below];
  } catch {
    return [{ name: entry.name, version: 'unknown' }, ...below];
  }
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function unique(packages: readonly InstalledPackage[]): InstalledPackage[] {
  return [...new Map(packages.map((one) => [`${one.name}\0${one.version}`, one])).values()];
}
