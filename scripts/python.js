// Finds a Python 3 on this machine.
const { spawnSync } = require('node:child_process');

/** The first Python that runs and is at least this new, as `{ command, version }`, or null. */
function findPython(atLeast = [3, 8]) {
  const names = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.14'];
  for (const command of names) {
    const code = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';
    const done = spawnSync(command, ['-c', code], { encoding: 'utf8', windowsHide: true });
    if (done.status !== 0) continue;
    const version = done.stdout.trim();
    const [major, minor] = version.split('.').map(Number);
    if (major > atLeast[0] || (major === atLeast[0] && minor >= atLeast[1])) {
      return { command, version };
    }
  }
  return null;
}

module.exports = { findPython };
