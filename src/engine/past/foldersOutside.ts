import * as fs from 'node:fs';
import * as path from 'node:path';

import { isFolder } from '../../base/look';
import { absoluteIn } from '../../base/paths';
import { realPathOf } from '../../base/realPath';
import { hasMagic } from '../../pipeline/globs';
import { INLINE_PARAMS } from '../../pipeline/model';
import type { Plan } from '../../pipeline/model';

/**
 * The folders that hold what a pipeline reads and writes and that lie in none of these: elsewhere in the project,
 * or behind a link. Absolute, links followed, sorted; folders below a folder that is declared are named one by one,
 * as many as somebody can watch.
 */
export function foldersOutside(
  pipelineFile: string,
  plan: Plan,
  { root, window }: { readonly root: string; readonly window: readonly string[] },
): string[] {
  const seen = window.map(realPathOf);
  const isSeen = (folder: string): boolean =>
    seen.some(
      (one) => folder === one || folder.startsWith(one.endsWith(path.sep) ? one : one + path.sep),
    );
  const outside = new Set<string>();
  const add = (folder: string): boolean => {
    if (isSeen(folder) || outside.has(folder) || outside.size >= MOST) return false;
    outside.add(folder);
    return true;
  };
  const addAll = (folder: string): void => {
    if (!add(folder)) return;
    for (const entry of entriesOf(folder)) {
      if (outside.size >= MOST) return;
      if (entry.isDirectory() && entry.name !== '.git') addAll(path.join(folder, entry.name));
    }
  };
  add(path.dirname(realPathOf(pipelineFile)));
  for (const declared of declaredIn(plan)) {
    const real = realPathOf(absoluteIn(root, declared));
    if (isFolder(real)) addAll(real);
    else add(path.dirname(real));
  }
  return [...outside].filter(isFolder).sort();
}

/** Each path or what of a pattern is written out, relative to the project. */
function declaredIn({ steps, lock }: Plan): Set<string> {
  const declared = new Set<string>(lock === null ? [] : [lock]);
  for (const { inputs, outputs, params } of steps) {
    for (const { path: one } of [...inputs, ...outputs]) declared.add(writtenOut(one));
    for (const file of Object.keys(params)) if (file !== INLINE_PARAMS) declared.add(file);
  }
  return declared;
}

function writtenOut(pattern: string): string {
  const segments = pattern.split('/');
  const magic = segments.findIndex(hasMagic);
  return magic < 0 ? pattern : segments.slice(0, magic).join('/') || '.';
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // closed to us
  }
}

/** Each costs the system a watch. */
const MOST = 100;
