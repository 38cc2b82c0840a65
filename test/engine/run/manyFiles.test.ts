import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost } from '../../../src/base/host';
import type { Plan } from '../../../src/pipeline/model';
import { openRecords } from '../../../src/records/records';
import type { RunRecord } from '../../../src/records/runModel';
import type { StatusReport } from '../../../src/records/statusModel';
import { statusOf } from '../../../src/run/status';
import { openStore } from '../../../src/store/diskStore';
import type { Store } from '../../../src/store/storeModel';
import { must, openRig, stepOf } from '../../support/rig';
import type { Rig } from '../../support/rig';

const COUNT = 300;
const STEP = '  count: { run: cat data/*.txt > all.txt, inputs: [data], outputs: [all.txt] }';

/** What is done to a project that is as it was for several commands, and which inputs changed by it. */
const CHANGES: readonly {
  readonly name: string;
  readonly change: (rig: Rig) => void;
  readonly paths: readonly string[];
}[] = [
  {
    name: 'a file is edited',
    change: (rig) => fs.appendFileSync(rig.path('data/017.txt'), 'more'),
    paths: ['data/017.txt'],
  },
  {
    name: 'a file is edited, its size and time as before',
    change: (rig) => quietly(rig.path('data/017.txt'), 'CONTENT 17'),
    paths: ['data/017.txt'],
  },
  {
    name: 'a file takes the place of another, older one',
    change: (rig) => {
      fs.writeFileSync(rig.path('other'), 'CONTENT 17');
      const { atime, mtime } = fs.statSync(rig.path('data/017.txt'));
      fs.utimesSync(rig.path('other'), atime, mtime);
      fs.renameSync(rig.path('other'), rig.path('data/017.txt'));
    },
    paths: ['data/017.txt'],
  },
  {
    name: 'a file comes',
    change: (rig) => rig.write({ 'data/new.txt': 'new' }),
    paths: ['data/new.txt'],
  },
  {
    name: 'a file goes',
    change: (rig) => fs.rmSync(rig.path('data/017.txt')),
    paths: ['data/017.txt'],
  },
  {
    name: 'two files change places',
    change: (rig) => {
      fs.renameSync(rig.path('data/017.txt'), rig.path('other'));
      fs.renameSync(rig.path('data/018.txt'), rig.path('data/017.txt'));
      fs.renameSync(rig.path('other'), rig.path('data/018.txt'));
    },
    paths: ['data/017.txt', 'data/018.txt'],
  },
  {
    name: 'a file becomes executable',
    change: (rig) => fs.chmodSync(rig.path('data/017.txt'), 0o755),
    paths: ['data/017.txt'],
  },
  {
    name: 'a folder comes',
    change: (rig) => fs.mkdirSync(rig.path('data/empty')),
    paths: ['data/empty'],
  },
];

describe('many files that are as they were', () => {
  it('are reused as such, and what is recorded of them is the same', async () => {
    const { rig, plan, first } = await settled();
    const again = await run(rig, plan);
    const step = stepOf(again, 'count');
    assert.equal(step.status, 'reused');
    assert.equal(step.inputTree, stepOf(first, 'count').inputTree);
    assert.equal(step.recipe, stepOf(first, 'count').recipe);
    assert.deepEqual(again.warnings, []);
    await inStore(rig, async (store) => {
      const inputs = must(await store.getTree(must(orNone(step.inputTree))));
      assert.equal(inputs.entries.length, COUNT + 1);
      const source = must(await store.getTree(must(orNone(again.sourceTree))));
      assert.equal(source.entries.length, COUNT + 2);
    });
  });

  for (const { name, change, paths } of CHANGES) {
    it(`are seen to differ: ${name}`, async () => {
      const { rig, plan, first } = await settled();
      change(rig);
      const { steps } = await status(rig, plan);
      assert.deepEqual(
        steps.map(({ reasons }) => reasons),
        [[{ kind: 'input', paths }]],
      );
      const now = await run(rig, plan);
      assert.equal(stepOf(now, 'count').status, 'succeeded');
      assert.notEqual(stepOf(now, 'count').inputTree, stepOf(first, 'count').inputTree);
      assert.notEqual(now.sourceTree, first.sourceTree);
      assert.equal((await status(rig, plan)).steps[0]?.status, 'fresh');
    });
  }
});

/** A project whose step has run and was asked for so often that all of it is remembered. */
async function settled(): Promise<{ rig: Rig; plan: Plan; first: RunRecord }> {
  const rig = openRig();
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (let index = 0; index < COUNT; index++) {
    const file = `data/${String(index).padStart(3, '0')}.txt`;
    rig.write({ [file]: `content ${index}` });
    fs.utimesSync(rig.path(file), hourAgo, hourAgo);
  }
  const plan = rig.plan(STEP);
  const from = Date.now();
  while (Date.now() - from < 30) await new Promise((resolve) => setImmediate(resolve));
  const first = await run(rig, plan);
  for (let times = 0; times < 2; times++) {
    assert.equal((await status(rig, plan)).steps[0]?.status, 'fresh');
    assert.equal(stepOf(await run(rig, plan), 'count').status, 'reused');
  }
  assert.ok(fs.existsSync(path.join(rig.project.store, 'cache', 'trees')));
  return { rig, plan, first };
}

/** Each command is a process of its own and has a store of its own. */
async function inStore<T>(rig: Rig, use: (store: Store) => Promise<T>): Promise<T> {
  const store = must(openStore(rig.project.store));
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

function run(rig: Rig, plan: Plan): Promise<RunRecord> {
  return inStore(rig, (store) => rig.ran(plan, { store }));
}

function status(rig: Rig, plan: Plan): Promise<StatusReport> {
  const { project } = rig;
  const records = openRecords(project);
  const asked = { project, records, host: processHost(), plan, reuse: 'full' as const };
  return inStore(rig, async (store) =>
    must(await statusOf({ ...asked, store, variables: process.env })),
  );
}

function orNone<T>(value: T | null) {
  return value === null
    ? { ok: false as const, failure: 'none' }
    : { ok: true as const, value: value };
}

function quietly(file: string, text: string): void {
  const { atime, mtime, size } = fs.statSync(file);
  assert.equal(text.length, size);
  fs.writeFileSync(file, text);
  fs.utimesSync(file, atime, mtime);
}
