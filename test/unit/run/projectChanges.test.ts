import * as assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import type { Plan } from '../../../src/pipeline/model';
import { projectChanges } from '../../../src/run/projectChanges';
import type { Scan, ScannedFile } from '../../../src/snapshot/scan';
import type { FileStat } from '../../../src/store/storeModel';
import { planStep } from '../../support/planStep';

const stat = (time: number): FileStat => ({
  size: 1,
  mtimeMs: time,
  ctimeMs: time,
  inode: 1,
  mode: 0o100644,
});

const file = (path: string, time = 1, more: Partial<ScannedFile> = {}): ScannedFile => ({
  path,
  kind: 'file',
  stat: stat(time),
  target: null,
  tracked: false,
  ignored: false,
  ...more,
});

const scanOf = (...files: ScannedFile[]): Scan => ({
  files,
  folders: [],
  environmentFolders: [],
  tracked: null,
  notUtf8: [],
  seen: new Map(),
  lookalikes: [],
  unreadable: [],
});

const output = (path: string) => ({ path, kind: null, cache: true, tolerance: null, ignore: null });

const PLAN: Plan = {
  format: 1,
  pipeline: 'pipeline.yaml',
  name: null,
  python: null,
  lock: 'requirements.lock',
  folder: '.',
  source: null,
  steps: [
    planStep({
      name: 's',
      inputs: [{ path: 'in', cache: true }],
      outputs: [output('out'), output('big/*.bin')],
      params: { 'params.yaml': { lr: 1 } },
    }),
  ],
};

function kinds(
  before: ScannedFile[],
  after: ScannedFile[],
  more: Partial<Parameters<typeof projectChanges>[2]> = {},
): Record<string, string> {
  const sorting = { plan: PLAN, othersOutputs: [], made: new Map(), ...more };
  const changes = projectChanges(scanOf(...before), scanOf(...after), sorting);
  return Object.fromEntries(
    changes.map(({ path, now, kind }) => [path, now === null ? `${kind}, gone` : kind]),
  );
}

describe('project changes', () => {
  it('are products where git does not know the file and nobody declares it', () => {
    const tracked = { tracked: true };
    assert.deepEqual(
      kinds(
        [file('log.txt'), file('notes.md', 1, tracked), file('in/a'), file('same')],
        [
          file('log.txt', 2),
          file('notes.md', 2, tracked),
          file('in/a', 2),
          file('same'),
          file('new'),
        ],
      ),
      { 'log.txt': 'product', 'notes.md': 'source', 'in/a': 'source', new: 'product' },
    );
  });

  it('are source where a file of the plan or code that was there changed', () => {
    const names = ['pipeline.yaml', 'params.yaml', 'requirements.lock', 'helper.py'];
    const found = kinds(
      names.map((name) => file(name)),
      names.map((name) => file(name, 2)),
    );
    assert.deepEqual(new Set(Object.values(found)), new Set(['source']));
    assert.deepEqual(kinds([], [file('made.py')]), { 'made.py': 'product' });
  });

  it('leave out outputs, those of other runs too, and what is ignored', () => {
    const found = kinds(
      [],
      [
        file('out/x'),
        file('big/1.bin'),
        file('big/1.txt'),
        file('theirs/x'),
        file('cache/x', 1, { ignored: true }),
        file('in/ignored', 1, { ignored: true }),
      ],
      { othersOutputs: ['theirs'] },
    );
    assert.deepEqual(found, { 'big/1.txt': 'product', 'in/ignored': 'source' });
  });

  it('name what is gone', () => {
    assert.deepEqual(kinds([file('a'), file('out/b')], []), { a: 'source, gone' });
  });

  it('leave out what a narrowed source does not hold', () => {
    const plan = { ...PLAN, source: ['src'] };
    assert.deepEqual(kinds([], [file('src/x'), file('docs/x')], { plan }), { 'src/x': 'product' });
  });

  it('name outcomes that were touched after their step was done', () => {
    const made = new Map(
      ['out/a', 'out/b', 'out/c'].map((path) => [path, { stat: stat(5), digest: digestOf(path) }]),
    );
    const found = kinds([file('out/a')], [file('out/a', 5), file('out/b', 6)], { made });
    assert.deepEqual(found, { 'out/b': 'outcome', 'out/c': 'outcome, gone' });
  });
});
