/** Where the log of an attempt lies, relative to the folder of its run. */
export function logFile(step: string, attempt: number): string {
  return `logs/${escapedName(step)}/${attempt}.log`;
}

/**
 * A step's name as a folder name that every file system takes: what is not a letter, a digit or one of
 * `_@+.-` as `%` and its UTF-8 bytes, and a `%` at the end of a name of Windows' own or one that ends with a dot.
 */
export function escapedName(step: string): string {
  const escaped = step.replace(/[^A-Za-z0-9_@+.-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  const reserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i.test(escaped);
  return reserved || escaped.endsWith('.') ? `${escaped}%` : escaped;
}
