// Lays beside program.js and engine.js what V8 compiles of them while a small pipeline runs, behind a digest of this
// Node and both bytes. The command line takes it where it fits (src/cli/compiled.ts).
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { createRequire, wrap } = require('node:module');
const os = require('node:os');
const path = require('node:path');
const vm = require('node:vm');

const dist = path.resolve(__dirname, '..', 'dist');
const scripts = new Map();
const machine = [process.version, process.versions.v8, process.arch].join(' ');

function load(name) {
  const file = path.join(dist, name);
  const source = fs.readFileSync(file);
  const script = new vm.Script(wrap(source.toString()), { filename: file });
  scripts.set(file, { script, source });
  const module = { exports: {} };
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
  'version: v1.0\nsteps:\n  a:\n    run: exit 0\n',
);
process.chdir(project);
load('program.js').runProgram(['run']);
