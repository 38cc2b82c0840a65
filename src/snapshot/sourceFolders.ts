import { parentFinder, parentsOf } from '../base/paths';
import type { OutputScope } from './outputScope';
import type { Scan, ScannedFile } from './scan';

/** What `sourceFolders` is given. */
export interface SourceFoldersOptions {
  readonly scan: Scan;
  readonly scope: OutputScope;
  /** Whether a file is no part of the source tree because a step made it. */
  readonly isMade: (file: ScannedFile) => boolean;
  /** Whether a folder came during a run and counts only for what else it holds. */
  readonly isMadeFolder: (folder: string) => boolean;
  /** Whether a folder is one that a declared output needs to stand in. */
  readonly isParentOfOutput: (folder: string) => boolean;
}

/**
 * The folders whose names belong to the source tree: not those inside an ignored one, nor those that hold
 * nothing but outputs and products, nor empty parents of outputs, which a run makes and nobody removes.
 */
export function sourceFolders(options: SourceFoldersOptions): string[] {
  const { scan, scope, isMade, isMadeFolder, isParentOfOutput } = options;
  const parentOf = parentFinder();
  const holdsMade = new Set<string>();
  const holdsOther = new Set<string>();
  for (const file of scan.files) {
    const holds = isMade(file) ? holdsMade : holdsOther;
    const parent = parentOf(file.path);
    if (parent !== null) holds.add(parent);
  }
  for (const path of scan.environmentFolders) for (const at of parentsOf(path)) holdsOther.add(at);
  const taken: string[] = [];
  // Folders come sorted, so that from the end each is met before the one it stands in.
  for (const { path, ignored } of [...scan.folders].reverse()) {
    const parent = parentOf(path);
    const output = scope(path) !== null;
    const wanted = output ? holdsOther.has(path) : isWanted(path);
    if (wanted && !ignored) taken.push(path);
    if (parent === null) continue;
    (wanted ? holdsOther : holdsMade).add(parent);
  }
  return taken.reverse();

  function isWanted(path: string): boolean {
    if (holdsOther.has(path)) return true;
    return !holdsMade.has(path) && !isMadeFolder(path) && !isParentOfOutput(path);
  }
}
