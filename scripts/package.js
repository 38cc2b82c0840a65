// Builds, and leaves reprise-<version>.vsix in the root: `npm run package`. Prints what each bundle weighs, and ends
// with 1 where the extension's is over its budget.
const { build, installPackages, root } = require('./install');

const fs = require('node:fs');
const path = require('node:path');

/** Bytes of the bundle that VS Code loads when the extension activates. */
const BUDGET = 400_000;

function main() {
  installPackages();
  build();
  const { packageVsix } = require('./host/vsix');
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const file = `reprise-${version}.vsix`;
  packageVsix(path.join(root, file));
  const dist = path.join(root, 'dist');
  const bundles = fs.readdirSync(dist).filter((name) => /\.(js|css)$/.test(name));
  for (const name of bundles) row(`dist/${name}`, sizeOf(path.join(dist, name)));
  row(file, sizeOf(path.join(root, file)));
  const extension = sizeOf(path.join(dist, 'extension.js'));
  const share = Math.round((extension / BUDGET) * 100);
  process.stdout.write(`dist/extension.js takes ${share} % of its ${BUDGET / 1000} kB.\n`);
  if (extension > BUDGET) process.exitCode = 1;
}

function row(name, bytes) {
  process.stdout.write(`${name.padEnd(24)} ${(bytes / 1000).toFixed(1).padStart(8)} kB\n`);
}

const sizeOf = (file) => fs.statSync(file).size;

main();
