// The browser in which the server build is opened: CHROME_PATH, else Debian's Chromium, else what is installed
// otherwise, else Debian's package, installed now where that can be done without asking anyone.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** Quiet, offline, and able to start as root where there is no sandbox of its own. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A browser that is there, as `{ browser }`, installed where it is missing and can be; or `{ reason }`. */
function installBrowser() {
  const found = findBrowser();
  if (found) return { browser: found };
  if (process.env.CHROME_PATH) return { reason: 'CHROME_PATH names no file' };
  if (!isRootOnDebian()) {
    return { reason: 'there is no Chromium: install one, or name one in CHROME_PATH' };
  }
  process.stderr.write('Installing chromium (apt-get, once) …\n');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const done = spawnSync('apt-get', ['-q', ...args], { stdio: ['ignore', 2, 2], env });
    if (done.status !== 0) return { reason: `apt-get ${args[0]} failed, and there is no Chromium` };
  }
  const installed = findBrowser();
  return installed ? { browser: installed } : { reason: 'apt-get left no Chromium' };
}

function findBrowser() {
  const named = process.env.CHROME_PATH;
  if (named) return isFile(named) ? named : null;
  const { chromium } = require('playwright-core');
  return [...PLACES, chromium.executablePath()].find((file) => file && isFile(file)) ?? null;
}

function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function isRootOnDebian() {
  return process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
}

/** Starts the browser, without a window unless `seen`. */
function launchBrowser(browser, { seen = false } = {}) {
  const { chromium } = require('playwright-core');
  return chromium.launch({ executablePath: browser, args: ARGUMENTS, headless: !seen });
}

module.exports = { installBrowser, launchBrowser };
