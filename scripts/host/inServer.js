// Runs a test suite in the extension host of the server build: a page in a browser asks for it, and is told the end.
const { launchBrowser } = require('./browser');
const { makeServerData } = require('./dataFolder');
const { root } = require('../install');
const { startServer } = require('./server');

const fs = require('node:fs');
const path = require('node:path');
const { format } = require('node:util');

const BEGINS_WITHIN_MS = 120_000;
/** What VS Code's own window says while a suite runs. */
const OF_THE_WINDOW = /workbench\.js:|^\[[A-Z]\w+(:\w+)?\] |^Creating a socket/;

/** Opens the workspace with the extension and the suite; resolves with 0 where every test passed. */
async function runInServer({ workspace, suite, folder, env, host }) {
  const data = makeServerData(path.join(folder, 'data'), {
    'security.workspace.trust.startupPrompt': 'never',
  });
  const { trusted, open } = workspace;
  const extensions = path.join(folder, 'extensions');
  const server = await startServer(host.places, { data, extensions, trusted, driver: true, env });
  let browser;
  try {
    browser = await launchBrowser(host.browser);
    const page = await browser.newPage({ viewport: { width: 1400, height: 1200 } });
    return await suiteIn(page, addressOf(open, suite, server.port));
  } catch (error) {
    process.stdout.write(fs.readFileSync(path.join(data, 'server.log'), 'utf8'));
    throw error;
  } finally {
    await browser?.close();
    await server.stop();
  }
}

/** Prints what the suite prints; what VS Code itself says before only where the suite never begins. */
async function suiteIn(page, address) {
  const before = [];
  let began = false;
  await page.exposeFunction('codeAutomationLog', (_type, args) => {
    const text = format(...args);
    began ||= text.startsWith(SUITE_BEGINS);
    if (!began) before.push(text);
    else if (!OF_THE_WINDOW.test(text)) process.stdout.write(`${text}\n`);
  });
  const ended = new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${why}\n${before.join('\n')}`));
    const timer = setTimeout(() => began || fail('The suite did not begin'), BEGINS_WITHIN_MS);
    timer.unref();
    page.once('crash', () => fail('The page crashed'));
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  await page.goto(address);
  return ended;
}

/** What test/extension/index.ts prints first. */
const SUITE_BEGINS = 'suite: ';

function addressOf(open, suite, port) {
  const remote = (file) => `vscode-remote://127.0.0.1:${port}${file}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(root)],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
  ]);
  const kind = open.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ [kind]: open, payload })}`;
}

module.exports = { runInServer };
