import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../../../src/base/digest';
import { processHost } from '../../../src/base/host';
import { expandNamed, namedByRun } from '../../../src/records/reach';
import { openRecords } from '../../../src/records/records';
import type { RunRecord } from '../../../src/records/runModel';
import type { StatusReport } from '../../../src/records/statusModel';
import { statusOf } from '../../../src/run/status';
import type { Plan } from '../../../src/pipeline/model';
import { openStore } from '../../../src/store/diskStore';
import { must, openRig } from '../../support/rig';
import type { Rig } from '../../support/rig';

const STEPS = `  prepare:
    run: cat src/a.txt src/b.txt > out/clean.txt; echo log > out/side.txt
    inputs: [src/a.txt, src/b.txt]
    outputs: [out/clean.txt, out/side.txt]
    params: [size]
  train:
    matrix: { model: [x, y] }
    run: cat out/clean.txt > out/\${{ matrix.model }}.txt
    inputs: [out/clean.txt]
    outputs: ['out/\${{ matrix.model }}.txt']
  folder:
    run: mkdir -p made/deep && cp out/x.txt made/deep/x.txt
    inputs: [out/x.txt]
    outputs: [made]
  after:
    run: cat made/deep/x.txt out/y.txt > out/after.txt
    inputs: [made/deep/x.txt, out/y.txt]
    outputs: [out/after.txt]
  silent:
    run: test -s out/side.txt
    inputs: [out/side.txt]
  alone:
    run: echo alone > alone.txt
    outputs: [alone.txt]`;

const ALL = ['prepare', 'train@x', 'train@y', 'folder', 'after', 'silent', 'alone'];

/** Each is done to a project whose steps have all run; what has to run again is known. */
const CHANGES: readonly {
  readonly name: string;
  readonly change: (rig: Rig) => void;
  readonly runs: readonly string[];
}[] = [
  { name: 'nothing', change: () => undefined, runs: [] },
  {
    name: 'an input',
    change: (rig) => rig.write({ 'src/a.txt': 'A\n' }),
    runs: ['prepare', 'train@x', 'train@y', 'folder', 'after'],
  },
  {
    name: 'an input, its size and time as before',
    change: (rig) => quietly(rig.path('src/a.txt'), 'z\n'),
    runs: ['prepare', 'train@x', 'train@y', 'folder', 'after'],
  },
  { name: 'an input touched', change: (rig) => touch(rig.path('src/b.txt')), runs: [] },
  {
    name: 'a param',
    change: (rig) => rig.write({ 'params.yaml': 'size: 2\n' }),
    runs: ['prepare'],
  },
  {
    name: 'an output that a step has to make again, by hand',
    change: (rig) => rig.write({ 'src/a.txt': 'A\n', 'out/clean.txt': 'mine\n' }),
    runs: ['prepare', 'train@x', 'train@y', 'folder', 'after'],
  },
  { name: 'an output', change: (rig) => rig.write({ 'out/x.txt': 'mine\n' }), runs: [] },
  {
    name: 'an output, its size and time as before',
    change: (rig) => quietly(rig.path('out/y.txt'), 'z\nb\n'),
    runs: [],
  },
  { name: 'an output gone', change: (rig) => fs.rmSync(rig.path('out/x.txt')), runs: [] },
  {
    name: 'an output executable',
    change: (rig) => fs.chmodSync(rig.path('alone.txt'), 0o755),
    runs: [],
  },
  {
    name: 'an output that became a link',
    change: (rig) => {
      fs.renameSync(rig.path('out/side.txt'), rig.path('elsewhere.txt'));
      fs.symlinkSync('../elsewhere.txt', rig.path('out/side.txt'));
    },
    runs: [],
  },
  {
    name: 'an input that became a link to the same bytes',
    change: (rig) => {
      fs.renameSync(rig.path('src/b.txt'), rig.path('elsewhere.txt'));
      fs.symlinkSync('../elsewhere.txt', rig.path('src/b.txt'));
    },
    runs: [],
  },
  {
    name: 'a folder of outputs that became a link',
    change: (rig) => {
      fs.renameSync(rig.path('out'), rig.path('moved'));
      fs.symlinkSync('moved', rig.path('out'));
    },
    // what has no true folder to write to fails, and blocks
    runs: ALL.filter((step) => step !== 'alone'),
  },
  {
    name: 'a stranger in a folder output',
    change: (rig) => rig.write({ 'made/more.txt': 'mine' }),
    runs: [],
  },
  {
    name: 'the store of objects',
    change: (rig) => {
      fs.rmSync(rig.path('.reprise/objects'), { recursive: true });
      fs.rmSync(rig.path('.reprise/trees'), { recursive: true, force: true });
    },
    runs: ALL,
  },
  {
    name: 'the undeclared code',
    change: (rig) => rig.write({ 'helper.txt': 'other' }),
    runs: [],
  },
];

/** Changes after which every step is fresh. */
const HARMLESS = [
  'nothing',
  'an input touched',
  'an input that became a link to the same bytes',
  'the undeclared code',
];

describe('reuse of what is plainly as it was', function () {
  this.timeout(120_000);

  for (const { name, change, runs } of CHANGES) {
    it(`comes to the same as step by step: ${name}`, async () => {
      const atOnce = await changedProject(change);
      const { steps } = await statusAnew(atOnce);
      const stepByStep = await changedProject(change);
      const one = await outcomeOf(atOnce, { stepByStep: false });
      const other = await outcomeOf(stepByStep, { stepByStep: true });
      assert.deepEqual(one.record, other.record);
      assert.deepEqual(one.events, other.events);
      assert.deepEqual(one.files, other.files);
      const ran = one.record.steps.filter(({ status }) => status !== 'reused');
      assert.deepEqual(ran.map((step) => step.name).sort(), [...runs].sort());
      // A status promises no more than a run keeps, and is not afraid of nothing.
      const fresh = steps.filter(({ status }) => status === 'fresh').map((step) => step.name);
      assert.deepEqual(
        fresh.filter((step) => ran.some((one) => one.name === step)),
        [],
      );
      if (HARMLESS.includes(name)) assert.deepEqual(fresh.sort(), [...ALL].sort());
      else assert.ok(fresh.length < ALL.length, name);
    });
  }

  it('reuses nothing where that is not wanted', async () => {
    const { rig, plan } = await changedProject(() => undefined);
    const run = await rig.ran(plan, { reuse: 'none' });
    assert.ok(run.steps.every(({ status }) => status === 'succeeded'));
  });

  for (const stepByStep of [false, true]) {
    const how = stepByStep ? 'step by step' : 'at once';
    it(`keeps again what lies in place and is gone from the store, ${how}`, async () => {
      const { rig, plan, first } = await changedProject(() => undefined);
      const keep = new Set<Digest>();
      must(await expandNamed(rig.store, namedByRun(first), { keep, strict: true }));
      const outcome = first.steps.find(({ name }) => name === 'alone')?.outcome;
      assert.ok(outcome);
      const [file] = must(await rig.store.getTree(outcome)).entries;
      assert.ok(file?.kind === 'file');
      keep.delete(file.digest);
      must(await rig.store.sweep({ keep, graceMs: 0, dryRun: false }));
      assert.ok(!rig.store.has(file.digest) && rig.store.has(outcome));
      const run = await rig.ran(plan, { stepByStep });
      assert.ok(run.steps.every(({ status }) => status === 'reused'));
      assert.equal(must(await rig.store.getBytes(file.digest)).toString(), 'alone\n');
      fs.rmSync(rig.path('alone.txt'));
      const again = await rig.ran(plan, { stepByStep });
      assert.ok(again.steps.every(({ status }) => status === 'reused'));
      assert.equal(rig.read('alone.txt'), 'alone\n');
    });

    it(`runs again what is damaged in the store and not in place, ${how}`, async () => {
      const { rig, plan } = await changedProject((changed) => {
        damage(changed.project.store, 'alone\n');
        fs.rmSync(changed.path('alone.txt'));
      });
      const run = await rig.ran(plan, { stepByStep });
      const ran = run.steps.filter(({ status }) => status !== 'reused');
      assert.deepEqual(
        ran.map(({ name, status }) => [name, status]),
        [['alone', 'succeeded']],
      );
      assert.equal(rig.read('alone.txt'), 'alone\n');
    });
  }

  it('mends the list of an outcome that lies in place', async () => {
    const { rig, plan, first } = await changedProject(({ project }) =>
      damage(project.store, '"path":"alone.txt"'),
    );
    const outcome = first.steps.find(({ name }) => name === 'alone')?.outcome;
    assert.ok(outcome && rig.store.has(outcome));
    assert.ok(!(await rig.store.getTree(outcome)).ok, 'damaged');
    const run = await rig.ran(plan);
    const step = run.steps.find(({ name }) => name === 'alone');
    assert.equal(step?.status, 'reused');
    assert.equal(must(await rig.store.getTree(outcome)).entries[0]?.path, 'alone.txt');
  });

  it('does not begin with what a stopped run would not', async () => {
    const { rig, plan } = await changedProject(() => undefined);
    const run = await rig.ran(plan, { cancel: AbortSignal.abort() });
    assert.equal(run.status, 'cancelled');
    assert.ok(run.steps.every(({ status }) => status === 'cancelled'));
  });

  it('names the run that contradicts', async () => {
    const { rig, plan } = await changedProject(() => undefined);
    const again = rig.plan(
      '  luck:\n    run: cat /proc/sys/kernel/random/uuid > luck.txt\n    outputs: [luck.txt]',
    );
    const first = await rig.ran(again);
    await rig.ran(again, { reuse: 'none' });
    const third = await rig.ran(again);
    assert.equal(third.steps[0]?.status, 'reused');
    const warned = third.warnings.filter(({ code }) => code === 'contradiction');
    assert.deepEqual(warned, [{ code: 'contradiction', step: 'luck', run: first.id }]);
    assert.equal(plan.steps.length, 7);
  });
});

const PARAMS = 'size: 1\n';

interface Project {
  readonly rig: Rig;
  readonly plan: Plan;
  readonly first: RunRecord;
}

async function changedProject(change: (rig: Rig) => void): Promise<Project> {
  const rig = openRig({ 'src/a.txt': 'a\n', 'src/b.txt': 'b\n', 'params.yaml': PARAMS });
  rig.write({ 'helper.txt': 'code' });
  const planNow = (): Plan => rig.plan(STEPS, 'params: params.yaml');
  const plan = planNow();
  const first = await rig.ran(plan);
  assert.equal(first.status, 'succeeded');
  change(rig);
  // a plan may be older than a link that the reader would not let pass
  return { rig, plan: rig.read('params.yaml') === PARAMS ? plan : planNow(), first };
}

/** As a process of its own would tell it. */
async function statusAnew({ rig: { project }, plan }: Project): Promise<StatusReport> {
  const store = must(openStore(project.store));
  const records = openRecords(project);
  const asked = { project, store, records, host: processHost(), variables: process.env };
  const status = must(await statusOf({ ...asked, plan, reuse: 'full' }));
  await store.close();
  return status;
}

/** All that a run came to, but for names and times that no two runs share. */
async function outcomeOf(
  { rig, plan, first }: Project,
  options: { readonly stepByStep: boolean },
): Promise<{ record: RunRecord; events: unknown[]; files: Record<string, string> }> {
  const before = rig.events.length;
  const store = openStore(rig.project.store);
  if (!store.ok) assert.fail(store.failure.code);
  const run = await rig.ran(plan, {
    ...options,
    jobs: 1,
    keepGoing: true,
    store: store.value,
  });
  await store.value.close();
  const events = rig.events.slice(before);
  const onDisk = rig.records.eventLog(run.id).readEvents();
  assert.deepEqual(onDisk, events);
  assert.deepEqual(
    events.map(({ number }) => number),
    events.map((_, at) => at + 1),
  );
  const bare = (value: unknown): string =>
    JSON.stringify(value)
      .replaceAll(first.id, 'FIRST')
      .replaceAll(run.id, 'SECOND')
      .replaceAll(rig.root, 'ROOT')
      .replaceAll(
        /"(at|number|startedAt|endedAt|durationMs|pid|startTime|temporary|ctimeMs|process)":[^,}]+/g,
        '"$1":0',
      );
  const files = ['out/x.txt', 'out/y.txt', 'out/after.txt', 'made/deep/x.txt', 'alone.txt'];
  return {
    record: JSON.parse(
      bare({
        ...run,
        process: 0,
        environment: 0,
        producers: 0,
        warnings: run.warnings.map(bare).sort(),
      }),
    ) as RunRecord,
    events: events.map(bare).sort(),
    files: Object.fromEntries(
      files.map((file) => [file, rig.exists(file) ? rig.read(file) : 'gone']),
    ),
  };
}

/** Changes a byte of each place where a text lies in the packs of a store. */
function damage(store: string, text: string): void {
  const folder = path.join(store, 'objects', 'packs');
  for (const name of fs.readdirSync(folder).filter((one) => one.endsWith('.pack'))) {
    const file = path.join(folder, name);
    const bytes = fs.readFileSync(file);
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) bytes[at] = 0x7e;
    fs.chmodSync(file, 0o644);
    fs.writeFileSync(file, bytes);
  }
}

/** Writes the same number of bytes and puts the time of the last change back. */
function quietly(file: string, text: string): void {
  const { atime, mtime, size } = fs.statSync(file);
  assert.equal(text.length, size);
  fs.writeFileSync(file, text);
  fs.utimesSync(file, atime, mtime);
}

function touch(file: string): void {
  fs.utimesSync(file, new Date(), new Date(Date.now() + 5000));
}
