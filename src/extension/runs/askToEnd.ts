import * as fs from 'node:fs/promises';
import * as path from 'node:path';

/**
 * Asks a run to end, whoever started it: it looks for this file in its folder. A run that was only just
 * started has no folder yet, so that this asks again until there is one, or `ended` says that none comes.
 * True where it was asked.
 */
export async function askToEnd(
  folder: string,
  { ended }: { readonly ended?: Promise<unknown> } = {},
): Promise<boolean> {
  const end = { over: false };
  const over = (): void => {
    end.over = true;
  };
  ended?.then(over, over);
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    try {
      await fs.writeFile(path.join(folder, 'cancel'), '');
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (end.over) return false;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  return false;
}

const AGAIN_MS = 50;
/** A minute: nothing takes longer to begin, or to find that it cannot. */
const MOST_ASKED = 1200;
