// Runs every test: `node scripts/test.js [quick|engine|extension] [--grep TEXT]`. Installs what is missing first. The last
// line is `N passed, N failed`. A test that cannot run here is named with its reason; with REPRISE_TEST_ALL=1
// it counts as failed. Details stay in .cache/test/.
const { build, installPackages, root } = require('./install');

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { installHost } = require('./host/whichHost');
const { setupExample } = require('./setupExample');
const { commandOf, makeLots } = require('./testLots');

const MOST_MINUTES = 20;
const AT_ONCE = 2;
const results = path.join(root, '.cache', 'test');
const timesFile = path.join(results, 'times.json');
const all = process.env.REPRISE_TEST_ALL === '1';

async function main() {
  const layer = process.argv[2]?.startsWith('-') ? undefined : process.argv[2];
  const grep = process.argv.includes('--grep') ? argumentAfter('--grep') : null;
  if (layer !== undefined && !['quick', 'engine', 'extension'].includes(layer)) {
    process.stderr.write('usage: node scripts/test.js [quick|engine|extension] [--grep TEXT]\n');
    process.exit(2);
  }
  installPackages();
  const variables = variablesFor(layer);
  if (layer !== 'quick') build(); // the quick layers ask nothing of the bundles
  build('--tests');

  const lots = makeLots(layer, readTimes());
  fs.mkdirSync(results, { recursive: true });
  const finished = await runAll(lots, { grep, variables });
  const total = { passed: 0, failed: 0 };
  for (const lot of finished) {
    total.passed += lot.passed.length;
    total.failed += lot.failed.length;
  }
  if (grep === null) countFiles(lots, finished, total);
  keepTimes(finished);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

/** What the slow layers need, made now and once; where it cannot be had, their tests say why. */
function variablesFor(layer) {
  if (layer === undefined || layer === 'extension') prepareHost();
  return layer === undefined || layer === 'engine' ? exampleVariables() : {};
}

function exampleVariables() {
  const { folder, reason } = setupExample();
  if (folder) return { REPRISE_EXAMPLE_ENVIRONMENT: folder };
  process.stderr.write(`The environment of the example could not be built: ${reason}\n`);
  return { REPRISE_EXAMPLE_ENVIRONMENT_MISSING: reason };
}

function prepareHost() {
  const { reason } = installHost();
  if (reason) process.stderr.write(`No VS Code can be clicked here: ${reason}\n`);
}

async function runAll(lots, options) {
  const waiting = [...lots];
  const finished = [];
  const lane = async () => {
    for (let lot = waiting.shift(); lot; lot = waiting.shift()) {
      const done = await runLot(lot, options);
      finished.push(done);
      tell(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return finished;
}

async function runLot(lot, { grep, variables }) {
  const slug = lot.name.replace(/[^A-Za-z0-9]+/g, '-');
  const file = path.join(results, `${slug}.jsonl`);
  const log = path.join(results, `${slug}.log`);
  fs.writeFileSync(file, '');
  const descriptor = fs.openSync(log, 'w');
  const child = spawn(process.execPath, commandOf(lot, grep), {
    cwd: root,
    env: { ...process.env, ...variables, REPRISE_TEST_RESULTS: file },
    stdio: ['ignore', descriptor, descriptor],
  });
  const started = Date.now();
  let late = false;
  const timer = setTimeout(() => ((late = true), child.kill('SIGKILL')), MOST_MINUTES * 60_000);
  const exit = await new Promise((resolve) =>
    child.on('close', (code, signal) => resolve(signal ?? code)),
  );
  clearTimeout(timer);
  fs.closeSync(descriptor);
  return { ...lot, ...sortOut(file), exit, late, log, ms: Date.now() - started };
}

/** Reads what the reporter left. */
function sortOut(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
  const of = (state) => lines.filter((line) => line.state === state);
  return {
    passed: of('passed'),
    failed: of('failed'),
    pending: of('pending'),
    ended: of('ended').length > 0,
    last: lines.at(-1),
    ran: new Set(
      lines.filter((line) => line.file && line.state !== 'began').map((line) => line.file),
    ),
  };
}

/** Prints what a lot came to; a process that did not end as its tests did is a failure of its own. */
function tell(lot) {
  if (lot.late || !lot.ended || (lot.exit !== 0 && lot.failed.length === 0)) {
    const last = lot.last?.title ? `; last heard of: ${lot.last.title}` : '';
    const why = lot.late
      ? `did not end within ${MOST_MINUTES} minutes`
      : `ended early, with ${lot.exit}`;
    const text = `The process of these tests ${why}${last}\n${tail(lot.log)}`;
    lot.failed.push({ title: `(${lot.name})`, file: '', text });
  }
  if (all) for (const test of lot.pending.splice(0)) lot.failed.push(skippedOf(test));
  for (const test of lot.pending) {
    process.stdout.write(`could not run: ${test.title}: ${test.reason}\n`);
  }
  for (const test of lot.failed) {
    const file = test.file ? ` (${path.relative(path.join(root, 'out'), test.file)})` : '';
    process.stdout.write(`\nFAILED ${test.title}${file}\n${indent(test.text)}\n\n`);
  }
  const counts = [`${lot.passed.length} passed`];
  if (lot.failed.length > 0) counts.push(`${lot.failed.length} failed`);
  if (lot.pending.length > 0) counts.push(`${lot.pending.length} could not run`);
  process.stdout.write(`${lot.name}: ${counts.join(', ')} (${(lot.ms / 1000).toFixed(1)} s)\n`);
}

function skippedOf(test) {
  return { ...test, text: `skipped (${test.reason}), and REPRISE_TEST_ALL=1 allows nothing to be` };
}

/** One test of its own: every test file that is there has run at least one test. */
function countFiles(lots, finished, total) {
  const present = lots.flatMap((lot) => lot.files);
  const ran = new Set();
  for (const lot of finished) {
    for (const file of lot.ran) {
      const name = path.relative(path.join(root, 'out'), file).split(path.sep).join('/');
      ran.add(name.replace(/\.js$/, '.ts'));
    }
  }
  const silent = present.filter((file) => !ran.has(file));
  for (const file of silent) process.stdout.write(`\nFAILED every test file ran: not ${file}\n`);
  if (silent.length === 0) total.passed += 1;
  else total.failed += 1;
  process.stdout.write(`${present.length - silent.length} of ${present.length} test files ran\n`);
}

function readTimes() {
  try {
    return JSON.parse(fs.readFileSync(timesFile, 'utf8'));
  } catch {
    return {};
  }
}

function keepTimes(finished) {
  const times = readTimes();
  for (const lot of finished) times[lot.name] = lot.ms;
  fs.writeFileSync(timesFile, JSON.stringify(times, null, 2));
}

function argumentAfter(name) {
  return process.argv[process.argv.indexOf(name) + 1] ?? '';
}

function tail(file) {
  return fs.readFileSync(file, 'utf8').trimEnd().split('\n').slice(-60).join('\n');
}

function indent(text) {
  return text.replace(/^/gm, '    ');
}

main();
