// Measures the extension inside a real VS Code: `npm run bench:extension`. What it prints are single times against
// the bounds of the extension's own rows, not ratios; a quiet machine is needed to read them.
const { build, installPackages, root } = require('./install');

const { spawnSync } = require('node:child_process');
const path = require('node:path');

/** Which rows are measured in which workspace. */
const WORKSPACES = [
  ['linear', ['inHost', 'inHostRuns']],
  ['ten-thousand-runs', ['inHost', 'inHostHistory']],
];

function main() {
  installPackages();
  build();
  build('--tests');
  for (const [workspace, names] of WORKSPACES) {
    process.stdout.write(`${workspace}\n`);
    const suites = names.map((name) => path.join('out', 'test', 'bench', `${name}.js`));
    const args = ['scripts/host/runSuite.js', workspace, ...suites];
    const done = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    const rows = done.stdout.split('\n').filter((line) => line.startsWith('bench: '));
    for (const row of rows) process.stdout.write(`  ${rowText(row.slice('bench: '.length))}\n`);
    if (done.status === 0) continue;
    process.stderr.write(done.stdout + done.stderr);
    process.exitCode = 1;
  }
}

/** A row of several rounds tells the worst of them and the median; what the machine does to others has no bound. */
function rowText(row) {
  if (!row.startsWith('{')) return row;
  const { name, value, median, target, unit, met } = JSON.parse(row);
  const digits = value < 10 ? 1 : 0;
  const middle = median === undefined ? '' : `, median ${median.toFixed(digits)} ${unit}`;
  const bound = target === undefined ? '' : `  ≤ ${target}  ${met ? 'met' : 'missed'}`;
  return `${name.padEnd(62)} ${value.toFixed(digits)} ${unit}${middle}${bound}`;
}

main();
