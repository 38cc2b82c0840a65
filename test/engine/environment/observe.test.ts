import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost } from '../../../src/base/host';
import { driftBetween } from '../../../src/environment/drift';
import type { EnvironmentRecord } from '../../../src/environment/environmentModel';
import { observeEnvironment } from '../../../src/environment/observe';
import type { ObserveOptions } from '../../../src/environment/observe';
import { cannotRun } from '../../support/cannotRun';
import { git } from '../../support/gitRepository';
import { installPackage, makeVenv } from '../../support/pythonEnvironment';
import { temporaryFolder, writeFiles } from '../../support/temporary';

/** A project with a store's folder, programs of its own on PATH, and a cache. */
function projectWith(files: Readonly<Record<string, string>> = {}) {
  const root = temporaryFolder();
  const bin = temporaryFolder();
  writeFiles(root, { '.reprise/salt': 'salt', '.reprise/cache/.keep': '', ...files });
  const observe = async (
    commands: Readonly<Record<string, string>>,
    more: Partial<ObserveOptions> & { python?: string } = {},
  ): Promise<EnvironmentRecord> => {
    const steps = Object.entries(commands).map(([name, command]) => ({
      name,
      shell: 'sh' as const,
      commands: [command],
      workingFolder: '.',
      variables: {},
    }));
    const observed = await observeEnvironment({
      project: { root, store: path.join(root, '.reprise') },
      plan: { python: more.python ?? null, lock: null, folder: '.', steps },
      variables: { PATH: [bin, process.env.PATH].join(path.delimiter), HOME: process.env.HOME },
      environmentFolders: [],
      host: processHost(),
      cacheFolder: path.join(root, '.reprise', 'cache'),
      ...more,
    });
    assert.ok(observed.ok);
    return observed.value;
  };
  return { root, bin, observe };
}

function tool(folder: string, name: string, script = 'exit 0'): string {
  const file = path.join(folder, name);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`);
  fs.chmodSync(file, 0o755);
  return file;
}

function executablesOf(record: EnvironmentRecord, step: string): readonly string[] {
  return record.steps[step]?.executables ?? [];
}

describe('observeEnvironment', () => {
  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'uses programs of POSIX');
  });

  it('finds the programs of each step, never starting one that it does not know', async () => {
    const { root, bin, observe } = projectWith();
    const file = tool(bin, 'mytool', `touch ${root}/started`);
    const record = await observe({ a: 'cd . && mytool x | sort > y', b: 'echo done' });
    assert.deepEqual(executablesOf(record, 'a'), ['mytool', 'sh', 'sort']);
    assert.deepEqual(executablesOf(record, 'b'), ['sh']);
    const mytool = record.executables.find(({ name }) => name === 'mytool');
    assert.deepEqual([mytool?.path, mytool?.version], [file, null]);
    assert.ok(!fs.existsSync(path.join(root, 'started')));
  });

  it('asks programs known to answer for their version', async () => {
    const { observe } = projectWith();
    const record = await observe({ a: 'git log; node x.js' });
    const versions = new Map(record.executables.map(({ name, version }) => [name, version]));
    assert.match(versions.get('git') ?? '', /^git version \d+\.\d+/);
    assert.equal(versions.get('node'), process.version);
    assert.equal(versions.get('sh'), null);
  });

  it('changes the key of the steps that use a program when its bytes change, and tells the drift', async () => {
    const { bin, observe } = projectWith();
    tool(bin, 'mytool');
    const commands = { a: 'mytool', b: 'sort x', c: 'sh run.sh' };
    const was = await observe(commands);
    assert.deepEqual((await observe(commands)).steps, was.steps);
    tool(bin, 'mytool', 'exit 1');
    const is = await observe(commands);
    assert.notEqual(is.steps.a?.key, was.steps.a?.key);
    assert.equal(is.steps.b?.key, was.steps.b?.key);
    assert.deepEqual(
      driftBetween(was, is).map(({ what }) => what),
      ['executable mytool'],
    );
  });

  it("reads the project's own shell scripts, but takes no file of the project for a program", async () => {
    const { root, bin, observe } = projectWith({ 'run.sh': 'mytool\n. ./more.sh\n' });
    tool(bin, 'mytool');
    tool(path.join(root, 'scripts'), 'own', 'sort x');
    const record = await observe({ a: 'sh run.sh', b: './scripts/own', c: 'bin/not-built-yet' });
    assert.deepEqual(executablesOf(record, 'a'), ['mytool', 'sh']);
    assert.deepEqual(executablesOf(record, 'b'), ['sh', 'sort']);
    assert.deepEqual(executablesOf(record, 'c'), ['sh']);
    tool(path.join(root, 'bin'), 'not-built-yet', '');
    assert.equal((await observe({ c: 'bin/not-built-yet' })).steps.c?.key, record.steps.c?.key);
  });

  it('lists the distributions of the interpreter that a step uses, by whatever way it names it', async () => {
    const { root, observe } = projectWith();
    const site = makeVenv(path.join(root, '.venv'));
    installPackage(site, 'tinypkg', { version: '1.0' });
    const commands = {
      path: '.venv/bin/python x.py',
      active: '. .venv/bin/activate; python x.py',
      managed: 'uv run python x.py',
      none: 'sort x',
    };
    tool(path.join(root, 'tools'), 'uv');
    const was = await observe(commands, {
      environmentFolders: ['.venv'],
      variables: { PATH: [path.join(root, 'tools'), process.env.PATH].join(path.delimiter) },
    });
    const list = was.packages.find(({ folder }) => folder === '.venv');
    assert.deepEqual(list?.packages, [{ name: 'tinypkg', version: '1.0' }]);
    assert.match(list.interpreter?.version ?? '', /^CPython 3\.\d+\.\d+/);
    for (const step of ['path', 'active', 'managed']) {
      assert.deepEqual(was.steps[step]?.packages, ['.venv'], step);
    }
    assert.deepEqual(was.steps.none?.packages, []);
  });

  it('notices another version of a package, in the steps that have it alone', async () => {
    const { root, observe } = projectWith();
    const site = makeVenv(path.join(root, '.venv'));
    installPackage(site, 'tinypkg', { version: '1.0' });
    const commands = { a: 'python x.py', b: 'sort x' };
    const was = await observe(commands, { python: '.venv' });
    installPackage(site, 'tinypkg', { version: '2.0' });
    const is = await observe(commands, { python: '.venv' });
    assert.deepEqual(driftBetween(was, is), [{ what: 'package tinypkg', was: '1.0', is: '2.0' }]);
    assert.notEqual(is.steps.a?.key, was.steps.a?.key);
    assert.equal(is.steps.b?.key, was.steps.b?.key);
  });

  it('counts the Python that was chosen for a step whose programs cannot be told', async () => {
    const { root, bin, observe } = projectWith();
    const site = makeVenv(path.join(root, '.venv'));
    tool(bin, 'make');
    installPackage(site, 'tinypkg', { version: '1.0' });
    const commands = { runner: 'make train', unknown: '$TOOL x', plain: 'sort x' };
    const was = await observe(commands, { python: '.venv' });
    assert.deepEqual(was.packages[0]?.packages, [{ name: 'tinypkg', version: '1.0' }]);
    installPackage(site, 'tinypkg', { version: '2.0' });
    const is = await observe(commands, { python: '.venv' });
    const changed = Object.keys(commands).filter(
      (step) => is.steps[step]?.key !== was.steps[step]?.key,
    );
    assert.deepEqual(changed, ['runner', 'unknown']);
    const undeclared = await observe(commands);
    assert.deepEqual(undeclared.steps.runner?.packages, []);
  });

  it('follows a path file that is added later, although the interpreter was asked already', async () => {
    const { root, observe } = projectWith();
    const site = makeVenv(path.join(root, '.venv'));
    const more = temporaryFolder();
    writeFiles(more, { 'extra-1.0.dist-info/METADATA': '' });
    const commands = { a: '.venv/bin/python x.py' };
    assert.deepEqual((await observe(commands)).packages[0]?.packages, []);
    assert.deepEqual((await observe(commands)).packages[0]?.packages, []);
    writeFiles(site, { 'more.pth': `${more}\n` });
    const found = (await observe(commands)).packages[0]?.packages;
    assert.deepEqual(found, [{ name: 'extra', version: '1.0' }]);
  });

  it('writes nothing into an environment that it looks at', async () => {
    const { root, observe } = projectWith();
    const site = makeVenv(path.join(root, '.venv'));
    writeFiles(site, { 'hook.pth': 'import hook\n', 'hook.py': 'X = 1\n' });
    await observe({ a: '.venv/bin/python x.py' }, { environmentFolders: ['.venv'] });
    assert.deepEqual(fs.readdirSync(site).sort(), ['hook.pth', 'hook.py']);
  });

  it('has one key for one environment at two places', async () => {
    const keys = [];
    for (let time = 0; time < 2; time++) {
      const { root, observe } = projectWith();
      installPackage(makeVenv(path.join(root, '.venv')), 'tinypkg', { version: '1.0' });
      keys.push((await observe({ a: 'python x.py' }, { python: '.venv' })).steps.a?.key);
    }
    assert.equal(keys[0], keys[1]);
  });

  it('lists packages of node for steps that use it, and environment folders that no step uses', async () => {
    const { observe } = projectWith({
      'node_modules/a/package.json': '{"name":"a","version":"1.0.0"}',
      'old/pyvenv.cfg': '',
      'old/lib/python3.9/site-packages/b-2.0.dist-info/METADATA': '',
    });
    const record = await observe(
      { a: 'node x.js', b: 'sort x' },
      { environmentFolders: ['node_modules', 'old'] },
    );
    assert.deepEqual(
      record.packages.map(({ ecosystem, folder, packages }) => [
        ecosystem,
        folder,
        packages.length,
      ]),
      [
        ['node', 'node_modules', 1],
        ['python', 'old', 1],
      ],
    );
    assert.deepEqual(record.steps.a?.packages, ['node_modules']);
    assert.deepEqual(record.steps.b?.packages, []);
  });

  it('keeps no secret, in the record or in the cache', async () => {
    const { root, observe } = projectWith();
    const variables = { PATH: process.env.PATH, API_TOKEN: 'hunter2', PYTHONPATH: '' };
    const record = await observe({ a: 'python3 x.py; git x' }, { variables });
    assert.ok(!JSON.stringify(record).includes('hunter2'));
    const cache = path.join(root, '.reprise', 'cache');
    const written = fs
      .readdirSync(cache)
      .map((name) => fs.readFileSync(path.join(cache, name), 'utf8'));
    assert.ok(written.join('').length > 0 && !written.join('').includes('hunter2'));
    assert.deepEqual(Object.keys(record.variables), ['API_TOKEN', 'PATH', 'PYTHONPATH']);
  });

  it('does without a cache, and with a broken one', async () => {
    const { root, bin, observe } = projectWith({
      '.reprise/cache/environment.json': '{"format":1,"entries":[7,[1]]}',
    });
    tool(bin, 'mytool');
    const kept = await observe({ a: 'mytool' });
    const file = path.join(root, '.reprise', 'cache', 'environment.json');
    fs.writeFileSync(file, '{ torn');
    const torn = await observe({ a: 'mytool' });
    const none = await observe({ a: 'mytool' }, { cacheFolder: null });
    assert.deepEqual(torn.steps, kept.steps);
    assert.deepEqual(none.steps, kept.steps);
  });

  it('tells what git has checked out', async () => {
    const { root, observe } = projectWith({ 'a.txt': '' });
    assert.equal((await observe({})).git, null);
    git(root, 'init', '-q');
    git(root, 'add', 'a.txt');
    git(root, 'commit', '-qm', 'first');
    assert.deepEqual((await observe({})).git, {
      commit: git(root, 'rev-parse', 'HEAD'),
      dirty: false,
    });
  });

  it('fails where the interpreter that was asked for is missing', async () => {
    const { root } = projectWith();
    const observed = await observeEnvironment({
      project: { root, store: path.join(root, '.reprise') },
      plan: { python: '.venv', lock: 'requirements.lock', folder: '.', steps: [] },
      variables: {},
      environmentFolders: [],
      host: processHost(),
      cacheFolder: null,
    });
    const failure = { code: 'interpreter-missing', python: '.venv', lock: 'requirements.lock' };
    assert.deepEqual(observed, { ok: false, failure });
  });
});
