import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { cannotRun } from '../support/cannotRun';
import { REPOSITORY } from '../support/example';
import { temporaryFolder } from '../support/temporary';
import { tab } from './driver/editor';
import { host } from '../support/hostScripts';
import { openSidebar, row } from './driver/tree';

describe('npm start', function () {
  this.timeout(180_000);

  it('opens a working product in a browser, and ends with Ctrl+C', async function () {
    const installed = host.installHost();
    if (installed.reason !== undefined) cannotRun(this, installed.reason);
    const scratch = temporaryFolder();
    const started = spawn(process.execPath, ['scripts/start.js', '--built', '--server'], {
      cwd: REPOSITORY,
      env: { ...process.env, TMPDIR: scratch, DISPLAY: '', WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => started.on('exit', resolve));
    const browser = await host.launchBrowser(installed.browser);
    try {
      const page = await browser.newPage();
      await page.goto(await addressFrom(started));
      await tab(page, 'pipeline.yaml');
      await page.locator('.activitybar [aria-label^="Reprise"]').first().waitFor();
      await openSidebar(page);
      await row(page, /pipeline\.yaml|quickstart/);
    } finally {
      await browser.close();
      started.kill('SIGINT');
    }
    assert.equal(await ended, 0);
    const [folder = ''] = fs
      .readdirSync(scratch)
      .filter((name) => name.startsWith('reprise-start'));
    assert.ok(fs.existsSync(path.join(scratch, folder, 'quickstart', 'pipeline.yaml')));
  });

  it('opens the desktop where it is on the path, with the extension as it is built', function () {
    if (process.platform === 'win32') cannotRun(this, 'the desktop is played by a script of sh');
    const scratch = temporaryFolder();
    const heard = path.join(scratch, 'heard');
    const code = `#!/bin/sh\n[ "$1" = --version ] || printf '%s\\n' "$@" > '${heard}'\n`;
    fs.writeFileSync(path.join(scratch, 'code'), code, { mode: 0o755 });
    const env = { ...process.env };
    delete env.VSCODE_IPC_HOOK_CLI;
    const done = spawnSync(process.execPath, ['scripts/start.js', '--built'], {
      cwd: REPOSITORY,
      env: { ...env, TMPDIR: scratch, PATH: `${scratch}:${process.env.PATH ?? ''}` },
    });
    assert.equal(done.status, 0);
    const args = fs.readFileSync(heard, 'utf8').trimEnd().split('\n');
    assert.ok(args.includes(`--extensionDevelopmentPath=${REPOSITORY}`), args.join(' '));
    assert.match(args.at(-1) ?? '', /quickstart\/pipeline\.yaml$/);
    assert.ok(fs.existsSync(args.at(-1) ?? ''));
  });
});

/** Waits for the address that the script prints. */
function addressFrom(started: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    started.on('exit', (code) => reject(new Error(`it ended with ${code}: ${said}`)));
    started.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /http:\/\/\S+(?=\s)/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
  });
}
