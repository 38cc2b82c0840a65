import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import type { Host } from '../../../src/base/host';
import { identify, ownIdentity } from '../../../src/base/processes';
import { readEventsFrom } from '../../../src/records/eventLog';
import { openRecords } from '../../../src/records/records';
import type { Records } from '../../../src/records/records';
import { askCancel } from '../../../src/run/cancel';
import { putBackAll } from '../../../src/run/keptAside';
import { failure, value } from '../../support/results';
import { report, runRecord, stepRecord, versionRecord } from '../../support/runRecord';
import { temporaryFolder } from '../../support/temporary';

function newRecords(): Records {
  const root = temporaryFolder();
  return openRecords({ root, store: path.join(root, '.reprise') }, { now: () => 5000 });
}

/** A process that has ended. */
function gone() {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  return { ...identify(pid), startTime: '1' };
}

function runFile(records: Records, id: string): string {
  return path.join(records.runFolder(id), 'run.json');
}

describe('runs', () => {
  it('come back as they were written, and once ended are sealed with their digest last', () => {
    const records = newRecords();
    const run = runRecord('r1', { warnings: [{ code: 'products', paths: ['x'] }] });
    records.writeRun(run);
    assert.deepEqual(value(records.readRun('r1')), run);
    const text = fs.readFileSync(runFile(records, 'r1'), 'utf8');
    const [, before, digest] = /^(.*),"digest":"(sha256:[0-9a-f]{64})"}\n$/s.exec(text) ?? [];
    assert.equal(digest, digestOf(`${before}}`));
    records.writeRun(runRecord('r2', { status: 'running', endedAt: null, process: ownIdentity() }));
    assert.ok(!fs.readFileSync(runFile(records, 'r2'), 'utf8').includes('"digest":"sha256:0'));
    assert.equal(value(records.readRun('r2')).status, 'running');
  });

  it('that have no end and no process are interrupted', () => {
    const records = newRecords();
    records.writeRun(runRecord('r1', { status: 'running', endedAt: null, process: gone() }));
    assert.equal(value(records.readRun('r1')).status, 'interrupted');
    // Of another machine nobody knows, until a person says it.
    records.writeRun(runRecord('r2', { status: 'running', endedAt: null }));
    assert.equal(value(records.readRun('r2')).status, 'running');
    records.setTakenOver('r2');
    assert.equal(value(records.readRun('r2')).status, 'interrupted');
    // What lives here lives, whatever somebody said.
    records.writeRun(runRecord('r3', { status: 'running', endedAt: null, process: ownIdentity() }));
    records.setTakenOver('r3');
    assert.equal(value(records.readRun('r3')).status, 'running');
  });

  it('that are damaged in any byte, or foreign, are failures and nothing else', () => {
    const records = newRecords();
    records.writeRun(runRecord('r1'));
    const file = runFile(records, 'r1');
    const whole = fs.readFileSync(file);
    const damaged = { code: 'run-damaged', id: 'r1', file };
    for (let at = 0; at < whole.length - 1; at += 7) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      fs.writeFileSync(file, bytes);
      assert.deepEqual(failure(records.readRun('r1')), damaged, `byte ${at}`);
    }
    const texts = [
      '',
      '{',
      'null',
      '[]',
      '7',
      '{"format":1}',
      whole.toString().replace(/,"digest".*/, '}'),
    ];
    for (const text of texts) {
      fs.writeFileSync(file, text);
      assert.deepEqual(failure(records.readRun('r1')), damaged, text);
    }
    fs.rmSync(file);
    fs.writeFileSync(path.join(records.runFolder('r1'), 'events.jsonl'), '');
    assert.deepEqual(failure(records.readRun('r1')), damaged);
    assert.deepEqual(failure(records.readRun('r2')), { code: 'run-unknown', id: 'r2' });
  });

  it('are none where they were killed before their first record was whole', () => {
    const records = newRecords();
    const unknown = { code: 'run-unknown', id: 'r1' };
    fs.mkdirSync(records.runFolder('r1'), { recursive: true });
    assert.deepEqual(failure(records.readRun('r1')), unknown);
    fs.writeFileSync(`${runFile(records, 'r1')}.0123456789ab.tmp`, '{"form');
    assert.deepEqual(failure(records.readRun('r1')), unknown);
    assert.equal(
      records.latestRun('pipeline.yaml', () => true),
      null,
    );
    value(records.removeRun('r1'));
    assert.deepEqual(records.runIds(), []);
  });

  it('are found by a unique beginning', () => {
    const records = newRecords();
    for (const id of ['20260102T1-b', '20260101T1-a', '20260102T2-c'])
      records.writeRun(runRecord(id));
    assert.deepEqual(records.runIds(), ['20260101T1-a', '20260102T1-b', '20260102T2-c']);
    assert.equal(value(records.findRun('20260101')), '20260101T1-a');
    assert.equal(value(records.findRun('20260102T1-b')), '20260102T1-b');
    assert.deepEqual(failure(records.findRun('20260102')), {
      code: 'run-ambiguous',
      id: '20260102',
      candidates: ['20260102T1-b', '20260102T2-c'],
    });
    for (const id of ['x', '', '../..']) {
      assert.deepEqual(failure(records.findRun(id)), { code: 'run-unknown', id });
    }
  });

  it('are in the order in which they started, whatever the starter called them', () => {
    const records = newRecords();
    const at = Date.UTC(2026, 10, 24, 8, 57, 12, 345);
    const own = '20261124T085712345Z-zzzzzz';
    const add = (id: string, startedAt: number, exit: number): void =>
      records.writeRun(runRecord(id, { startedAt, steps: [stepRecord('a', { exit })] }));
    add('zz-first', at - 1, 1);
    add(own, at, 2);
    add('nightly', at + 1, 3);
    add('00', at + 2, 4);
    add('01', at + 2, 5);
    assert.deepEqual(records.runIds(), ['zz-first', own, 'nightly', '00', '01']);
    assert.equal(records.latestRun('pipeline.yaml', () => true)?.id, '01');
    assert.equal(records.latestRun('pipeline.yaml', ({ id }) => id > '1')?.id, 'nightly');
    assert.equal(records.lastStep('pipeline.yaml', 'a')?.exit, 5);

    for (let more = 0; more < 20; more++) add(`z${99 - more}`, at + 10 + more, 6);
    assert.equal(openRecords(records.project).runIds().at(-1), 'z80', 'as the history tells');
    assert.equal(records.latestRun('pipeline.yaml', () => true)?.id, 'z80');
    fs.rmSync(path.join(records.project.store, 'cache'), { recursive: true });
    assert.equal(openRecords(records.project).runIds().at(-1), 'z80', 'as the records tell');
  });

  it('have ids that sort by time', () => {
    const records = newRecords();
    const host = {
      now: () => Date.UTC(2026, 10, 24, 8, 57, 12, 345),
      dice: () => 35,
      variables: {},
      shuffle: false,
    };
    assert.equal(records.newRunId(host), '20261124T085712345Z-zzzzzz');
  });

  it('have ids after all others, also where the clock was set back', () => {
    const records = newRecords();
    const at = Date.UTC(2027, 0, 1);
    const hostAt = (time: number): Host => {
      return { now: () => time, dice: () => 0, variables: {}, shuffle: false };
    };
    const future = records.newRunId(hostAt(at));
    records.writeRun(runRecord(future, { startedAt: at }));
    const id = records.newRunId(hostAt(at - 86_400_000));
    assert.equal(id, '20270101T000000001Z-000000');
    records.writeRun(runRecord(id, { startedAt: at - 86_400_000 }));
    assert.equal(records.latestRun('pipeline.yaml', () => true)?.id, id);
    records.writeRun(runRecord('99999999T999999999Z-aaaaaa'));
    assert.match(records.newRunId(hostAt(at + 5)), /^20270101T000000005Z-/);
  });

  it('are looked for from the newest, of one pipeline', () => {
    const records = newRecords();
    for (let at = 10; at < 40; at++) {
      const pipeline = at === 11 ? 'rare.yaml' : 'pipeline.yaml';
      records.writeRun(runRecord(`r${at}`, { pipeline }));
    }
    assert.equal(records.latestRun('pipeline.yaml', () => true)?.id, 'r39');
    assert.equal(records.latestRun('pipeline.yaml', ({ id }) => id < 'r35')?.id, 'r34');
    assert.equal(records.latestRun('rare.yaml', () => true)?.id, 'r11');
    assert.equal(
      records.latestRun('none.yaml', () => true),
      null,
    );
  });

  it('tell how a step stood when a run last got so far', () => {
    const records = newRecords();
    records.writeRun(runRecord('r1', { steps: [stepRecord('a'), stepRecord('b', { exit: 1 })] }));
    for (let at = 20; at < 35; at++) {
      const steps = [stepRecord('a'), stepRecord('b', { recipe: null, status: 'blocked' })];
      records.writeRun(runRecord(`r${at}`, { steps }));
    }
    records.writeRun(
      runRecord('r50', { purpose: 'verify', steps: [stepRecord('b', { exit: 9 })] }),
    );
    assert.equal(records.lastStep('pipeline.yaml', 'b')?.exit, 1);
    assert.equal(records.lastStep('pipeline.yaml', 'c'), null);
  });
});

describe('events', () => {
  it('are numbered and timed, one line each, and go on where a crash tore a line', () => {
    const records = newRecords();
    const log = records.eventLog('r1');
    const started = {
      type: 'started',
      run: 'r1',
      pipeline: 'p',
      version: null,
      steps: ['a'],
    } as const;
    assert.deepEqual(log.append(started), { ...started, number: 1, at: 5000 });
    log.append({ type: 'cancel-asked', by: 'file' });
    log.close();
    fs.appendFileSync(log.file, '{"type":"ended","num');
    assert.deepEqual(
      log.readEvents().map(({ number }) => number),
      [1, 2],
    );
    const next = records.eventLog('r1');
    next.append({ type: 'ended', status: 'cancelled', durationMs: 1 });
    next.close();
    const all = next.readEvents().map(({ number, type }) => `${number} ${type}`);
    assert.deepEqual(all, ['1 started', '2 cancel-asked', '3 ended']);
  });

  it('are read on from an offset, whole lines only', () => {
    const records = newRecords();
    const log = records.eventLog('r1');
    assert.deepEqual(readEventsFrom(log.file, 0), { events: [], next: 0 });
    log.append({ type: 'step-blocked', step: 'ü', by: 'a' });
    const first = readEventsFrom(log.file, 0);
    assert.equal(first.next, fs.statSync(log.file).size);
    fs.appendFileSync(log.file, '{"type":"step-cancelled",');
    assert.deepEqual(readEventsFrom(log.file, first.next), { events: [], next: first.next });
    fs.appendFileSync(log.file, '"step":"b","number":2,"at":1}\n');
    const second = readEventsFrom(log.file, first.next);
    assert.deepEqual(
      second.events.map(({ type }) => type),
      ['step-cancelled'],
    );
    log.close();
  });
});

describe('a run whose folder leads elsewhere', () => {
  const victim = (): string => {
    const folder = temporaryFolder();
    fs.writeFileSync(path.join(folder, 'theirs'), 'theirs');
    return folder;
  };

  it('is neither read nor written where it is a link itself', () => {
    const records = newRecords();
    records.writeRun(runRecord('r1'));
    const elsewhere = victim();
    const link = records.runFolder('r2');
    fs.cpSync(records.runFolder('r1'), elsewhere, { recursive: true });
    fs.symlinkSync(elsewhere, link);
    assert.equal(failure(records.readRun('r2')).code, 'run-damaged');
    const refused = { code: 'store-linked', folder: link };
    assert.deepEqual(failure(records.setPin('r2', true)), refused);
    assert.deepEqual(failure(askCancel(records, 'r2')), refused);
    assert.deepEqual(putBackAll(temporaryFolder(), link), []);
    assert.deepEqual(fs.readdirSync(elsewhere).sort(), ['run.json', 'theirs']);
    value(records.removeRun('r2'));
    assert.deepEqual(
      fs.readdirSync(elsewhere).sort(),
      ['run.json', 'theirs'],
      'only the link goes',
    );
  });

  it('is not written where something in it is a link', () => {
    for (const name of ['pinned', 'cancel', 'aside']) {
      const records = newRecords();
      records.writeRun(runRecord('r1', { status: 'running', endedAt: null }));
      const elsewhere = victim();
      const link = path.join(records.runFolder('r1'), name);
      fs.symlinkSync(name === 'aside' ? elsewhere : path.join(elsewhere, 'new'), link);
      const refused = { code: 'store-linked', folder: link };
      assert.deepEqual(failure(records.setPin('r1', true)), refused);
      assert.deepEqual(failure(askCancel(records, 'r1')), refused);
      const root = temporaryFolder();
      assert.deepEqual(putBackAll(root, records.runFolder('r1')), []);
      assert.deepEqual([fs.readdirSync(root), fs.readdirSync(elsewhere)], [[], ['theirs']]);
    }
  });
});

describe('removeRun', () => {
  it('refuses what is live, saved, pinned or holds files of the user, and says why', () => {
    const records = newRecords();
    records.writeRun(
      runRecord('live', { status: 'running', endedAt: null, process: ownIdentity() }),
    );
    for (const id of ['saved', 'pinned', 'displaced']) records.writeRun(runRecord(id));
    const run = { id: 'saved', startedAt: 1, endedAt: 2, host: 'h' };
    value(records.saveVersion(versionRecord('v1.0', { run })));
    value(records.setPin('pinned', true));
    fs.mkdirSync(path.join(records.runFolder('displaced'), 'displaced/out'), { recursive: true });
    fs.writeFileSync(
      path.join(records.runFolder('displaced'), 'displaced/out/mine'),
      'weeks of work',
    );
    const refused = ['live', 'saved', 'pinned', 'displaced', 'nope'].map((id) =>
      failure(records.removeRun(id)),
    );
    assert.deepEqual(refused, [
      { code: 'run-is-live', id: 'live' },
      { code: 'run-saved', id: 'saved', versions: ['pipeline.yaml@v1.0'] },
      { code: 'run-pinned', id: 'pinned' },
      { code: 'run-has-displaced', id: 'displaced', files: ['displaced/out/mine'] },
      { code: 'run-unknown', id: 'nope' },
    ]);
    assert.deepEqual(records.runIds(), ['displaced', 'live', 'pinned', 'saved']);
    value(records.removeRun('displaced', { evenDisplaced: true }));
    value(records.setPin('pinned', false));
    value(records.removeRun('pinned'));
    assert.deepEqual(records.runIds(), ['live', 'saved']);
  });

  it('refuses what nobody can ask whether it lives, unless it is told to go on', () => {
    const records = newRecords();
    records.writeRun(runRecord('there', { status: 'running', endedAt: null }));
    records.writeRun(
      runRecord('here', { status: 'running', endedAt: null, process: ownIdentity() }),
    );
    assert.deepEqual(failure(records.removeRun('there')), {
      code: 'run-is-live',
      id: 'there',
      unknownOn: 'elsewhere',
    });
    const here = failure(records.removeRun('here', { evenUnknown: true }));
    assert.deepEqual(here, { code: 'run-is-live', id: 'here' });
    value(records.removeRun('there', { evenUnknown: true }));
    assert.deepEqual(records.runIds(), ['here']);
  });

  it('refuses a killed run that still holds what it took away, known or not', () => {
    const records = newRecords();
    records.writeRun(runRecord('r1', { status: 'running', endedAt: null, process: gone() }));
    const aside = path.join(records.runFolder('r1'), 'aside/out');
    fs.mkdirSync(aside, { recursive: true });
    fs.writeFileSync(path.join(aside, 'big.bin'), 'the only copy of an output that is not kept');
    assert.deepEqual(failure(records.removeRun('r1')), {
      code: 'run-has-displaced',
      id: 'r1',
      files: ['aside/out/big.bin'],
    });
    fs.rmSync(path.join(aside, 'big.bin'));
    value(records.removeRun('r1'));
    assert.deepEqual(records.runIds(), []);
  });

  it('takes the reports of a verify with it, and its outcomes out of reuse', () => {
    const records = newRecords();
    records.writeRun(runRecord('r1'));
    records.writeReport(report('r1'));
    records.writeReport(report('r1', { rules: 'workspace' }));
    assert.equal(records.reports().length, 2);
    assert.equal(records.outcomesOf(digestOf('recipe a')).length, 1);
    value(records.removeRun('r1'));
    assert.deepEqual(records.reports(), []);
    assert.deepEqual(records.outcomesOf(digestOf('recipe a')), []);
  });
});

describe('reports', () => {
  const version = versionRecord('v1.0');
  const verify = (id: string): void =>
    records.writeRun(
      runRecord(id, { purpose: 'verify', version: 'v1.0', versionSnapshot: version.snapshot }),
    );
  const about = { snapshot: version.snapshot };
  let records: Records;

  beforeEach(() => {
    records = newRecords();
  });

  it('come back, the newest by the saved rules first asked for; damaged ones do not', () => {
    verify('r1');
    verify('r2');
    records.writeReport(report('r1', { ...about, verdict: 'different', reproducible: false }));
    records.writeReport(report('r2', about));
    records.writeReport(report('r2', { ...about, rules: 'workspace', verdict: 'equivalent' }));
    records.writeReport(report('r3', { ...about, version: 'v2.0' }));
    const latest = records.latestReport(version);
    assert.deepEqual([latest?.run, latest?.rules], ['r2', 'saved']);
    const file = path.join(records.project.store, 'reports/r2.json');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('identical', 'different'));
    assert.equal(records.latestReport(version)?.run, 'r1');
    assert.equal(records.latestReport({ ...version, pipeline: 'other.yaml' }), null);
    assert.equal(records.reports().length, 3);
  });

  it('are as old as the run that they are of', () => {
    for (const [id, startedAt] of Object.entries({ 'z-old': 1000, 'a-new': 2000 })) {
      const { snapshot: versionSnapshot } = version;
      const given = { purpose: 'verify', version: 'v1.0', versionSnapshot, startedAt } as const;
      records.writeRun(runRecord(id, given));
      records.writeReport(report(id, about));
    }
    assert.equal(records.latestReport(version)?.run, 'a-new');
    assert.deepEqual(
      records.reports().map(({ run }) => run),
      ['z-old', 'a-new'],
    );
  });

  it('belong to a snapshot, whatever else its label names by now', () => {
    verify('r1');
    records.writeReport(report('r1', about));
    const other = versionRecord('v1.0', { snapshot: digestOf('another branch') });
    assert.equal(records.latestReport(other), null);
    assert.equal(records.latestReport(version)?.run, 'r1');
  });

  it('count only beside the verify that they are of', () => {
    records.writeReport(report('gone', about));
    records.writeRun(runRecord('run'));
    records.writeReport(report('run', about));
    verify('other');
    const { snapshot } = versionRecord('v1.0', { snapshot: digestOf('another branch') });
    records.writeReport(report('other', { snapshot }));
    assert.equal(records.latestReport(version), null);
    assert.equal(records.latestReport({ ...version, snapshot }), null);
  });
});
