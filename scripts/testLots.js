// The test files in lots, a process each: the quick layers together, the engine a folder at a time, the extension a
// workspace at a time inside a VS Code, the clicks a file at a time.
const { root } = require('./install');

const fs = require('node:fs');
const path = require('node:path');

const SLOW = ['engine', 'extension', 'clicks', 'page'];
const LAYERS = { quick: ['quick'], engine: ['engine'], extension: ['extension', 'clicks', 'page'] };

/** The lots of a layer, or of all, those that took longest last time first. */
function makeLots(layer, times) {
  const lots = new Map();
  for (const file of testFiles()) {
    const [, folder, part] = file.split('/');
    const kind = SLOW.includes(folder) ? folder : 'quick';
    if (layer && !LAYERS[layer].includes(kind)) continue;
    const name = kind === 'quick' ? 'quick' : `${folder} ${part.replace(/\.test\.ts$/, '')}`;
    if (!lots.has(name)) lots.set(name, { name, kind, part, files: [] });
    lots.get(name).files.push(file);
  }
  const known = (lot) => times[lot.name] ?? lot.files.length * 3000;
  return [...lots.values()].sort((a, b) => known(b) - known(a));
}

function testFiles() {
  return fs
    .readdirSync(path.join(root, 'test'), { recursive: true })
    .map((name) => `test/${String(name).split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.test.ts') && !name.startsWith('test/fixtures/'))
    .sort();
}

/** What Node is given to run a lot; its results go to the file REPRISE_TEST_RESULTS. */
function commandOf(lot, grep) {
  const compiled = lot.files.map((name) => path.join('out', name.replace(/\.ts$/, '.js')));
  const only = grep ? ['--grep', grep] : [];
  if (lot.kind === 'extension') return ['scripts/host/runSuite.js', lot.part, ...only, ...compiled];
  const mocha = path.join('node_modules', 'mocha', 'bin', 'mocha.js');
  return [mocha, '--reporter', 'scripts/testReporter.js', '--exit', ...only, ...compiled];
}

module.exports = { commandOf, makeLots };
