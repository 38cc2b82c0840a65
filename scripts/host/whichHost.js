// Which VS Code the suites run in: the desktop build, which @vscode/test-electron downloads, or the server build.
const { installBrowser } = require('./browser');
const { installServer } = require('./installServer');

/**
 * `desktop` or `server`: what REPRISE_VSCODE says, else the server build on a Linux machine of one's own, because it
 * needs no screen, and the desktop build on other systems and where GitHub runs the tests.
 */
function whichHost() {
  const named = process.env.REPRISE_VSCODE;
  if (named === 'desktop' || named === 'server') return named;
  return process.platform === 'linux' && !process.env.GITHUB_ACTIONS ? 'server' : 'desktop';
}

/** What the server build needs, installed where it is missing, as `{ places, browser }`; or `{ reason }`. */
function installHost() {
  if (process.platform !== 'linux' && process.env.REPRISE_VSCODE !== 'server') {
    return {
      reason: 'the server build is used on Linux, elsewhere only with REPRISE_VSCODE=server',
    };
  }
  const places = installServer();
  if (places.reason) return places;
  const { browser, reason } = installBrowser();
  return browser ? { places, browser } : { reason };
}

module.exports = { installHost, whichHost };
