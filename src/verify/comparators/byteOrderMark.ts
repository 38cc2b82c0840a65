/** What a byte order mark is called where one side alone begins with it. */
export const MARK_PLACE = 'byte order mark';

/** Whether UTF-8 begins with a byte order mark. */
export function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

/** How a mark is shown beside its absence. */
export function markShown(there: boolean): string | null {
  return there ? 'U+FEFF' : null;
}
