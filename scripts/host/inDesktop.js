// Runs a test suite in the extension host of the desktop build, which @vscode/test-electron downloads once.
const { makeDesktopData } = require('./dataFolder');
const { root } = require('../install');

const { runTests } = require('@vscode/test-electron');
const path = require('node:path');

/** Opens the workspace with the extension and the suite; resolves with 0 where every test passed. */
async function runInDesktop({ workspace, suite, folder, env }) {
  const launchArgs = [
    workspace.open,
    ...['--user-data-dir', makeDesktopData(path.join(folder, 'data'))],
    ...['--extensions-dir', path.join(folder, 'extensions')],
    ...['--disable-gpu', '--skip-welcome', '--skip-release-notes', '--disable-updates'],
    ...(workspace.trusted ? ['--disable-workspace-trust'] : []),
    ...(process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox'] : []),
  ];
  return runTests({
    ...(process.env.REPRISE_VSCODE_VERSION ? { version: process.env.REPRISE_VSCODE_VERSION } : {}),
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    extensionTestsEnv: env,
    launchArgs,
  });
}

module.exports = { runInDesktop };
