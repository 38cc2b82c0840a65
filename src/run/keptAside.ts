import * as fs from 'node:fs';
import * as path from 'node:path';

import { absoluteIn } from '../base/paths';
import { linkedInRun } from '../store/linkedPart';
import { leavesBelow, moveBack } from './moveAside';

/** In a run's folder: what is known, until the step whose outputs it was has succeeded. */
export const ASIDE = 'aside';

/** In a run's folder: what is kept because nobody can say that its bytes are elsewhere. */
export const DISPLACED = 'displaced';

/**
 * After a run that was killed: whatever it had taken away and not replaced goes back to its place. A run
 * makes no links for it, so what lies behind one is somebody else's.
 */
export function putBackAll(root: string, folder: string): string[] {
  if (linkedInRun(folder) !== null) return [];
  return [ASIDE, DISPLACED].flatMap((kept) =>
    leavesBelow(path.join(folder, kept)).filter((name) =>
      moveBack(absoluteIn(path.join(folder, kept), name), root, name),
    ),
  );
}

/** Takes away what is empty of the folders in which a run keeps what it has taken away. */
export function tidyKept(folder: string): void {
  for (const kept of [ASIDE, DISPLACED]) {
    const place = path.join(folder, kept);
    if (leavesBelow(place).length === 0) fs.rmSync(place, { recursive: true, force: true });
  }
}
