import * as fs from 'node:fs';
import * as path from 'node:path';

import { isFolder, namesIn, realPathOrNull } from '../base/look';
import { linkTo } from './linkTo';
import { insideOf, isInEnvironment } from './redirectVariables';

/** A `node_modules` folder of the project, and the room that gets it. */
export interface NodeModulesLink {
  readonly project: string;
  readonly room: string;
  /** Relative to the project. */
  readonly folder: string;
}

/**
 * Gives a room a `node_modules` folder of links to what is installed in the project's. It is a folder of
 * its own, so that what tools write beside the packages stays in the room, and begins without their
 * caches. Workspace packages, which are links into the project, lead to the same places in the room.
 */
export function linkNodeModules({ project, room, folder }: NodeModulesLink): void {
  const [from, to] = [path.join(project, folder), path.join(room, folder)];
  fs.mkdirSync(to, { recursive: true });
  for (const name of packagesIn(from)) {
    const source = path.join(from, name);
    const inside = workspacePart(source, project);
    // A package that the saved version did not have leads nowhere, and not to the project of today.
    const target = inside === null ? source : path.join(room, inside);
    linkTo(target, path.join(to, name), isFolder(source));
  }
}

/** The names in the folder; a scope holds packages and `.bin` links into packages, so theirs count. */
function packagesIn(folder: string): string[] {
  return namesIn(folder).flatMap((name) => {
    if (NODE_CACHES.has(name)) return [];
    const isGroup = name.startsWith('@') || name === '.bin';
    if (!isGroup || !isFolder(path.join(folder, name))) return [name];
    return namesIn(path.join(folder, name)).map((one) => `${name}/${one}`);
  });
}

/** What tools keep beside the packages and make anew where it is not there; no room gets it. */
export const NODE_CACHES: ReadonlySet<string> = new Set(['.cache', '.vite', '.vite-temp']);

/** Where a link leads in the project, if not into an environment folder; null for all else. */
function workspacePart(file: string, project: string): string | null {
  if (!fs.lstatSync(file).isSymbolicLink()) return null;
  const real = realPathOrNull(file) ?? path.resolve(path.dirname(file), fs.readlinkSync(file));
  const inside = insideOf(real, project);
  return inside === null || isInEnvironment(project, inside) ? null : inside;
}
