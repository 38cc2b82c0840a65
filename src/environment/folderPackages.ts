import * as path from 'node:path';

import { isFolder, namesIn, readTextOrNull, realPathOrNull } from '../base/look';
import { distributionsIn, sortPackages } from './distributions';
import type { InstalledPackage } from './distributions';
import { environmentFolderKind } from './environmentFolders';
import type { ObservedPackages } from './environmentModel';
import { nodePackagesIn } from './nodePackages';
import type { ObservationCache } from './observationCache';

/** What is installed in an environment folder, told by its files alone; no program of it is started. */
export function packagesInFolder(
  folder: string,
  cache: ObservationCache,
): Omit<ObservedPackages, 'folder'>[] {
  const kind = environmentFolderKind(
    path.basename(folder),
    ['pyvenv.cfg', 'conda-meta'].filter((name) => namesIn(folder).includes(name)),
    path.basename(path.dirname(folder)),
  );
  switch (kind) {
    case 'python':
      return [{ ecosystem: 'python', interpreter: null, packages: pythonPackages(folder) }];
    case 'conda':
      return condaEnvironment(folder);
    case 'pixi':
      return namesIn(folder).flatMap((name) => condaEnvironment(path.join(folder, name)));
    case 'node':
      return [{ ecosystem: 'node', interpreter: null, packages: nodePackagesIn(folder, cache) }];
    case 'r':
      return [{ ecosystem: 'r', interpreter: null, packages: sortPackages(rPackages(folder, 0)) }];
    case null:
      return [];
  }
}

/** `conda-meta/NAME-VERSION-BUILD.json`, one for each package. */
export function condaPackages(folder: string): InstalledPackage[] {
  const found = namesIn(path.join(folder, 'conda-meta')).flatMap((entry) => {
    const named = /^(.+)-([^-]+)-[^-]+\.json$/.exec(entry);
    return named ? [{ name: named[1] ?? '', version: named[2] ?? '' }] : [];
  });
  return sortPackages(found);
}

function condaEnvironment(folder: string): Omit<ObservedPackages, 'folder'>[] {
  const conda = condaPackages(folder);
  const python = pythonPackages(folder);
  return [
    { ecosystem: 'conda', interpreter: null, packages: conda },
    ...(python.length > 0
      ? [{ ecosystem: 'python' as const, interpreter: null, packages: python }]
      : []),
  ];
}

function pythonPackages(folder: string): InstalledPackage[] {
  return distributionsIn(siteFoldersIn(folder));
}

/** The site-packages folders of an environment; `lib64` is often a link to `lib` and counts once. */
export function siteFoldersIn(folder: string): string[] {
  const inLibraries = ['lib', 'lib64', 'local/lib'].flatMap((library) =>
    namesIn(path.join(folder, library))
      .filter((name) => /^(python|pypy)[0-9.]+t?$/.test(name))
      .flatMap((name) =>
        // Debian's own interpreters have dist-packages.
        ['site-packages', 'dist-packages'].map((kind) => path.join(folder, library, name, kind)),
      ),
  );
  const onWindows = path.join(folder, 'Lib', 'site-packages');
  const found = process.platform === 'win32' ? [...inLibraries, onWindows] : inLibraries;
  const byPlace = new Map<string | null, string>();
  for (const one of found.filter(isFolder).reverse()) byPlace.set(realPathOrNull(one), one);
  return [...byPlace.values()];
}

/** renv keeps packages under `R-4.4/PLATFORM/NAME`, each with a DESCRIPTION. */
function rPackages(folder: string, depth: number): InstalledPackage[] {
  if (depth > 4) return [];
  return namesIn(folder).flatMap((name): InstalledPackage[] => {
    const inside = path.join(folder, name);
    const text = readTextOrNull(path.join(inside, 'DESCRIPTION'));
    if (text === null) return rPackages(inside, depth + 1);
    return [{ name, version: /^Version:\s*(.+?)\s*$/m.exec(text)?.[1] ?? 'unknown' }];
  });
}
