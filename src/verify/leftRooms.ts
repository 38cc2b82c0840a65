import * as path from 'node:path';

import type { Host } from '../base/host';
import { abandonedRooms } from './roomFolder';

/**
 * The rooms that crashed verifies of a project left, named by the roots their runs recorded or found where
 * rooms are made.
 */
export function leftRooms(
  roots: readonly string[],
  options: { readonly host: Host; readonly project: string },
): readonly string[] {
  const named = roots.map(roomFolderOf).filter((folder) => folder !== null);
  return [...new Set([...named, ...abandonedRooms(options.host, options.project)])];
}

/** The folder that `makeRoomFolder` made; anything that does not look like one is nobody's to remove. */
function roomFolderOf(root: string): string | null {
  const names = root.split(path.sep);
  const at = names.findLastIndex((name) => /^room-[A-Za-z0-9]{6}$/.test(name));
  return at > 0 && names[at + 1] === 'project' ? names.slice(0, at + 1).join(path.sep) : null;
}
