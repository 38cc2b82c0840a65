import * as fs from 'node:fs';
import * as path from 'node:path';

import { writeFileAtomic } from '../base/atomicFile';
import { makeFolders } from '../base/makeFolders';
import type { Project } from '../store/layout';
import { isLeftBehind } from './recordShapes';
import type { RunLife } from './runLife';
import type { ProductRecord } from './runModel';
import { seal, unseal } from './sealed';

/** What is kept of a run that was removed: what it left in the project, as far as no other run knew of it. */
export interface LeftBehind {
  readonly format: 1;
  readonly run: string;
  readonly removedAt: number;
  readonly products: readonly ProductRecord[];
  /** Of a run that was killed, so that nobody has looked yet what it left. */
  readonly life: RunLife | null;
}

/** Writes it down, before the run goes. */
export function writeLeftBehind(project: Project, left: LeftBehind): void {
  const folder = folderOf(project);
  makeFolders(folder);
  writeFileAtomic(path.join(folder, `${left.run}.json`), seal(left));
}

/** All that is readable, in no order. */
export function readLeftBehind(project: Project): LeftBehind[] {
  return leftFilesIn(project).flatMap((file) => readLeftFile(file) ?? []);
}

/** Absolute paths, sorted. */
export function leftFilesIn(project: Project): string[] {
  const folder = folderOf(project);
  let names: string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return []; // nothing was ever removed that mattered
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  return files.map((name) => path.join(folder, name));
}

/** Null where it does not prove its digest. */
export function readLeftFile(file: string): LeftBehind | null {
  try {
    const opened = unseal(fs.readFileSync(file, 'utf8'));
    if (opened.state !== 'whole' || !opened.sealed || !isLeftBehind(opened.value)) return null;
    return opened.value as unknown as LeftBehind;
  } catch {
    return null;
  }
}

function folderOf(project: Project): string {
  return path.join(project.store, 'left');
}
