// Builds what ships into dist/, or with --tests every source and test file, one by one, into out/.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const version = require('./package.json').version;

/**
 * What a kept reading of a pipeline file hangs on: everything that the reader is made of. A build that watches
 * writes none, because the reader may change under it.
 */
function readerBuild() {
  const hash = createHash('sha256').update(fs.readFileSync('package-lock.json'));
  const files = ['src/base', 'src/pipeline'].flatMap((folder) => filesBelow(folder, '.ts'));
  for (const file of files.sort()) hash.update(file).update(fs.readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const common = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
  define: {
    'process.env.REPRISE_VERSION': JSON.stringify(version),
    'process.env.REPRISE_READER': watch ? 'undefined' : JSON.stringify(readerBuild()),
  },
  // Unbundled output is CommonJS, where a file is required, not imported.
  supported: { 'dynamic-import': false },
};

/** Every file below a folder whose name ends so. */
function filesBelow(folder, ending) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((name) => name.endsWith(ending) && !name.includes('fixtures'));
}

/** Programs in other languages, which lie beside what starts them. */
function otherPrograms() {
  return ['.py', '.pl'].flatMap((ending) => filesBelow('src', ending));
}

/**
 * What the command line imports only when it needs it stays a bundle of its own, because Node compiles a bundle
 * as a whole: asking for the version must not cost the engine.
 */
const lazy = {
  name: 'lazy',
  setup({ onResolve }) {
    onResolve(
      {
        filter:
          /^(?:\.{1,2}\/)+(?:pipeline\/|language\/)?(program|engine|pipelineText|languageService)$/,
      },
      ({ path: name, kind }) =>
        kind === 'dynamic-import'
          ? { path: `./${path.posix.basename(name)}.js`, external: true }
          : undefined,
    );
  },
};

/**
 * Takes the modules of Node as they are. esbuild would copy each for each file that imports it, property by
 * property and behind getters, which is a part of every start and only good for default imports. Those that
 * take long and that a short command does not need are loaded when something of them is first asked for.
 */
const plainBuiltins = {
  name: 'plain-builtins',
  setup({ initialOptions, onEnd }) {
    initialOptions.write = false;
    onEnd(({ outputFiles = [] }) => {
      for (const { path: file, text } of outputFiles) {
        const plain = text
          .replace(/[\w$]+\((require\("node:[a-z_/]+"\))\)/g, '$1')
          .replace(/require\(("node:(?:child_process|worker_threads|zlib)")\)/g, onFirstUse);
        fs.writeFileSync(file, plain);
      }
    });
  },
};

function onFirstUse(_, name) {
  return `new Proxy({},{get:(_,key)=>require(${name})[key]})`;
}

/** One bundle each; worker entries are found by name and lie beside what starts them. */
const bundles = () => {
  const workers = filesBelow('src', 'Worker.ts').map((file) => [path.basename(file, '.ts'), file]);
  const entries = [
    ['cli', 'src/cli/main.ts', []],
    ['program', 'src/cli/program.ts', []],
    ['engine', 'src/engine.ts', []],
    ['pipelineText', 'src/pipeline/pipelineText.ts', []],
    ['languageService', 'src/language/languageService.ts', []],
    ['extension', 'src/extension/extension.ts', ['vscode']],
    ...workers,
  ].filter(([, file]) => fs.existsSync(file));
  return entries.map(([name, entry, external = []]) => ({
    ...common,
    entryPoints: [entry],
    outfile: `dist/${name}.js`,
    bundle: true,
    minify: true,
    external,
    plugins: [lazy, plainBuiltins],
    banner: name === 'cli' ? { js: '#!/usr/bin/env node' } : {},
  }));
};

/** What webviews load: a script and a style sheet for a browser, nothing of Node. */
const pages = () =>
  ['report']
    .filter((name) => fs.existsSync(`media/${name}/main.ts`))
    .map((name) => ({
      entryPoints: [
        { in: `media/${name}/main.ts`, out: name },
        { in: `media/${name}/${name}.css`, out: name },
      ],
      outdir: 'dist/media',
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      target: 'chrome122',
      logLevel: 'warning',
    }));

async function main() {
  if (tests) {
    const entryPoints = [...filesBelow('src', '.ts'), ...filesBelow('test', '.ts')];
    await esbuild.build({
      ...common,
      entryPoints,
      outdir: 'out',
      outbase: '.',
      sourcemap: 'inline',
    });
    for (const file of otherPrograms()) fs.cpSync(file, path.join('out', file));
    return;
  }
  fs.mkdirSync('dist', { recursive: true });
  for (const options of [...bundles(), ...pages()]) {
    if (watch) await (await esbuild.context(options)).watch();
    else await esbuild.build(options);
  }
  for (const file of otherPrograms()) fs.cpSync(file, path.join('dist', path.basename(file)));
  // what is not compiled ahead is compiled at each start, which is slower and no failure
  if (!watch) spawnSync(process.execPath, ['scripts/compileAhead.js'], { stdio: 'ignore' });
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
