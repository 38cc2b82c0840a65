/** So many pipeline files a window shows: nobody reads a tree of more. */
export const MOST_FILES = 500;

/** The files of which there may be too many, sorted: as many as are shown, and whether there are more. */
export function firstFiles(found: readonly string[]): {
  readonly files: readonly string[];
  readonly isMore: boolean;
} {
  const files = [...found].sort().slice(0, MOST_FILES);
  return { files, isMore: found.length > MOST_FILES };
}
