// Installs what is missing for building and testing: `npm ci` where node_modules is absent or not what the
// lock file says. Nothing outside Node is needed before it.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');

/** Why node_modules has to be installed anew, or null. npm writes its own list last, so a half-finished one has none. */
function whyStale() {
  const wanted = readJson(path.join(root, 'package-lock.json'));
  const present = readJson(path.join(root, 'node_modules', '.package-lock.json'));
  if (!present) return 'node_modules is missing or half-finished';
  for (const [name, { version, optional, link }] of Object.entries(wanted.packages)) {
    if (name === '' || link) continue;
    const is = present.packages[name]?.version;
    if (is === undefined && optional) continue; // meant for another platform
    if (is !== version) return `${name} is ${is ?? 'missing'}, the lock file says ${version}`;
  }
  return null;
}

/** Runs `npm ci` where it is needed; says so on standard error; ends the process where it fails. */
function installPackages() {
  const why = whyStale();
  if (why === null) return;
  process.stderr.write(`Installing packages (npm ci): ${why}.\n`);
  const { file, args, shell } = npm(['ci', '--no-audit', '--no-fund']);
  const done = spawnSync(file, args, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (done.status === 0) return;
  process.stderr.write(`npm ci failed${done.error ? `: ${done.error.message}` : ''}.\n`);
  process.exit(2);
}

/** How npm is called from here: by the Node that runs us where npm started us, else by its name. */
function npm(args) {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) {
    return { file: process.execPath, args: [script, ...args], shell: false };
  }
  return { file: 'npm', args, shell: process.platform === 'win32' };
}

/** Builds dist/, or with `--tests` out/, by esbuild.js; ends the process where it fails. */
function build(...options) {
  const done = spawnSync(process.execPath, ['esbuild.js', ...options], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (done.status !== 0) {
    process.stderr.write(`The build failed (node esbuild.js ${options.join(' ')}).\n`);
    process.exit(2);
  }
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

module.exports = { build, installPackages, npm, root, whyStale };
