import * as assert from 'node:assert/strict';
import { mock } from 'node:test';

import { digestOf } from '../../../src/base/digest';
import type { Records } from '../../../src/records/records';
import type { RunRecord } from '../../../src/records/runModel';
import { Ledger } from '../../../src/run/ledger';
import { memoryStore } from '../../../src/store/memoryStore';
import { runRecord, stepRecord } from '../../support/runRecord';

describe('the ledger of a run', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
  afterEach(() => mock.timers.reset());

  it('makes up for a checkpoint that came too early, while a long step runs', async () => {
    const { ledger, written } = newLedger();
    ledger.write();
    mock.timers.tick(700);
    ledger.step(done('short'));
    ledger.checkpoint();
    await turns();
    assert.deepEqual(written(), [[]]);
    mock.timers.tick(10_000);
    await turns();
    assert.deepEqual(written(), [[], ['short']]);
    mock.timers.tick(60_000);
    await turns();
    assert.equal(written().length, 2);
  });

  it('writes down what came out while a checkpoint was under way', async () => {
    const { ledger, written } = newLedger();
    mock.timers.tick(10_000);
    ledger.step(done('short'));
    ledger.checkpoint();
    ledger.step(done('long'));
    ledger.checkpoint();
    await turns();
    assert.deepEqual(written(), [['short']]);
    mock.timers.tick(10_000);
    await turns();
    assert.deepEqual(written(), [['short'], ['short', 'long']]);
  });

  it('writes nothing after the end', async () => {
    const { ledger, written } = newLedger();
    ledger.step(done('short'));
    ledger.checkpoint();
    await ledger.settle();
    ledger.end('succeeded');
    mock.timers.tick(60_000);
    await turns();
    assert.deepEqual(written(), [['short']]);
  });

  it('outlives a checkpoint that cannot be written', async () => {
    const { ledger, written } = newLedger({ failing: 1 });
    ledger.checkpoint();
    mock.timers.tick(10_000);
    await turns();
    ledger.step(done('short'));
    ledger.checkpoint();
    mock.timers.tick(10_000);
    await turns();
    assert.deepEqual(written(), [['short']]);
  });
});

/** A ledger of a run of two steps, and the steps that had come out in each record that it wrote. */
function newLedger({ failing = 0 } = {}): { ledger: Ledger; written: () => string[][] } {
  const records: RunRecord[] = [];
  let left = failing;
  const writeRun = (record: RunRecord): void => {
    if (left-- > 0) throw new Error('the disk is full');
    records.push(record);
  };
  const steps = ['short', 'long'].map((name) =>
    stepRecord(name, { status: 'waiting', outcome: null }),
  );
  const first = runRecord('r1', { status: 'running', endedAt: null, steps });
  const ledger = new Ledger(first, {
    records: { writeRun } as Partial<Records> as Records,
    store: memoryStore(),
    now: Date.now,
  });
  const written = (): string[][] =>
    records.map((record) =>
      record.steps.filter(({ outcome }) => outcome !== null).map(({ name }) => name),
    );
  return { ledger, written };
}

function done(name: string): RunRecord['steps'][number] {
  return stepRecord(name, { outcome: digestOf(name) });
}

/** Lets what was promised come about. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
