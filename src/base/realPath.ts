import * as fs from 'node:fs';
import * as path from 'node:path';

/** The real path of something that need not be there yet: of what leads there, links are followed. */
export function realPathOf(name: string): string {
  const resolved = path.resolve(name);
  try {
    return fs.realpathSync(resolved);
  } catch {
    const parent = path.dirname(resolved);
    return parent === resolved ? resolved : path.join(realPathOf(parent), path.basename(resolved));
  }
}
