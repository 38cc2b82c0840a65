// Builds the Python environment of an example in .cache/environments/, once: `node scripts/setupExample.js`.
// A file beside the environment is written last, so that a half-finished one is seen and built again.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const { findPython } = require('./python');

const root = path.join(__dirname, '..');

/**
 * The environment of examples/<name>, built where it is missing, as `{ folder }`; or `{ reason }`, why it
 * could not be built. What happens is said on standard error.
 */
function setupExample(name = 'tumours') {
  const python = findPython([3, 11]);
  if (!python) return { reason: 'no Python 3.11 or later was found' };
  const lock = path.join(root, 'examples', name, 'requirements.lock');
  const key = createHash('sha256')
    .update(fs.readFileSync(lock))
    .update(`${python.version} ${process.platform} ${process.arch}`)
    .digest('hex')
    .slice(0, 12);
  const folder = path.join(root, '.cache', 'environments', `${name}-${key}`);
  const ready = `${folder}.ready`;
  const interpreter = path.join(
    folder,
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  );
  if (fs.existsSync(ready) && runs(interpreter)) return { folder };

  process.stderr.write(`Building the Python environment of examples/${name} …\n`);
  fs.rmSync(ready, { force: true });
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const install = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
  const failure =
    failureOf(python.command, ['-m', 'venv', folder]) ??
    failureOf(interpreter, [...install, '--require-hashes', '--only-binary', ':all:', '-r', lock]);
  if (failure !== null) return { reason: failure };
  fs.writeFileSync(ready, `${python.version}\n`);
  return { folder };
}

function runs(interpreter) {
  return spawnSync(interpreter, ['-c', ''], { windowsHide: true }).status === 0;
}

function failureOf(file, args) {
  const done = spawnSync(file, args, { encoding: 'utf8', windowsHide: true, cwd: root });
  if (done.status === 0) return null;
  const words = (done.error?.message ?? (done.stderr || done.stdout)).trim().split('\n').slice(-5);
  return `${path.basename(file)} ${args.slice(0, 3).join(' ')} failed: ${words.join(' / ')}`;
}

module.exports = { setupExample };

if (require.main === module) {
  const { folder, reason } = setupExample(process.argv[2]);
  if (folder) process.stdout.write(`${folder}\n`);
  else process.stderr.write(`${reason}\n`);
  process.exitCode = folder ? 0 : 1;
}
