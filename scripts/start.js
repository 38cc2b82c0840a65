// Opens the product on a copy of the quickstart example: `npm start`. In desktop VS Code where `code` is on the path,
// else in a browser, with VS Code's server build. `--server` takes the browser all the same, `--port N` a port for it,
// `--built` what is built already.
const { build, installPackages, root } = require('./install');

const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { findPython } = require('./python');

const asked = (name) => process.argv.includes(name);

async function main() {
  installPackages();
  if (!asked('--built')) build();
  const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-start-')));
  const folder = path.join(top, 'quickstart');
  copyExample(folder);
  process.stdout.write(`A copy of the quickstart example: ${folder}\n`);
  if (hasDesktop()) openDesktop(folder);
  else await openServer(folder, top);
}

/** The example as it is in the repository; `python` where there is no `python3`. */
function copyExample(folder) {
  fs.cpSync(path.join(root, 'examples', 'quickstart'), folder, {
    recursive: true,
    filter: (source) => !/[/\\](\.reprise|__pycache__)$/.test(source),
  });
  const python = findPython()?.command ?? 'python3';
  const file = path.join(folder, 'pipeline.yaml');
  const text = fs.readFileSync(file, 'utf8');
  if (python !== 'python3') fs.writeFileSync(file, text.replaceAll('python3', python));
}

/** Whether `code` is the desktop's; in a terminal of a remote window it only talks to that window. */
function hasDesktop() {
  if (asked('--server') || process.env.VSCODE_IPC_HOOK_CLI) return false;
  const { status } = spawnSync('code', ['--version'], { shell: process.platform === 'win32' });
  return status === 0;
}

function openDesktop(folder) {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  const file = path.join(folder, 'pipeline.yaml');
  const shell = process.platform === 'win32';
  const quoted = [...args, '--goto', file].map((arg) => (shell ? `"${arg}"` : arg));
  const { status } = spawnSync('code', quoted, { stdio: ['ignore', 2, 2], shell });
  process.exitCode = status ?? 1;
}

async function openServer(folder, top) {
  const { makeServerData } = require('./host/dataFolder');
  const { installServer } = require('./host/installServer');
  const { startServer } = require('./host/server');
  const places = installServer();
  if (places.reason) {
    process.stderr.write(`VS Code's \`code\` is not on the path, and ${places.reason}.\n`);
    process.exit(2);
  }
  const extensions = path.join(top, 'extensions');
  fs.mkdirSync(extensions);
  fs.symlinkSync(root, path.join(extensions, 'reprise'), 'dir'); // what is built anew is there after a reload
  const data = makeServerData(path.join(top, 'data'));
  const port = asked('--port') ? Number(process.argv[process.argv.indexOf('--port') + 1]) : 0;
  const server = await startServer(places, { data, extensions, port });
  const address = addressOf(server.port, folder);
  process.stdout.write(`The product is open at\n\n  ${address}\n\nCtrl+C ends it.\n`);
  showInBrowser(address);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
  }
}

function addressOf(port, folder) {
  const file = `vscode-remote://127.0.0.1:${port}${folder}/pipeline.yaml`;
  const payload = JSON.stringify([['openFile', file]]);
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ folder, payload })}`;
}

/** Where there is a screen; elsewhere the address has to do. */
function showInBrowser(address) {
  const hasScreen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  const opener = process.platform === 'darwin' ? 'open' : hasScreen ? 'xdg-open' : null;
  if (opener === null) return;
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
