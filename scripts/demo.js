// The main job from beginning to end, with the real command line: `npm run demo`. Installs and builds what is
// missing, works on a copy of examples/quickstart in a temporary folder, and ends with exit code 0 only when
// everything came out as it should. `--keep` leaves the folder.
const { build, installPackages, root } = require('./install');

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const { findPython } = require('./python');

const CLI = path.join(root, 'dist', 'cli.js');
const METRICS = 'metrics/metrics.json';
const WIDTHS = [4, 26, 7, 15];

class Unexpected extends Error {}

function main() {
  installPackages();
  build();
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-demo-')));
  try {
    const demo = new Demo(folder);
    demo.eightRows();
    demo.changedWorkspace();
    demo.flakyStep();
    demo.summary();
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    process.stdout.write(`\nThe demo did not go as it should: ${error.message}\n`);
    process.stdout.write(`What there is lies in ${folder}.\n`);
    process.exitCode = 1;
    return;
  }
  if (process.argv.includes('--keep')) process.stdout.write(`Kept in ${folder}.\n`);
  else fs.rmSync(folder, { recursive: true, force: true });
}

class Demo {
  #folder;
  #project;
  #outputA = '';
  #began = Date.now();

  constructor(folder) {
    this.#folder = folder;
    this.#project = path.join(folder, 'quickstart');
    copyExample(this.#project);
    process.stdout.write(`The quickstart example, copied to ${this.#project}\n\n`);
    row('step', 'action', 'version', 'output digest', 'note');
    row(...WIDTHS.map((width) => '-'.repeat(width)), '----');
  }

  /** Rows 1 to 8 of the main job. */
  eightRows() {
    const plan = this.#ask(['plan', '--json']);
    expect(plan.version === null, `the plan has the version ${plan.version} before one was given`);
    const names = plan.steps.map((step) => step.name);
    row('1', 'define', '-', '-', `${names.length} steps: ${names.join(' → ')}`);

    this.#ask(['version', 'v1.0', '--json']);
    expect(/^version: v1\.0$/m.test(this.#read('pipeline.yaml')), 'the file has no label v1.0');
    const { versions } = this.#ask(['versions', '--json']);
    expect(versions.length === 0, 'a version was saved by giving a label');
    row('2', 'give it a version', 'v1.0', '-', 'a label in the file; nothing is saved yet');

    const started = Date.now();
    this.#ask(['run', '--json']);
    this.#outputA = this.#digest(path.join(this.#project, METRICS));
    row('3', 'run', 'v1.0', this.#outputA, `in ${since(started)}; this is Output A`);

    const saved = this.#ask(['save', '--json']);
    expect(saved.outcome === 'saved' && saved.version === 'v1.0', `saved ${JSON.stringify(saved)}`);
    row('4', 'save', 'v1.0', this.#outputA, `immutable, snapshot ${short(saved.snapshot)}`);

    const loaded = path.join(this.#folder, 'loaded');
    const { files } = this.#ask(['load', 'v1.0', loaded, '--outputs', '--json']);
    const kept = this.#digest(path.join(loaded, METRICS));
    expect(kept === this.#outputA, 'what was loaded is not what was saved');
    row('5', 'load', 'v1.0', kept, `${files} files, in a folder of their own`);

    const rerun = this.#ask(['run', '--version', 'v1.0', '--json']);
    const id = rerun.run;
    expect(typeof id === 'string', 'the re-run has no id');
    const graded = this.#ask(['diff', 'v1.0', id, '--json']);
    const again = outputOf(graded, METRICS);
    row('6', 're-run', 'v1.0', again.is, 'in a clean room, nothing reused');
    expect(again.was === this.#outputA, 'the comparison is not with Output A');
    expect(again.is === this.#outputA, 'the re-run made another output');
    expect(graded.verdict === 'identical', `the comparison says ${graded.verdict}`);
    const outputs = graded.steps.flatMap((step) => step.outputs);
    row('7', 'compare', 'v1.0', again.is, `${outputs.length} outputs, each identical`);

    const report = this.#ask(['verify', 'v1.0', '--json']);
    this.#reproduced(report);
    row('8', 'read the verdict', 'v1.0', outputOf(report, METRICS).is, report.sentence);
  }

  /** A workspace that was edited on purpose changes nothing for the saved version. */
  changedWorkspace() {
    const code = this.#read('src/train.py');
    const params = this.#read('params.yaml');
    this.#write('src/train.py', 'raise SystemExit("this is not what v1.0 was")\n');
    this.#write('params.yaml', params.replace('epochs: 400', 'epochs: 3'));
    for (const name of ['models', 'metrics', 'data/train.csv']) this.#remove(name);
    row('', 'break the workspace', '-', '-', 'code and params changed, outputs deleted');

    const before = this.#listing();
    const report = this.#ask(['verify', 'v1.0', '--json']);
    this.#reproduced(report);
    row('', 'verify again', 'v1.0', outputOf(report, METRICS).is, report.sentence);
    expect(this.#listing() === before, 'the verify changed the project');
    row('', 'look at the project', '-', '-', 'byte for byte as it was before the verify');
    this.#write('src/train.py', code);
    this.#write('params.yaml', params);
  }

  /** What a step that does not reproduce looks like. */
  flakyStep() {
    const sampled = 'rows = random.sample(list(csv.DictReader(file)), 150)';
    const flaky = this.#read('src/train.py')
      .replace('import math', 'import math\nimport random')
      .replace('rows = list(csv.DictReader(file))', sampled);
    expect(flaky.includes(sampled), 'src/train.py is not as the demo knows it');
    this.#write('src/train.py', flaky);
    row('', 'make a step flaky', '-', '-', 'train learns from 150 rows of an unseeded choice');
    this.#ask(['version', 'v1.1', '--json']);
    this.#ask(['run', '--json']);
    const first = this.#digest(path.join(this.#project, METRICS));
    expect(first !== this.#outputA, 'the flaky step made the output of v1.0');
    this.#ask(['save', '--json']);
    row('', 'run and save', 'v1.1', first, 'another version beside v1.0');

    const report = this.#ask(['verify', 'v1.1', '--json'], 1);
    expect(report.verdict === 'different' && !report.reproducible, `v1.1 is ${report.verdict}`);
    const { step, output } = report.firstDivergence;
    expect(step === 'train' && output === 'models/model.json', `it began at ${step}, ${output}`);
    const roles = report.steps.map(({ name, role }) => `${name} ${role}`).join(', ');
    expect(roles === 'prepare null, train source, evaluate carrier', `the roles are ${roles}`);
    row('', 'verify', 'v1.1', outputOf(report, METRICS).is, report.sentence);
  }

  summary() {
    process.stdout.write(
      `\nEverything came out as it should, in ${since(this.#began)}. v1.1 is not reproducible from its step train on.\n` +
        `v1.0 is Reproducible, whatever the workspace looks like.\n`,
    );
  }

  #reproduced(report) {
    const right = report.verdict === 'identical' && report.reproducible === true;
    expect(right, `v1.0 is ${report.verdict}: ${report.sentence}`);
    expect(report.sentence.startsWith('Reproducible'), `the sentence is "${report.sentence}"`);
    expect(outputOf(report, METRICS).is === this.#outputA, 'the report has another output');
  }

  /** Calls the command line in the project and reads the one document that it prints. */
  #ask(args, exit = 0) {
    const done = spawnSync(process.execPath, [CLI, ...args], {
      cwd: this.#project,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
      timeout: 120_000,
      windowsHide: true,
    });
    const call = `\`reprise ${args.join(' ')}\``;
    const said = `\n${done.stdout}${done.stderr}`.trimEnd();
    expect(
      done.status === exit,
      `${call} ended with ${done.status ?? done.signal}, not ${exit}${said}`,
    );
    try {
      return JSON.parse(done.stdout);
    } catch {
      throw new Unexpected(`${call} did not print one JSON document${said}`);
    }
  }

  #digest(file) {
    expect(fs.existsSync(file), `${file} is not there`);
    return `sha256:${createHash('sha256').update(fs.readFileSync(file)).digest('hex')}`;
  }

  #read(name) {
    return fs.readFileSync(path.join(this.#project, name), 'utf8');
  }

  #write(name, text) {
    fs.writeFileSync(path.join(this.#project, name), text);
  }

  #remove(name) {
    fs.rmSync(path.join(this.#project, name), { recursive: true });
  }

  /** Everything in the project but .reprise/: names, modes, times of change, contents. */
  #listing() {
    return fs
      .readdirSync(this.#project, { recursive: true })
      .map(String)
      .filter((name) => name.split(path.sep)[0] !== '.reprise')
      .sort()
      .map((name) => {
        const file = path.join(this.#project, name);
        const stat = fs.lstatSync(file, { bigint: true });
        const content = stat.isFile() ? this.#digest(file) : '';
        return `${name} ${stat.mode} ${stat.mtimeNs} ${content}`;
      })
      .join('\n');
  }
}

/** The example without its label, because giving one is row 2; `python` where there is no `python3`. */
function copyExample(folder) {
  const python = findPython();
  if (python === null) {
    process.stderr.write('The demo needs Python 3.8 or later, as python3 or python.\n');
    process.exit(2);
  }
  fs.cpSync(path.join(root, 'examples', 'quickstart'), folder, { recursive: true });
  for (const made of [
    'models',
    'metrics',
    'results',
    'data/train.csv',
    'data/test.csv',
    '.reprise',
  ]) {
    fs.rmSync(path.join(folder, made), { recursive: true, force: true });
  }
  const file = path.join(folder, 'pipeline.yaml');
  const text = fs.readFileSync(file, 'utf8');
  const named = python.command === 'python3' ? text : text.replaceAll('python3', python.command);
  fs.writeFileSync(file, named.replace(/^version: .*\n/m, ''));
}

function outputOf(report, name) {
  const output = report.steps.flatMap((step) => step.outputs).find(({ path }) => path === name);
  if (!output) throw new Unexpected(`the report has no output ${name}`);
  return output;
}

function row(...cells) {
  const [step, action, version, digest, note] = cells;
  const shown = [step, action, version, digest.startsWith('sha256:') ? short(digest) : digest];
  const padded = shown.map((cell, index) => cell.padEnd(WIDTHS[index]));
  process.stdout.write(`${padded.join('  ')}  ${note}\n`);
}

const short = (digest) => digest.slice(0, 'sha256:'.length + 8);
const since = (start) => `${((Date.now() - start) / 1000).toFixed(1)} s`;

function expect(holds, otherwise) {
  if (!holds) throw new Unexpected(otherwise);
}

main();
