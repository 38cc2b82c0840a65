import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

import { stepVariables } from '../../../src/environment/stepVariables';
import { linkEnvironments } from '../../../src/environment/waysBack';
import { cannotRun } from '../../support/cannotRun';
import { makeVenv } from '../../support/pythonEnvironment';
import { temporaryFolder, writeFiles } from '../../support/temporary';

/** A project of today and a room with what was saved, which says `saved` where today says `today`. */
function projectAndRoom(files: readonly string[]) {
  const [project, room] = [temporaryFolder(), temporaryFolder()];
  for (const [root, text] of [
    [project, 'today'],
    [room, 'saved'],
  ] as const) {
    for (const file of files) {
      const code = file.endsWith('.py') ? `SAYS = '${text}'\n` : `module.exports = '${text}';\n`;
      writeFiles(root, { [file]: file.endsWith('.json') ? '{"main":"index.js"}' : code });
    }
  }
  return { project, room };
}

/** What a step in the room prints. */
function runIn(
  room: string,
  project: string,
  redirect: Record<string, string>,
  ...command: string[]
) {
  const [file = '', ...args] = command;
  const variables = stepVariables({
    base: { PATH: process.env.PATH },
    step: { variables: {}, workingFolder: '.' },
    python: null,
    temporary: room,
    redirect,
    project,
    room,
  });
  const options = { cwd: room, env: variables, stdio: 'pipe' } as const;
  return execFileSync(file, args, options).toString().trim();
}

describe('linkEnvironments', () => {
  before(function () {
    if (process.platform === 'win32') cannotRun(this, 'lays environments out as POSIX has them');
  });

  it('makes one link of an environment that leads nowhere', () => {
    const { project, room } = projectAndRoom([]);
    const site = makeVenv(path.join(project, 'sub', '.venv'));
    writeFiles(site, {
      'plain.py': "SAYS = 'package'\n",
      'distutils-precedence.pth': 'import os; x = 1\n',
      'own.pth': './vendored\n# /comment\n\n',
    });
    const linked = linkEnvironments({
      project,
      room,
      beside: path.join(room, 'beside'),
      folders: ['sub/.venv'],
    });
    assert.deepEqual(linked, { variables: {}, folders: [], redirected: [], notRedirected: [] });
    assert.equal(
      fs.readlinkSync(path.join(room, 'sub', '.venv')),
      path.join(project, 'sub', '.venv'),
    );
    const says = runIn(
      room,
      project,
      {},
      'sub/.venv/bin/python',
      '-c',
      'import plain; print(plain.SAYS)',
    );
    assert.equal(says, 'package');
  });

  describe('editable installs of Python', () => {
    const layouts: Readonly<
      Record<string, (site: string, project: string) => Record<string, string>>
    > = {
      'a path file': (_, project) => ({ '__editable__.pkg-1.0.pth': `${project}/src\n` }),
      'a relative path file': (site, project) => ({
        'pkg.pth': `${path.relative(site, project)}/src`,
      }),
      'an old development install': (_, project) => ({
        'easy-install.pth': `${project}/src\n`,
        'pkg.egg-link': `${project}/src\n.`,
      }),
      "setuptools' finder": (_, project) => ({
        '__editable__.pkg-1.0.pth':
          'import __editable___pkg_1_0_finder; __editable___pkg_1_0_finder.install()',
        '__editable___pkg_1_0_finder.py': finder(`{'pkg': '${project}/src/pkg'}`),
        'pkg-1.0.dist-info/direct_url.json': editable(project),
      }),
    };
    const redirecting: Readonly<Record<string, string>> = {
      'a path file': '__editable__.pkg-1.0.pth',
      'an old development install': 'easy-install.pth',
      "setuptools' finder": '__editable___pkg_1_0_finder.py',
    };
    for (const [name, layout] of Object.entries(layouts)) {
      it(`${name} leads to the saved code`, () => {
        const { project, room } = projectAndRoom(['src/pkg/__init__.py']);
        const site = makeVenv(path.join(project, '.venv'));
        writeFiles(site, layout(site, project));
        const python = ['.venv/bin/python', '-c', 'import pkg; print(pkg.SAYS)'];
        assert.equal(runIn(project, project, {}, ...python), 'today');
        const linked = linkEnvironments({
          project,
          room,
          beside: path.join(room, 'beside'),
          folders: ['.venv'],
        });
        const { redirected, ...rest } = linked;
        assert.deepEqual(rest, {
          variables: { PYTHONPATH: path.join(room, 'src') },
          folders: ['src'],
          notRedirected: [],
        });
        assert.deepEqual(redirected, [
          path.relative(project, path.join(site, redirecting[name] ?? 'pkg.pth')),
        ]);
        assert.equal(runIn(room, project, linked.variables, ...python), 'saved');
      });
    }

    it('a link in site-packages leads there too', () => {
      const { project, room } = projectAndRoom(['pkg/__init__.py']);
      const site = makeVenv(path.join(project, '.venv'));
      fs.symlinkSync(path.join(project, 'pkg'), path.join(site, 'pkg'));
      const linked = linkEnvironments({
        project,
        room,
        beside: path.join(room, 'beside'),
        folders: ['.venv'],
      });
      assert.deepEqual(linked, {
        variables: { PYTHONPATH: room },
        folders: [''],
        redirected: [path.relative(project, path.join(site, 'pkg'))],
        notRedirected: [],
      });
      const python = ['.venv/bin/python', '-c', 'import pkg; print(pkg.SAYS)'];
      assert.equal(runIn(room, project, linked.variables, ...python), 'saved');
    });

    it('what Python and its packages have stays before what the project has of the same name', () => {
      const { project, room } = projectAndRoom([
        'src/pkg/__init__.py',
        'src/pkg/data.py',
        'src/token.py',
        'src/math.py',
        'src/email/__init__.py',
        'src/dep.py',
        'src/installed/__init__.py',
        'src/plain/part.py',
      ]);
      const site = makeVenv(path.join(project, '.venv'));
      writeFiles(site, {
        'pkg.pth': `${project}/src\n`,
        'dep.py': "SAYS = 'package'\n",
        'installed/__init__.py': "SAYS = 'package'\n",
      });
      const code =
        'import token, math, email, pkg.data, dep, installed, plain.part\n' +
        'print([getattr(m, "SAYS", "library") for m in (token, math, email, pkg.data, dep, installed, plain.part)])';
      const says = (own: string): string =>
        `['library', 'library', 'library', '${own}', 'package', 'package', '${own}']`;
      const python = ['.venv/bin/python', '-c', code];
      assert.equal(runIn(project, project, {}, ...python), says('today'));
      const beside = path.join(temporaryFolder(), 'python');
      const linked = linkEnvironments({ project, room, beside, folders: ['.venv'] });
      assert.deepEqual(linked.variables, { PYTHONPATH: path.join(beside, '0') });
      assert.deepEqual(fs.readdirSync(path.join(beside, '0')), ['pkg', 'plain']);
      assert.equal(runIn(room, project, linked.variables, ...python), says('saved'));
    });

    it('so does one in an environment outside the project', () => {
      const { project, room } = projectAndRoom(['src/pkg/__init__.py']);
      const venv = path.join(temporaryFolder(), 'env');
      writeFiles(makeVenv(venv), { 'pkg.pth': `${project}/src\n` });
      const linked = linkEnvironments({
        project,
        room,
        beside: path.join(room, 'beside'),
        folders: [],
        others: [venv],
      });
      const python = [`${venv}/bin/python`, '-c', 'import pkg; print(pkg.SAYS)'];
      assert.equal(runIn(room, project, linked.variables, ...python), 'saved');
    });

    it('what no search path can redirect is told', () => {
      const { project, room } = projectAndRoom(['lib/a.py']);
      const site = makeVenv(path.join(project, '.venv'));
      const inProject = path.posix.join('.venv', path.relative(path.join(project, '.venv'), site));
      writeFiles(site, {
        '__editable___renamed_finder.py': finder(`{'pkg': '${project}/lib'}`),
        'compiled-1.0.dist-info/direct_url.json': editable(project),
        'code.pth': `import sys; sys.path.insert(0, '${project}/lib')\n`,
        'copied-1.0.dist-info/direct_url.json': JSON.stringify({
          url: pathToFileURL(project),
          dir_info: {},
        }),
      });
      const linked = linkEnvironments({
        project,
        room,
        beside: path.join(room, 'beside'),
        folders: ['.venv'],
      });
      assert.deepEqual([...linked.notRedirected].sort(), [
        `${inProject}/__editable___renamed_finder.py`,
        `${inProject}/code.pth`,
        `${inProject}/compiled-1.0.dist-info/direct_url.json`,
      ]);
    });
  });

  describe('workspace packages of node', () => {
    function workspace() {
      const { project, room } = projectAndRoom([
        'packages/ws/index.js',
        'packages/ws/package.json',
        'packages/scoped/index.js',
        'packages/scoped/package.json',
      ]);
      writeFiles(project, {
        'node_modules/dep/index.js': "module.exports = 'dep';",
        'node_modules/@other/dep/index.js': "module.exports = '@other';",
        'packages/ws/cli.js': "#!/usr/bin/env node\nconsole.log('cli today');",
      });
      writeFiles(room, { 'packages/ws/cli.js': "#!/usr/bin/env node\nconsole.log('cli saved');" });
      fs.chmodSync(path.join(room, 'packages/ws/cli.js'), 0o755);
      const link = (to: string, at: string): void => {
        fs.mkdirSync(path.dirname(path.join(project, at)), { recursive: true });
        fs.symlinkSync(to, path.join(project, at));
      };
      link('../packages/ws', 'node_modules/ws');
      link('../../packages/scoped', 'node_modules/@s/scoped');
      link('../ws/cli.js', 'node_modules/.bin/ws');
      return { project, room };
    }

    it('lead to the saved code, beside what is installed', () => {
      const { project, room } = workspace();
      const linked = linkEnvironments({
        project,
        room,
        beside: path.join(room, 'beside'),
        folders: ['node_modules'],
      });
      assert.deepEqual(linked, { variables: {}, folders: [], redirected: [], notRedirected: [] });
      const code = "console.log(['ws', '@s/scoped', 'dep', '@other/dep'].map(require).join())";
      assert.equal(
        runIn(room, project, {}, process.execPath, '-e', code),
        'saved,saved,dep,@other',
      );
      assert.equal(runIn(room, project, {}, 'node_modules/.bin/ws'), 'cli saved');
    });

    it('that the saved version does not have are not taken from the project', () => {
      const { project, room } = workspace();
      fs.rmSync(path.join(room, 'packages', 'ws'), { recursive: true });
      linkEnvironments({
        project,
        room,
        beside: path.join(room, 'beside'),
        folders: ['node_modules'],
      });
      assert.throws(() => runIn(room, project, {}, process.execPath, '-p', "require('ws')"));
    });

    it('are not where every package is installed; what is written beside them stays in the room', () => {
      const { project, room } = projectAndRoom([]);
      writeFiles(project, {
        'node_modules/.pnpm/dep@1/node_modules/dep/index.js': "module.exports = 'dep';",
        'node_modules/.cache/x': 'of an earlier run',
      });
      fs.symlinkSync('.pnpm/dep@1/node_modules/dep', path.join(project, 'node_modules', 'dep'));
      linkEnvironments({
        project,
        room,
        beside: path.join(room, 'beside'),
        folders: ['node_modules', 'gone/node_modules'],
      });
      assert.deepEqual(fs.readdirSync(room), ['node_modules']);
      assert.deepEqual(fs.readdirSync(path.join(room, 'node_modules')), ['.pnpm', 'dep']);
      assert.equal(runIn(room, project, {}, process.execPath, '-p', "require('dep')"), 'dep');
      fs.mkdirSync(path.join(room, 'node_modules', '.cache'));
      fs.writeFileSync(path.join(room, 'node_modules', '.cache', 'x'), 'of the room');
      const kept = fs.readFileSync(path.join(project, 'node_modules', '.cache', 'x'), 'utf8');
      assert.equal(kept, 'of an earlier run');
    });
  });
});

/** A finder as setuptools writes it, short of its comments. */
function finder(mapping: string): string {
  return `
from __future__ import annotations
import sys
from importlib.machinery import PathFinder
from importlib.util import spec_from_file_location
MAPPING: dict[str, str] = ${mapping}
NAMESPACES: dict[str, list[str]] = {}

class _EditableFinder:
    @classmethod
    def find_spec(cls, fullname, _path=None, _target=None):
        if fullname in MAPPING:
            return spec_from_file_location(fullname, MAPPING[fullname] + '/__init__.py')
        return None

def install():
    sys.meta_path.append(_EditableFinder)
`;
}

function editable(project: string): string {
  return JSON.stringify({ url: pathToFileURL(project).href, dir_info: { editable: true } });
}
