import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

import { REPOSITORY } from '../../support/example';

/** Everything that the .vsix may hold beside the bundles. */
const DOCUMENTS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
const FOLDERS = /^(dist\/[A-Za-z]+\.(js|py|pl)|schemas\/[a-z.]+\.json|media\/.+\.(css|svg|png))$/;

describe('what ships', function () {
  this.timeout(60_000);

  let shipped: string[] = [];
  before(() => {
    const vsce = path.join(REPOSITORY, 'node_modules', '@vscode', 'vsce', 'vsce');
    const args = [vsce, 'ls', '--no-dependencies'];
    const listed = execFileSync(process.execPath, args, { cwd: REPOSITORY, encoding: 'utf8' });
    shipped = listed.trim().split(/\r?\n/).sort();
  });

  it('is the bundles, the schema, the webview and the documents for users, and nothing else', () => {
    assert.deepEqual(
      shipped.filter((name) => !DOCUMENTS.includes(name) && !FOLDERS.test(name)),
      [],
    );
    for (const name of DOCUMENTS) assert.ok(shipped.includes(name), name);
  });

  it('holds the extension, the command line, the library, their workers and hooks', () => {
    for (const name of ['extension', 'cli', 'engine', 'pipelineText']) {
      assert.ok(shipped.includes(`dist/${name}.js`), name);
    }
    const beside = fs
      .readdirSync(path.join(REPOSITORY, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /Worker\.ts$|\.py$|\.pl$/.test(name))
      .map((name) => `dist/${path.basename(name).replace(/\.ts$/, '.js')}`);
    assert.deepEqual(
      beside.filter((name) => !shipped.includes(name)),
      [],
    );
  });

  it('stays small, because every start compiles what it loads', () => {
    const bytes = (name: string): number => fs.statSync(path.join(REPOSITORY, 'dist', name)).size;
    assert.ok(bytes('cli.js') < 5_000, `cli.js has ${bytes('cli.js')} bytes`);
    assert.ok(bytes('program.js') < 200_000, `program.js has ${bytes('program.js')} bytes`);
    assert.ok(bytes('engine.js') < 400_000, `engine.js has ${bytes('engine.js')} bytes`);
    assert.ok(bytes('extension.js') < 400_000, `extension.js has ${bytes('extension.js')} bytes`);
    const heavy = bytes('pipelineText.js');
    assert.ok(heavy < 400_000, `pipelineText.js has ${heavy} bytes`);
  });

  it('is what package.json promises', () => {
    const facts = JSON.parse(fs.readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8')) as {
      main: string;
      exports: Record<string, string>;
      bin: Record<string, string>;
    };
    const promised = [facts.main, ...Object.values(facts.exports), ...Object.values(facts.bin)];
    for (const file of promised) assert.ok(shipped.includes(file.replace(/^\.\//, '')), file);
  });

  it('is the library to a program that requires it by name, and the extension to VS Code', () => {
    const required = createRequire(path.join(REPOSITORY, 'package.json')).resolve('reprise');
    assert.equal(required, path.join(REPOSITORY, 'dist', 'engine.js'));
    const bundle = fs.readFileSync(path.join(REPOSITORY, 'dist', 'extension.js'), 'utf8');
    assert.match(bundle, /require\("vscode"\)/);
  });
});
