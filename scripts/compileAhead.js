// Lays beside the bundles what V8 compiles of them while a small pipeline runs and has nothing to do, behind a digest of
// this Node and both bytes. The command line takes it where it fits (src/cli/compiled.ts).
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire, wrap } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');

const dist = path.resolve(__dirname, '..', 'dist');
const scripts = new Map();
const modules = new Map();
const machine = [process.version, process.versions.v8, process.arch].join(' ');

function load(name) {
  const file = path.join(dist, name);
  if (modules.has(file)) return modules.get(file).exports;
  const source = fs.readFileSync(file);
  const script = new vm.Script(wrap(source.toString()), { filename: file });
  scripts.set(file, { script, source });
  const module = { exports: {} };
  modules.set(file, module);
  const plain = createRequire(file);
  const require = (id) => (id.startsWith('./') ? load(id) : plain(id));
  script.runInThisContext()(module.exports, require, module, file, dist);
  return module.exports;
}

const project = fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-compile-'));
process.on('exit', () => {
  process.chdir(dist);
  fs.rmSync(project, { recursive: true, force: true });
  for (const [file, { script, source }] of scripts) {
    const data = script.createCachedData();
    const seal = createHash('sha256').update(machine).update(source).update(data).digest();
    fs.writeFileSync(`${file}.compiled`, Buffer.concat([seal, data]));
  }
});
fs.writeFileSync(
  path.join(project, 'pipeline.yaml'),
  'version: v1.0\nsteps:\n  a:\n    run: echo a > a.txt\n    outputs: [a.txt]\n' +
    '  b:\n    run: cat a.txt > b.txt\n    inputs: [a.txt]\n    outputs: [b.txt]\n',
);

/** What is asked most often: something to do, a status, nothing to do. */
async function useAll() {
  process.chdir(project);
  const { endingOf, runProgram } = load('program.js');
  const nothing = () => undefined;
  const paint = new Proxy({}, { get: () => String });
  const terminal = { answer: nothing, tell: nothing, paint, tellPaint: paint, width: () => 80 };
  for (const args of [['run'], ['status']]) {
    await endingOf(args, { terminal, json: false, endAtOnce: nothing });
  }
  await runProgram(['run']);
}

void useAll();
