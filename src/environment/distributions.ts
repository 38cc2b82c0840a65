import * as fs from 'node:fs';
import * as path from 'node:path';

import { namesIn, readTextOrNull } from '../base/look';
import { byCodeUnit } from '../base/paths';

/** A package as it is installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
}

/**
 * The Python distributions on these folders, as their metadata says: names normalised, sorted by name,
 * then version; one that is installed twice is listed twice.
 */
export function distributionsIn(folders: readonly string[]): InstalledPackage[] {
  return sortPackages([...new Set(folders)].flatMap(distributionsOf));
}

/** A distribution's name as the index compares it (PEP 503). */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Packages sorted by name, then version. */
export function sortPackages(packages: readonly InstalledPackage[]): InstalledPackage[] {
  return [...packages].sort(
    (a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.version, b.version),
  );
}

function distributionsOf(folder: string): InstalledPackage[] {
  return namesIn(folder).flatMap((entry) => {
    const found = entry.endsWith('.dist-info')
      ? fromDistInfo(folder, entry)
      : entry.endsWith('.egg-info')
        ? fromEggInfo(folder, entry)
        : entry.endsWith('.egg-link')
          ? fromEggLink(folder, entry)
          : null;
    return found === null ? [] : [{ ...found, name: normalisedName(found.name) }];
  });
}

/** The folder's name holds both; only one that does not is opened. */
function fromDistInfo(folder: string, entry: string): InstalledPackage | null {
  const named = /^([^~].*?)-([0-9][^-_]*)\.dist-info$/.exec(entry);
  if (named) return { name: named[1] ?? '', version: named[2] ?? '' };
  if (entry.startsWith('~')) return null; // what pip leaves of one that it could not take away
  return fromMetadata(path.join(folder, entry, 'METADATA'));
}

/** A folder with PKG-INFO, or PKG-INFO itself under this name. */
function fromEggInfo(folder: string, entry: string): InstalledPackage | null {
  const named = /^(.+?)-([0-9][^-]*)(?:-py[0-9.]+.*)?\.egg-info$/.exec(entry);
  if (named) return { name: named[1] ?? '', version: named[2] ?? '' };
  const file = path.join(folder, entry);
  return fromMetadata(path.join(file, 'PKG-INFO')) ?? fromMetadata(file);
}

/** `NAME.egg-link` names the folder of a project that is installed for development. */
function fromEggLink(folder: string, entry: string): InstalledPackage | null {
  const target = readTextOrNull(path.join(folder, entry))?.split('\n')[0]?.trim();
  if (!target) return null;
  const name = entry.slice(0, -'.egg-link'.length);
  const info = namesIn(target).find(
    (one) =>
      one.endsWith('.egg-info') &&
      normalisedName(one.slice(0, -'.egg-info'.length)) === normalisedName(name),
  );
  const found = info === undefined ? null : fromEggInfo(target, info);
  return found ?? { name, version: 'unknown' };
}

function fromMetadata(file: string): InstalledPackage | null {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const name = /^Name:\s*(.+?)\s*$/im.exec(head)?.[1];
  const version = /^Version:\s*(.+?)\s*$/im.exec(head)?.[1];
  return name === undefined ? null : { name, version: version ?? 'unknown' };
}
