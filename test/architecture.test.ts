import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { isBuiltin } from 'node:module';
import * as path from 'node:path';

import { circlesOf, readSources, resolveImport, sourceOf } from './support/imports';
import type { Source } from './support/imports';

const ROOT = path.join(__dirname, '..', '..');

/** What each room may import besides itself; what lies below is written out. */
const CORE = ['base', 'pipeline', 'store', 'environment', 'snapshot', 'records', 'run', 'verify'];
const MAY: Readonly<Record<string, readonly string[]>> = {
  base: [],
  pipeline: ['base'],
  language: ['base', 'pipeline'],
  store: ['base'],
  environment: ['base'],
  snapshot: ['base', 'pipeline', 'store', 'environment'],
  records: ['base', 'pipeline', 'store', 'environment', 'snapshot'],
  run: ['base', 'pipeline', 'store', 'environment', 'snapshot', 'records'],
  verify: ['base', 'pipeline', 'store', 'environment', 'snapshot', 'records', 'run'],
  present: ['base', 'pipeline', 'records'],
  engine: [...CORE, 'present'],
  cli: ['base', 'engine', 'present', 'language'],
  extension: ['base', 'engine', 'present', 'language'],
  media: ['base', 'present'],
};

/** Rooms that may reach any data-only file of the core, because plain data is what crosses the door. */
const MAY_DATA = ['cli', 'extension', 'present'];

/** Rooms that may name any type of the core. */
const MAY_TYPES = ['present'];

/** Files over 300 lines, each with the reason why it is not two. */
const LONG: Readonly<Record<string, string>> = {};

describe('architecture', () => {
  const sources = readSources(ROOT, ['src', 'media']);
  const packages = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const libraries = Object.keys(packages.dependencies);

  it('finds the sources', () => assert.ok(sources.length > 20, `${sources.length} files`));

  it('imports run one way', () => {
    assert.deepEqual(wrongImports(sources, libraries), []);
  });

  it('data-only files import types and other data-only files alone, and no Node', () => {
    assert.deepEqual(wrongData(sources), []);
  });

  it('what the webview will load reaches no Node', () => {
    assert.deepEqual(nodeBelow(sources, ['present', 'media']), []);
  });

  it('no import goes in a circle, of types neither', () => {
    assert.deepEqual(
      circlesOf(sources).map((circle) => circle.join(' -> ')),
      [],
    );
  });

  it('no file is over 300 lines without its reason', () => {
    const long = sources.filter((source) => source.lines > 300).map((source) => source.path);
    assert.deepEqual(long, Object.keys(LONG).sort());
  });

  it('files are named in camel case, and worker entries each have a name of their own', () => {
    const names = sources.map((source) => path.posix.basename(source.path, '.ts'));
    assert.deepEqual(
      names.filter((name) => !/^[a-z][A-Za-z0-9]*$/.test(name)),
      [],
    );
    const workers = names.filter((name) => name.endsWith('Worker'));
    assert.equal(new Set(workers).size, workers.length, 'worker entries lie side by side in dist/');
  });
});

describe('the rules of architecture', () => {
  const check = (...files: readonly (readonly [string, string])[]): string[] =>
    wrongImports(
      files.map(([name, text]) => sourceOf(name, text)),
      ['yaml'],
    );
  const empty = (name: string) => [name, ''] as const;

  it('let an import along the arrows pass', () => {
    const text = "import { a } from '../base/a';\nimport { parse } from 'yaml';";
    assert.deepEqual(check(['src/pipeline/b.ts', text], empty('src/base/a.ts')), []);
  });

  it('see an import against the arrows, however it is written', () => {
    const ways = [
      "import { a } from '../store/a';",
      "import type { a } from '../store/a';",
      "import '../store/a';",
      "export * from '../store/a';",
      "type A = import('../store/a').A;",
      "const a = await import('../store/a');",
      "const a = require('../store/a');",
      "import a = require('../store/a');",
    ];
    for (const way of ways) {
      const wrong = check(['src/base/b.ts', way], empty('src/store/a.ts'));
      assert.deepEqual(wrong, ['src/base/b.ts:1: base may not import store (src/store/a.ts)'], way);
    }
  });

  it('let the command line reach data-only files of the core and nothing else of it', () => {
    const text = "import { a } from '../run/a';";
    assert.equal(check(['src/cli/b.ts', text], empty('src/run/a.ts')).length, 1);
    const data = '/** Data only: facts. */\nexport const a = 1;';
    assert.deepEqual(check(['src/cli/b.ts', text], ['src/run/a.ts', data]), []);
  });

  it('let present name a type of the core, and take no value of it', () => {
    const type = "import type { A } from '../run/a';";
    const value = "import { a } from '../run/a';";
    const file = ['src/run/a.ts', "import 'node:fs';"] as const;
    assert.deepEqual(check(['src/present/b.ts', type], file), []);
    assert.equal(check(['src/present/b.ts', value], file).length, 1);
  });

  it('see vscode outside the extension, a stranger, and what is no literal', () => {
    assert.equal(check(['src/engine/a.ts', "import * as vscode from 'vscode';"]).length, 1);
    assert.deepEqual(check(['src/extension/a.ts', "import * as vscode from 'vscode';"]), []);
    assert.equal(check(['src/base/a.ts', "import { x } from 'left-pad';"]).length, 1);
    assert.equal(check(['src/base/a.ts', 'await import(name);']).length, 1);
    assert.equal(check(['src/base/a.ts', "import { x } from './gone';"]).length, 1);
  });

  it('see a circle of types', () => {
    const a = sourceOf('src/base/a.ts', "import type { B } from './b';");
    const b = sourceOf('src/base/b.ts', "export type { A } from './a';");
    assert.deepEqual(circlesOf([a, b]), [['src/base/a.ts', 'src/base/b.ts', 'src/base/a.ts']]);
  });

  it('see Node below what the webview loads, and let types of such a file pass', () => {
    const node = sourceOf('src/base/a.ts', "import * as fs from 'node:fs';");
    const value = sourceOf('src/present/b.ts', "import { a } from '../base/a';");
    const type = sourceOf('src/present/b.ts', "import type { A } from '../base/a';");
    assert.deepEqual(nodeBelow([node, value], ['present']), [
      'src/present/b.ts -> src/base/a.ts -> node:fs',
    ]);
    assert.deepEqual(nodeBelow([node, type], ['present']), []);
  });
});

/** Imports that the arrows do not allow, one line each. */
function wrongImports(sources: readonly Source[], libraries: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const present = new Set(byPath.keys());
  const wrong: string[] = [];
  for (const source of sources) {
    const room = roomOf(source.path);
    const may = MAY[room];
    if (!may) {
      wrong.push(`${source.path}: ${room} is no room of the house`);
      continue;
    }
    for (const { specifier, typeOnly, line } of source.imports) {
      const say = (why: string): unknown => wrong.push(`${source.path}:${line}: ${why}`);
      if (specifier === null) say('an import that is no literal cannot be checked');
      else if (!specifier.startsWith('.')) {
        const why = whyNotPackage(room, specifier, libraries);
        if (why !== null) say(why);
      } else {
        const target = resolveImport(source.path, specifier, present);
        if (target === null) say(`${specifier} is not there`);
        else if (!allowed({ room, may, typeOnly }, byPath.get(target))) {
          say(`${room} may not import ${roomOf(target)} (${target})`);
        }
      }
    }
  }
  return wrong;
}

function allowed(
  from: { readonly room: string; readonly may: readonly string[]; readonly typeOnly: boolean },
  target: Source | undefined,
): boolean {
  if (!target) return false;
  const other = roomOf(target.path);
  if (other === from.room || from.may.includes(other)) return true;
  if (!CORE.includes(other)) return false;
  return (
    (MAY_DATA.includes(from.room) && target.dataOnly) ||
    (MAY_TYPES.includes(from.room) && from.typeOnly)
  );
}

function whyNotPackage(room: string, name: string, libraries: readonly string[]): string | null {
  if (isBuiltin(name)) return name.startsWith('node:') ? null : `write node:${name}`;
  if (name === 'vscode') return room === 'extension' ? null : 'only the extension imports vscode';
  const library = name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
  return libraries.includes(library) ? null : `${library} is not among the dependencies`;
}

/** Imports that a data-only file may not have: any package, and values of a file that is not data only. */
function wrongData(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const present = new Set(byPath.keys());
  return sources
    .filter((source) => source.dataOnly)
    .flatMap((source) =>
      source.imports
        .filter(({ specifier, typeOnly }) => {
          if (!specifier?.startsWith('.')) return true;
          if (typeOnly) return false;
          const target = resolveImport(source.path, specifier, present);
          return target === null || byPath.get(target)?.dataOnly !== true;
        })
        .map(({ specifier, line }) => `${source.path}:${line}: ${specifier ?? 'no literal'}`),
    );
}

/** Chains of value imports from these rooms down to Node itself. */
function nodeBelow(sources: readonly Source[], rooms: readonly string[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const present = new Set(byPath.keys());
  const chains: string[] = [];
  const seen = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { specifier, typeOnly } of byPath.get(file)?.imports ?? []) {
      if (typeOnly || specifier === null) continue;
      if (isBuiltin(specifier)) chains.push([...trail, file, specifier].join(' -> '));
      const target = specifier.startsWith('.') ? resolveImport(file, specifier, present) : null;
      if (target !== null) walk(target, [...trail, file]);
    }
  };
  for (const source of sources) if (rooms.includes(roomOf(source.path))) walk(source.path, []);
  return chains;
}

/** `src/store/…` is of the room store, `src/engine.ts` and `src/engine/…` of engine, `media/…` of media. */
function roomOf(file: string): string {
  const [top, next = ''] = file.split('/');
  return top === 'src' ? next.replace(/\.ts$/, '') : (top ?? '');
}
