/** Data only: a command that a person may paste, about a pipeline file wherever their shell stands. */
export function commandFor(command: string, file: string): string {
  return `${command} -f ${shellWord(file)}`;
}

/** A path as one word of a shell: as it is where it needs no quotes. A backslash is taken for one of Windows. */
function shellWord(path: string): string {
  if (/^[A-Za-z]:\\|^\\\\/.test(path)) return /^[\w.:+@\\/-]+$/.test(path) ? path : `"${path}"`;
  return /^[\w./:+@,=-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
