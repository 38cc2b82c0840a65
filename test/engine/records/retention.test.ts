import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import { identify, ownIdentity } from '../../../src/base/processes';
import { checkRecords } from '../../../src/records/checkRecords';
import { openRecords } from '../../../src/records/records';
import type { Records } from '../../../src/records/records';
import { KEPT_MS, retain } from '../../../src/records/retention';
import { putPlan } from '../../../src/snapshot/planDocument';
import { memoryStore } from '../../../src/store/memoryStore';
import type { Store } from '../../../src/store/storeModel';
import { input, plan } from '../../support/plan';
import { planStep } from '../../support/planStep';
import { failure, value } from '../../support/results';
import { report, runRecord, stepRecord, versionRecord } from '../../support/runRecord';
import { temporaryFolder } from '../../support/temporary';

const NOW = 100 * KEPT_MS;

interface Fixture {
  readonly records: Records;
  readonly store: Store;
  readonly objects: Map<Digest, Buffer>;
}

function fixture(): Fixture {
  const root = temporaryFolder();
  const objects = new Map<Digest, Buffer>();
  const project = { root, store: path.join(root, '.reprise') };
  return { records: openRecords(project), store: memoryStore(objects), objects };
}

/** A tree of one file that holds this text. */
async function tree(store: Store, text: string, at = 'file'): Promise<Digest> {
  const digest = value(await store.putBytes(Buffer.from(text)));
  return value(
    await store.putTree([{ path: at, kind: 'file', executable: false, size: text.length, digest }]),
  );
}

/** A run whose outcome is a file that holds the run's id. */
async function addRun({ records, store }: Fixture, id: string, given = {}): Promise<void> {
  const steps = [stepRecord('a', { outcome: await tree(store, id), inputTree: null })];
  records.writeRun(runRecord(id, { steps, sourceTree: null, plan: null, ...given }));
}

async function keptOf({ records, store }: Fixture, ids: readonly string[]): Promise<string[]> {
  const { keep } = value(await retain({ records, store, now: NOW }));
  return ids.filter((id) => keep.has(digestOf(id)));
}

describe('retain', () => {
  it('keeps the newest ten of each pipeline and what is younger than 14 days', async () => {
    const all = fixture();
    const ids = Array.from({ length: 13 }, (_, at) => `r${10 + at}`);
    for (const id of ids) await addRun(all, id);
    await addRun(all, 'a-other', { pipeline: 'other.yaml' });
    await addRun(all, 'a-verify', { purpose: 'verify' });
    await addRun(all, 'a-young', { endedAt: NOW - KEPT_MS });
    await addRun(all, 'a-old', { endedAt: NOW - KEPT_MS - 1 });
    assert.deepEqual(await keptOf(all, [...ids, 'a-other', 'a-verify', 'a-young', 'a-old']), [
      ...ids.slice(3),
      'a-other',
      'a-verify',
      'a-young',
    ]);
  });

  it('keeps what is pinned, live, saved, verified last, or has a room that is kept', async () => {
    const all = fixture();
    const room = temporaryFolder();
    const live = { endedAt: null, status: 'running', process: ownIdentity() };
    await addRun(all, 'a-pinned');
    await addRun(all, 'a-live', live);
    await addRun(all, 'a-saved');
    const parts = {
      plan: value(await putPlan(all.store, plan([]))),
      sourceTree: await tree(all.store, 's'),
    };
    const run = { id: 'a-saved', startedAt: 1, endedAt: 2, host: 'h' };
    const version = versionRecord('v1.0', { ...parts, steps: [], run });
    const { snapshot } = version;
    const verified = { purpose: 'verify', version: 'v1.0', versionSnapshot: snapshot } as const;
    await addRun(all, 'a-verified', verified);
    await addRun(all, 'a-kept', { purpose: 'verify', room });
    await addRun(all, 'a-gone', { purpose: 'verify', room: path.join(room, 'not there') });
    for (let at = 10; at < 20; at++) {
      await addRun(all, `r${at}`);
      await addRun(all, `v${at}`, { purpose: 'verify' });
    }
    assert.ok(all.records.setPin('a-pinned', true).ok);
    value(all.records.saveVersion(version));
    all.records.writeReport(report('a-verified', { snapshot }));
    const log = all.records.eventLog('a-live');
    const outcome = await tree(all.store, 'told by an event');
    const succeeded = {
      step: 'a',
      attempts: 1,
      durationMs: 1,
      recipe: digestOf('recipe'),
      outcome,
    };
    log.append({ type: 'step-succeeded', ...succeeded });
    log.close();
    const wanted = [
      'a-pinned',
      'a-live',
      'a-saved',
      'a-verified',
      'a-kept',
      'a-gone',
      's',
      'told by an event',
    ];
    assert.deepEqual(
      await keptOf(all, wanted),
      wanted.filter((id) => id !== 'a-gone'),
    );
  });

  it('keeps all that a version reaches: documents, trees and the bytes they name', async () => {
    const { records, store } = fixture();
    const [step] = versionRecord('v1.0').steps;
    const steps = [
      {
        ...step!,
        recipe: digestOf('r'),
        inputTree: await tree(store, 'in'),
        outcome: await tree(store, 'out'),
      },
    ];
    const parts = {
      plan: value(await putPlan(store, plan([]))),
      sourceTree: await tree(store, 'src'),
      steps,
    };
    value(records.saveVersion(versionRecord('v1.0', parts)));
    const { keep } = value(await retain({ records, store, now: NOW }));
    const all = [
      parts.plan,
      parts.sourceTree,
      steps[0]!.inputTree,
      steps[0]!.outcome,
      digestOf('r'),
    ];
    const bytes = ['in', 'out', 'src'].map((text) => digestOf(text));
    assert.deepEqual([...keep].sort(), [...all, ...bytes].sort());
  });

  it('lets nothing be removed where nobody knows what a record reaches', async () => {
    const all = fixture();
    value(all.records.saveVersion(versionRecord('v1.0')));
    const unread = failure(await retain({ ...all, now: NOW }));
    assert.deepEqual(unread, { code: 'tree-missing', digest: digestOf('source') });
    const file = path.join(all.records.project.store, 'versions/pipeline.yaml/v1.0.json');
    fs.writeFileSync(file, '{}');
    assert.equal(failure(await retain({ ...all, now: NOW })).code, 'version-damaged');
    fs.rmSync(file);
    fs.mkdirSync(all.records.runFolder('broken'), { recursive: true });
    fs.writeFileSync(path.join(all.records.runFolder('broken'), 'run.json'), '{');
    assert.equal(failure(await retain({ ...all, now: NOW })).code, 'run-damaged');
  });

  it('finds the rooms of killed runs, never the project, and leaves tmp/ to the store', async () => {
    const all = fixture();
    const { records } = all;
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    const dead = {
      endedAt: null,
      status: 'running',
      process: { ...identify(pid), startTime: '1' },
    };
    const [room, finished] = [temporaryFolder(), temporaryFolder()];
    await addRun(all, 'killed', { ...dead, room });
    await addRun(all, 'ended', { room: finished });
    await addRun(all, 'elsewhere', { endedAt: null, status: 'running', room: finished });
    for (const [at, bad] of [
      records.project.root,
      path.dirname(records.project.root),
      '/',
      'relative',
    ].entries()) {
      await addRun(all, `bad${at}`, { ...dead, room: bad });
    }
    await addRun(all, 'nowhere', { ...dead, room: path.join(room, 'gone') });
    const tmp = path.join(records.project.store, 'tmp');
    fs.mkdirSync(tmp, { recursive: true });
    fs.writeFileSync(
      path.join(tmp, `${process.pid}-0123456789abcdef.pack`),
      'of a run that goes on',
    );
    const { rooms, temporary } = value(await retain({ ...all, now: Date.now() + 2 * KEPT_MS }));
    assert.deepEqual([rooms, temporary], [[room], []]);
  });

  it('lets go of the folder of a run that never began, once it is old', async () => {
    const all = fixture();
    const folder = all.records.runFolder('r1');
    fs.mkdirSync(folder, { recursive: true });
    const young = value(await retain({ ...all, now: Date.now() }));
    assert.deepEqual(young.temporary, []);
    const old = value(await retain({ ...all, now: Date.now() + 25 * 60 * 60 * 1000 }));
    assert.deepEqual(old.temporary, [folder]);
    assert.deepEqual(await checkRecords(all.records, all.store), [
      { kind: 'stray', where: '.reprise/runs/r1' },
    ]);
  });
});

describe('checkRecords', () => {
  it('finds damaged versions, runs and reports, and says where', async () => {
    const { records, store } = fixture();
    records.writeRun(runRecord('r1'));
    records.writeRun(runRecord('r2'));
    records.writeReport(report('r2'));
    value(records.saveVersion(versionRecord('v1.0')));
    const harmed = ['runs/r1/run.json', 'reports/r2.json', 'versions/pipeline.yaml/v1.0.json'];
    for (const name of harmed) {
      const file = path.join(records.project.store, name);
      fs.writeFileSync(
        file,
        fs.readFileSync(file, 'utf8').replace('pipeline.yaml', 'pipeline.yamL'),
      );
    }
    const found = await checkRecords(records, store);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ['damaged', 'damaged', 'damaged'],
    );
    const places = found.map((finding) => (finding.kind === 'damaged' ? finding.where : ''));
    assert.deepEqual(places.sort(), harmed.map((name) => `.reprise/${name}`).sort());
  });

  it('lists what a version names and the store lacks, once, save what is not kept on purpose', async () => {
    const { records, store, objects } = fixture();
    const [step] = versionRecord('v1.0').steps;
    const one = planStep({ name: 'a', inputs: [input('big', false), input('file')] });
    const steps = [
      {
        ...step!,
        recipe: value(await store.putBytes(Buffer.from('r'))),
        inputTree: await tree(store, 'in'),
        outcome: await tree(store, 'out', 'out'),
      },
    ];
    const parts = {
      plan: value(await putPlan(store, plan([one]))),
      sourceTree: await tree(store, 'big one', 'big/one'),
      steps,
    };
    value(records.saveVersion(versionRecord('v1.0', parts)));
    value(records.saveVersion(versionRecord('v2.0', parts)));
    assert.deepEqual(await checkRecords(records, store), []);
    for (const text of ['in', 'big one']) objects.delete(digestOf(text));
    objects.delete(steps[0]!.outcome);
    assert.deepEqual(await checkRecords(records, store), [
      { kind: 'absent', digest: digestOf('in'), namedBy: 'pipeline.yaml@v1.0 file' },
      { kind: 'absent', digest: steps[0]!.outcome, namedBy: 'pipeline.yaml@v1.0' },
    ]);
  });
});
