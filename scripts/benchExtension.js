// Measures the extension inside a real VS Code: `npm run bench:extension`. What it prints are single times against
// the bounds of the extension's own rows, not ratios; a quiet machine is needed to read them.
const { build, installPackages, root } = require('./install');

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const WORKSPACES = ['linear', 'ten-thousand-runs'];

function main() {
  installPackages();
  build();
  build('--tests');
  for (const workspace of WORKSPACES) {
    process.stdout.write(`${workspace}\n`);
    const suite = path.join('out', 'test', 'bench', 'inHost.js');
    const args = ['scripts/host/runSuite.js', workspace, suite];
    const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    const rows = done.stdout.split('\n').filter((line) => line.startsWith('bench: '));
    for (const row of rows) process.stdout.write(`  ${rowText(row.slice('bench: '.length))}\n`);
    if (done.status === 0) continue;
    process.stderr.write(done.stdout + done.stderr);
    process.exitCode = 1;
  }
}

function rowText(row) {
  if (!row.startsWith('{')) return row;
  const { name, value, target, unit, met } = JSON.parse(row);
  const digits = value < 10 ? 1 : 0;
  return `${name.padEnd(46)} ${value.toFixed(digits)} ${unit}  ≤ ${target}  ${met ? 'met' : 'missed'}`;
}

main();
