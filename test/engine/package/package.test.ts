import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

import { REPOSITORY } from '../../support/example';
import { host } from '../../support/hostScripts';
import { zipNames } from '../../support/zipNames';

/** What a .vsix always holds, and the documents as vsce names them. */
const DOCUMENTS = ['LICENSE.txt', 'changelog.md', 'package.json', 'readme.md'];
const WRAPPING = ['[Content_Types].xml', 'extension.vsixmanifest'];
const BUNDLES = ['extension', 'cli', 'program', 'engine', 'pipelineText', 'languageService'];
/** Everything beside them, by name: what is new has to be meant. */
const BESIDE = [
  'dist/media/report.css',
  'dist/media/report.js',
  'media/icon.png',
  'media/reprise.svg',
  ...['example', 'save', 'change', 'verify', 'report'].map(
    (name) => `media/walkthrough/${name}.md`,
  ),
  'schemas/pipeline.schema.json',
];

/** What *Open Example* copies. */
const EXAMPLE = [
  '.gitignore',
  'README.md',
  'params.yaml',
  'pipeline.yaml',
  'data/houses.csv',
  ...['prepare', 'train', 'evaluate'].map((name) => `src/${name}.py`),
];

/** Bytes that a bundle may have, because every start compiles what it loads. */
const BUDGETS: Readonly<Record<string, number>> = {
  extension: 400_000,
  cli: 5_000,
  program: 200_000,
  engine: 400_000,
  pipelineText: 400_000,
  languageService: 400_000,
};

describe('what ships', function () {
  this.timeout(120_000);

  let shipped = new Map<string, number>();
  before(() => {
    shipped = zipNames(host.builtVsix());
  });

  it('is the bundles, their workers and hooks, the schema, the icon, the example and the documents for users, and nothing else', () => {
    const expected = [
      ...DOCUMENTS,
      ...BUNDLES.map((name) => `dist/${name}.js`),
      ...besideBundles(),
      ...BESIDE,
      ...EXAMPLE.map((name) => `examples/quickstart/${name}`),
    ].map((name) => `extension/${name}`);
    assert.deepEqual([...shipped.keys()].sort(), [...WRAPPING, ...expected].sort());
  });

  for (const [name, most] of Object.entries(BUDGETS)) {
    it(`keeps ${name}.js under ${most / 1000} kB`, () => {
      const bytes = shipped.get(`extension/dist/${name}.js`) ?? Infinity;
      assert.ok(bytes < most, `${name}.js has ${bytes} bytes`);
    });
  }

  it('has nothing in the extension host that reads pipeline text, or that runs', () => {
    const text = fs.readFileSync(path.join(REPOSITORY, 'dist', 'extension.js'), 'utf8');
    // a bundle that another one loads is named in it as a file beside it
    assert.deepEqual(text.match(/["'`]\.\/\w+\.js["'`]/g) ?? [], []);
    const reader = fs.readFileSync(path.join(REPOSITORY, 'dist', 'languageWorker.js'), 'utf8');
    assert.match(reader, /["'`]\.\/languageService\.js["'`]/, 'where one is loaded it is seen');
  });

  it('is what package.json promises', () => {
    const facts = JSON.parse(fs.readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as {
      main: string;
      exports: Record<string, string>;
      bin: Record<string, string>;
    };
    const promised = [facts.main, ...Object.values(facts.exports), ...Object.values(facts.bin)];
    for (const file of promised) {
      assert.ok(shipped.has(`extension/${file.replace(/^\.\//, '')}`), file);
    }
  });

  it('holds every file that package.json names', () => {
    const named = pathsIn(
      JSON.parse(fs.readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')),
    );
    assert.ok(named.includes('media/reprise.svg'), named.join());
    assert.deepEqual(
      named.filter((name) => !shipped.has(`extension/${name}`)),
      [],
    );
  });

  it('is the library to a program that requires it by name, and the extension to VS Code', () => {
    const required = createRequire(path.join(REPOSITORY, 'package.json')).resolve('reprise');
    assert.equal(required, path.join(REPOSITORY, 'dist', 'engine.js'));
    const bundle = fs.readFileSync(path.join(REPOSITORY, 'dist', 'extension.js'), 'utf8');
    assert.match(bundle, /require\("vscode"\)/);
  });
});

/** Worker entries and programs in other languages, which lie beside what starts them. */
function besideBundles(): string[] {
  return fs
    .readdirSync(path.join(REPOSITORY, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(Worker\.ts|\.(py|pl))$/.test(name))
    .map((name) => `dist/${path.basename(name).replace(/\.ts$/, '.js')}`);
}

/** Every text in a value that is a path into media/ or schemas/. */
function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const name = value.replace(/^\.\//, '');
    return /^(media|schemas)\/[^*]+$/.test(name) ? [name] : [];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}
