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
 * Links a `node_modules` folder into a room. Where it holds workspace packages, which are links into the
 * project, the room gets a folder of links instead, in which those lead to the same places in the room.
 */
export function linkNodeModules({ project, room, folder }: NodeModulesLink): void {
  const [from, to] = [path.join(project, folder), path.join(room, folder)];
  const packages = packagesIn(from);
  if (packages.every((name) => workspacePart(path.join(from, name), project) === null)) {
    linkTo(from, to);
    return;
  }
  for (const name of packages) {
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
    const isGroup = name.startsWith('@') || name === '.bin';
    if (!isGroup || !isFolder(path.join(folder, name))) return [name];
    return namesIn(path.join(folder, name)).map((one) => `${name}/${one}`);
  });
}

/** Where a link leads in the project, if not into an environment folder; null for all else. */
function workspacePart(file: string, project: string): string | null {
  if (!fs.lstatSync(file).isSymbolicLink()) return null;
  const real = realPathOrNull(file) ?? path.resolve(path.dirname(file), fs.readlinkSync(file));
  const inside = insideOf(real, project);
  return inside === null || isInEnvironment(project, inside) ? null : inside;
}
