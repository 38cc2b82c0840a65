import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const made: string[] = [];

/** A new empty folder with links resolved; every one is removed after the test that asked for it. */
export function temporaryFolder(name = 'reprise-test-'): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), name)));
  made.push(folder);
  return folder;
}

/** Writes files below a folder from `{ path: content }`, making parents. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

afterEach(function () {
  this.timeout(60_000); // a folder may hold thousands of files
  for (const folder of made.splice(0)) {
    // something that was told to end may still be writing
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
});
