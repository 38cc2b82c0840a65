// Packages what is built as a .vsix: `packageVsix(file)`, and for tests one that is kept in .cache/ until something
// of what it holds changes.
const { root } = require('../install');

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** Packages dist/ as it is into a file; throws with what vsce says where that fails. */
function packageVsix(file) {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const asIs = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const done = spawnSync(process.execPath, [vsce, 'package', ...asIs, '--out', file], {
    cwd: root,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`vsce package failed:\n${done.stdout}${done.stderr}`);
}

/** The .vsix of what is built now, packaged where none of these very bytes lies in .cache/vsix/. */
function builtVsix() {
  const folder = path.join(root, '.cache', 'vsix');
  const file = path.join(folder, `reprise-${digestOfParts()}.vsix`);
  if (fs.existsSync(file)) return file;
  fs.mkdirSync(folder, { recursive: true });
  const half = `${file}.${process.pid}.vsix`;
  packageVsix(half);
  for (const old of fs.readdirSync(folder)) {
    if (/^reprise-[0-9a-f]+\.vsix$/.test(old)) fs.rmSync(path.join(folder, old), { force: true });
  }
  fs.renameSync(half, file);
  return file;
}

function digestOfParts() {
  const hash = createHash('sha256');
  const files = ['dist', 'media', 'schemas', 'examples/quickstart'].flatMap(filesBelow);
  for (const file of [...files, 'package.json', 'README.md', 'CHANGELOG.md', '.vscodeignore']) {
    if (!file.endsWith('.compiled')) hash.update(file).update(fs.readFileSync(at(file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(folder) {
  if (!fs.existsSync(at(folder))) return [];
  return fs
    .readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((name) => fs.statSync(at(name)).isFile())
    .sort();
}

const at = (name) => path.join(root, name);

module.exports = { builtVsix, packageVsix };
