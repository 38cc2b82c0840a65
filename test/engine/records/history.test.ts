import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import { openRecords } from '../../../src/records/records';
import type { Records } from '../../../src/records/records';
import { cannotRun } from '../../support/cannotRun';
import { runRecord, stepRecord } from '../../support/runRecord';
import { temporaryFolder } from '../../support/temporary';

const RECIPE = digestOf('recipe a');

function recordsIn(root: string): Records {
  return openRecords({ root, store: path.join(root, '.reprise') });
}

function historyFile(root: string): string {
  return path.join(root, '.reprise/cache/history.jsonl');
}

function runsOf(records: Records): string[] {
  return records.outcomesOf(RECIPE).map(({ run }) => run);
}

describe('outcomesOf', () => {
  it('tells every outcome of a recipe that may be reused, newest first', () => {
    const records = recordsIn(temporaryFolder());
    const at = (startedAt: number, given = {}) => [stepRecord('a', { startedAt, ...given })];
    records.writeRun(runRecord('r1', { steps: at(1) }));
    records.writeRun(
      runRecord('r3', { steps: at(3, { outcome: digestOf('other') }), status: 'failed' }),
    );
    records.writeRun(runRecord('r2', { steps: at(2) }));
    records.writeRun(runRecord('verify', { steps: at(9), purpose: 'verify' }));
    records.writeRun(runRecord('rerun', { steps: at(9), purpose: 'rerun' }));
    records.writeRun(runRecord('not', { steps: at(9, { reusable: false }) }));
    records.writeRun(runRecord('reused', { steps: at(9, { status: 'reused', reusedFrom: 'r1' }) }));
    records.writeRun(runRecord('failed', { steps: at(9, { status: 'failed', outcome: null }) }));
    records.writeRun(runRecord('live', { steps: at(9), endedAt: null, status: 'running' }));
    assert.deepEqual(runsOf(records), ['r3', 'r2', 'r1']);
    assert.deepEqual(records.outcomesOf(RECIPE)[0], {
      run: 'r3',
      step: 'a',
      outcome: digestOf('other'),
      environmentKey: digestOf('environment'),
      sourceTree: digestOf('source'),
      at: 13,
      host: 'elsewhere',
    });
    assert.deepEqual(records.outcomesOf(digestOf('no such recipe')), []);
  });

  it('sees what another process adds meanwhile', () => {
    const root = temporaryFolder();
    const [reader, writer] = [recordsIn(root), recordsIn(root)];
    writer.writeRun(runRecord('r1'));
    assert.deepEqual(runsOf(reader), ['r1']);
    writer.writeRun(runRecord('r2'));
    assert.deepEqual(runsOf(reader), ['r2', 'r1']);
  });

  it('is made anew where the index is gone, damaged, torn or behind', () => {
    const root = temporaryFolder();
    const records = recordsIn(root);
    for (const id of ['r1', 'r2', 'r3']) records.writeRun(runRecord(id));
    const file = historyFile(root);
    const whole = fs.readFileSync(file, 'utf8');
    const lines = whole.split('\n');
    const harms: Record<string, string | null> = {
      gone: null,
      empty: '',
      torn: whole.slice(0, -20),
      foreign: 'what is this\n',
      behind: `${lines.slice(0, 2).join('\n')}\n`,
      'another outcome': whole.replaceAll(digestOf('outcome a'), digestOf('forged')),
      'another run': whole.replaceAll('"r2"', '"r1"'),
    };
    for (const [harm, text] of Object.entries(harms)) {
      if (text === null) fs.rmSync(file);
      else fs.writeFileSync(file, text);
      for (const asked of [recordsIn(root), records]) {
        assert.deepEqual(runsOf(asked), ['r3', 'r2', 'r1'], harm);
        assert.equal(asked.outcomesOf(RECIPE)[0]?.outcome, digestOf('outcome a'), harm);
      }
      assert.equal(fs.readFileSync(file, 'utf8').split('\n').length, lines.length, harm);
    }
  });

  it('makes nothing where there is no run', () => {
    const root = temporaryFolder();
    assert.deepEqual(runsOf(recordsIn(root)), []);
    assert.deepEqual(fs.readdirSync(root), []);
  });

  it('reads a store that nobody may write to', function () {
    if (process.getuid?.() !== 0) cannotRun(this, 'only root can become somebody else here');
    const root = temporaryFolder();
    recordsIn(root).writeRun(runRecord('r1'));
    fs.rmSync(path.dirname(historyFile(root)), { recursive: true });
    fs.chmodSync(root, 0o755);
    process.seteuid?.(65534);
    try {
      const records = recordsIn(root);
      assert.deepEqual([runsOf(records), runsOf(records)], [['r1'], ['r1']]);
    } finally {
      process.seteuid?.(0);
    }
    assert.ok(!fs.existsSync(historyFile(root)));
  });
});
