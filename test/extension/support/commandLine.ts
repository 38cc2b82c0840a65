import { spawn } from 'node:child_process';
import * as path from 'node:path';

import { reprise } from './extension';

/** Calls the command line that the extension ships, with the Node of the extension host, and waits for its end. */
export function commandLine(
  folder: string,
  args: readonly string[],
): Promise<{ readonly exit: number | null; readonly stdout: string }> {
  const cli = path.join(reprise().extensionPath, 'dist', 'cli.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exit) => resolve({ exit, stdout }));
  });
}
