// Runs compiled test files inside the extension host of a real VS Code, on a copy of a fixture workspace:
// `node scripts/host/runSuite.js WORKSPACE [--grep TEXT] [FILE…]`, without FILE all of test/extension/WORKSPACE.
// Results go where testReporter.js writes them (REPRISE_TEST_RESULTS), or are printed.
const { root } = require('../install');
const { runInDesktop } = require('./inDesktop');
const { runInServer } = require('./inServer');
const { installHost, whichHost } = require('./whichHost');
const { copyWorkspace } = require('./workspaces');

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

async function main() {
  const { name, grep, files } = asked();
  const isDesktop = whichHost() === 'desktop';
  const host = isDesktop ? {} : installHost();
  if (host.reason) return cannotRun(files, host.reason);
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-code-')));
  const workspace = copyWorkspace(name);
  const suite = path.join(root, 'out', 'test', 'extension', 'index.js');
  const asks = { REPRISE_TEST_FILES: JSON.stringify(files), REPRISE_TEST_GREP: grep };
  const env = { ...ownVariables(), ...asks };
  try {
    const run = isDesktop ? runInDesktop : runInServer;
    process.exitCode = await run({ workspace, suite, folder, env, host });
  } finally {
    workspace.remove();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function asked() {
  const [name, ...rest] = process.argv.slice(2);
  const grep = rest[0] === '--grep' ? rest.splice(0, 2)[1] : '';
  const files = rest.length > 0 ? rest : suiteOf(name);
  return { name, grep, files: files.map((file) => path.resolve(root, file)) };
}

/** Says so in the results as a test of its own for each file, as `cannotRun` does inside one. */
function cannotRun(files, reason) {
  const results = process.env.REPRISE_TEST_RESULTS;
  if (!results) {
    process.stderr.write(`${reason}\n`);
    process.exitCode = 2;
    return;
  }
  const lines = files.map((file) => {
    const title = `in VS Code: ${path.basename(file, '.test.js')}`;
    return { state: 'pending', file, title, reason };
  });
  const text = [...lines, { state: 'ended' }].map((line) => `${JSON.stringify(line)}\n`);
  fs.appendFileSync(results, text.join(''));
}

function suiteOf(name) {
  const folder = path.join(root, 'out', 'test', 'extension', name);
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.test.js')).map((file) => path.join(folder, file));
}

function ownVariables() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([variable]) => variable.startsWith('REPRISE_')),
  );
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
