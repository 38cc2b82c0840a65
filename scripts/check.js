// Types, lint, format, and the quick tests, two at a time, each with its time: `npm run check`. What fails is
// printed in full. Lint keeps a cache in .cache/, by content.
const { installPackages, root } = require('./install');

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const bin = (name, file) => path.join('node_modules', name, file);
const lintCache = ['--cache', '--cache-strategy', 'content', '--cache-location', '.cache/eslint/'];
const formatCache = ['--cache', '--cache-location', '.cache/prettier'];

/** Longest first, so that the two lanes end together. */
const CHECKS = [
  ['lint', bin('eslint', 'bin/eslint.js'), '--max-warnings', '0', ...lintCache, '.'],
  ['types', bin('typescript', 'bin/tsc'), '--noEmit', '-p', '.'],
  ['types of webviews', bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'media'],
  ['tests', 'scripts/test.js', 'quick'],
  [
    'format',
    bin('prettier', 'bin/prettier.cjs'),
    '--check',
    '--log-level',
    'warn',
    ...formatCache,
    '.',
  ],
];

async function main() {
  installPackages();
  const started = Date.now();
  const waiting = [...CHECKS];
  let failed = 0;
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, ...args] = next;
      const { code, output, ms } = await run(args);
      process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds(ms)})\n`);
      if (code !== 0) {
        failed += 1;
        process.stdout.write(`${output.trimEnd()}\n`);
        // what a type-aware rule said may have been another file's fault, which the cache does not know
        if (name === 'lint')
          fs.rmSync(path.join(root, '.cache', 'eslint'), { recursive: true, force: true });
      }
    }
  };
  await Promise.all([lane(), lane()]);
  const passed = CHECKS.length - failed;
  process.stdout.write(`${passed} passed, ${failed} failed (${seconds(Date.now() - started)})\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function run(args) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) =>
      resolve({ code, output: Buffer.concat(chunks).toString(), ms: Date.now() - started }),
    );
  });
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

main();
