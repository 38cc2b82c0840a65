// Measures the product beside plain tools, in turn, and prints the ratios of medians against their targets:
// `npm run bench -- [--only REGEX] [--rounds N] [--scale 0.1] [--growth] [--json] [--list]`. Results are kept in
// .cache/bench/. The rows "capture: …" measure the capture alone, bundled as what ships is; all others call the built
// command line. With --growth each row is measured at a hundredth, a tenth and all of its size, and "grew" is what it
// took beyond Node's start by that of the size before: tenfold work may take ten times as long. The scratch folder is
// below the system's temporary folder, or REPRISE_BENCH_FOLDER.
const { build, installPackages, root } = require('./install');

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

function main() {
  installPackages();
  build();
  build('--tests');
  bundleCapture();
  const options = readOptions(process.argv.slice(2));
  const compiled = (name) => require(path.join(root, 'out', 'test', 'bench', `${name}.js`));
  const { ENGINE_ROWS } = compiled('engineRows');
  const rows = ENGINE_ROWS.filter(({ name }) => options.only.test(name));
  if (options.list) {
    for (const { name, beside } of ENGINE_ROWS) process.stdout.write(`${name} | ${beside}\n`);
    return;
  }

  const scratch = fs.mkdtempSync(path.join(options.folder, 'reprise-bench-'));
  const results = [];
  process.on('SIGINT', () => process.exit(130));
  process.on('exit', () => {
    process.stderr.write(`Removing ${scratch} …\n`);
    fs.rmSync(scratch, { recursive: true, force: true });
  });
  for (const scale of options.growth ? [0.01, 0.1, 1] : [options.scale]) {
    const folder = path.join(scratch, String(scale));
    fs.mkdirSync(folder);
    const bench = { scale, rounds: options.rounds, scratch: folder, node: null };
    bench.node = compiled('measure').nodeItself(folder, Math.max(5, options.rounds));
    for (const row of rows) tell(results, measured(compiled('row'), row, bench));
  }
  keep(results, options);
  if (options.json)
    process.stdout.write(`${JSON.stringify(documentOf(results, options), null, 2)}\n`);
  else print(results, options);
}

/** A row that cannot be measured is a line too, not the end of the benchmark. */
function measured({ measureRow }, row, bench) {
  try {
    return { ...measureRow(row, bench), scale: bench.scale, node: bench.node.ms };
  } catch (error) {
    const { name, beside, target } = row;
    return { name, beside, target, scale: bench.scale, met: false, error: error.message };
  }
}

/** One file and the worker that it finds beside it, as in dist/. */
function bundleCapture() {
  require('esbuild').buildSync({
    entryPoints: ['test/bench/captureAction.ts', 'src/store/workers/storeWorker.ts'],
    absWorkingDir: root,
    outdir: 'out/bench',
    entryNames: '[name]',
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
  });
}

/**
 * How much longer a row took than at the size before, Node's own start left out; null at the first size, and where
 * that was all there was to measure.
 */
function growthOf(results, { name, scale, ours, node }) {
  const before = results.findLast((one) => one.name === name && one.scale < scale && !one.error);
  return before && before.ours > before.node ? (ours - node) / (before.ours - before.node) : null;
}

function tell(results, result) {
  results.push(result.error ? result : { ...result, grew: growthOf(results, result) });
  const words = result.error ?? `${result.ratio.toFixed(2)}× of ${result.beside}`;
  process.stderr.write(`${result.name}: ${words}\n`);
}

function print(results, { growth }) {
  const rows = results.map((result) => [
    ...(growth ? [String(result.scale)] : []),
    result.name,
    result.beside,
    ...(result.error
      ? ['', '', '', `≤ ${result.target}`, 'not measured', '', ...(growth ? [''] : [])]
      : [
          time(result.ours),
          time(result.theirs),
          `${result.ratio.toFixed(2)}`,
          `≤ ${result.target}${result.granted > 0 ? ` + ${time(result.granted)}` : ''}`,
          verdictOf(result),
          result.memory === null ? '' : `${Math.round(result.memory / 1e6)} MB`,
          ...(growth ? [result.grew === null ? '' : `${result.grew.toFixed(1)}×`] : []),
        ]),
  ]);
  const head = [
    ...(growth ? ['scale'] : []),
    ...['row', 'beside', 'ours', 'theirs', 'ratio', 'target', '', 'memory'],
    ...(growth ? ['grew'] : []),
  ];
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column].length)),
  );
  for (const cells of [head, ...rows]) {
    const line = cells.map((cell, column) => cell.padEnd(widths[column])).join('  ');
    process.stdout.write(`${line.trimEnd()}\n`);
  }
  const met = results.filter((result) => result.met).length;
  process.stdout.write(`${met} of ${results.length} targets met\n`);
}

function verdictOf({ met, ratio, target }) {
  if (met) return 'met';
  return ratio > target ? `missed by ${Math.round((ratio / target - 1) * 100)} %` : 'memory missed';
}

function keep(results, options) {
  const folder = path.join(root, '.cache', 'bench');
  fs.mkdirSync(folder, { recursive: true });
  const name = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  fs.writeFileSync(
    path.join(folder, `${name}.json`),
    `${JSON.stringify(documentOf(results, options), null, 2)}\n`,
  );
}

function documentOf(results, { rounds }) {
  const machine = { cpus: os.cpus().length, cpu: os.cpus()[0]?.model, platform: process.platform };
  return { format: 1, node: process.version, machine, rounds, rows: results };
}

function readOptions(args) {
  const after = (name) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  return {
    only: new RegExp(after('--only') ?? ''),
    rounds: Number(after('--rounds') ?? 5),
    scale: Number(after('--scale') ?? 1),
    growth: args.includes('--growth'),
    json: args.includes('--json'),
    list: args.includes('--list'),
    folder: process.env.REPRISE_BENCH_FOLDER ?? os.tmpdir(),
  };
}

const time = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`);

main();
