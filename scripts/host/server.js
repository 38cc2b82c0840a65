// Starts and stops VS Code's server build: on the loopback address, on a port that is free, ended by its own pid.
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const COMMON = ['--accept-server-license-terms', '--disable-telemetry'];
const STARTS_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 5_000;

/**
 * Starts the server `places` (of installServer.js) on a data and an extensions folder. `trusted` leaves out the
 * question whether to trust a folder; `driver` is what a test suite inside needs, and hides every notification.
 * It ends with `stop()`, with this process, or some minutes after its last window where this process was killed.
 */
async function startServer(places, options) {
  const { data, extensions, trusted = true, driver = false, env = {}, port = 0 } = options;
  const args = [
    ...[places.main, ...COMMON, '--without-connection-token', '--enable-remote-auto-shutdown'],
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--server-data-dir', data, '--extensions-dir', extensions],
    ...(driver ? ['--enable-smoke-test-driver'] : []),
    ...(trusted ? ['--disable-workspace-trust'] : []),
  ];
  fs.mkdirSync(extensions, { recursive: true });
  const log = fs.createWriteStream(path.join(data, 'server.log'), { flags: 'a' });
  const child = spawn(places.node, args, {
    cwd: data,
    detached: true, // a group of its own, so that what the server started ends with it
    env: { ...withoutEditor(process.env), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.pipe(log);
  const onExit = () => end(child, 'SIGKILL');
  process.on('exit', onExit);
  const stop = async () => {
    process.off('exit', onExit);
    await stopServer(child);
  };
  try {
    return { port: await listening(child, log), pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves with the port once the server says on which it listens. */
function listening(child, log) {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why) => reject(new Error(`VS Code's server ${why}\n${said}`));
    const timer = setTimeout(() => fail('did not start'), STARTS_WITHIN_MS);
    child.on('error', (error) => fail(`could not be started: ${error.message}`));
    child.on('exit', (code) => fail(`ended with ${code}`));
    child.stdout.on('data', (chunk) => {
      log.write(chunk);
      said = `${said}${chunk}`.slice(-5000);
      const port = /agent listening on (\d+)/.exec(said)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

async function stopServer(child) {
  if (child.exitCode !== null || child.signalCode !== null) return end(child, 'SIGKILL');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  end(child, 'SIGTERM');
  const timer = setTimeout(() => end(child, 'SIGKILL'), ENDS_WITHIN_MS);
  await ended;
  clearTimeout(timer);
  end(child, 'SIGKILL'); // what of the group outlived its leader
}

function end(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // nothing of it is left
  }
}

/** Installs a .vsix into an extensions folder, as a user does. */
function installVsix(places, vsix, { data, extensions }) {
  const where = ['--server-data-dir', data, '--extensions-dir', extensions];
  const args = [places.main, ...COMMON, '--install-extension', vsix, ...where];
  const done = spawnSync(places.node, args, { encoding: 'utf8', cwd: data });
  if (done.status === 0 && /successfully installed/.test(done.stdout)) return;
  throw new Error(`${vsix} could not be installed:\n${done.stdout}${done.stderr}`);
}

/** A server started from a terminal of VS Code must not take itself for a part of that. */
function withoutEditor(env) {
  const kept = Object.entries(env).filter(([name]) => !/^(VSCODE|ELECTRON)_/.test(name));
  return Object.fromEntries(kept);
}

module.exports = { installVsix, startServer };
