import * as fs from 'node:fs';

/** What is at a path, links followed; null where nothing is, or nothing that may be seen. */
export function statOrNull(file: string): fs.Stats | null {
  if (!fs.existsSync(file)) return null; // an exception costs ten times as much
  try {
    return fs.statSync(file);
  } catch {
    return null;
  }
}

/** Whether a folder is at a path, links followed. */
export function isFolder(file: string): boolean {
  return statOrNull(file)?.isDirectory() ?? false;
}

/** Whether a file that may be executed is at a path, links followed. */
export function isProgram(file: string): boolean {
  if (!fs.existsSync(file)) return false;
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The text of a file; null where there is none to read. */
export function readTextOrNull(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The path with links resolved; null where it leads nowhere. */
export function realPathOrNull(file: string): string | null {
  try {
    return fs.realpathSync(file);
  } catch {
    return null;
  }
}

/** The names in a folder; none where there is none to read. */
export function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
