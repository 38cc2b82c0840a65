import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import { openRecords } from '../../../src/records/records';
import type { Records } from '../../../src/records/records';
import { failure, value } from '../../support/results';
import { versionRecord } from '../../support/runRecord';
import { temporaryFolder } from '../../support/temporary';

function newRecords(): Records {
  const root = temporaryFolder();
  return openRecords({ root, store: path.join(root, '.reprise') });
}

function fileOf(records: Records, name: string): string {
  return path.join(records.project.store, 'versions', name);
}

describe('versions', () => {
  it('are saved once: the same again changes nothing, other content is refused', () => {
    const records = newRecords();
    const first = versionRecord('v1.0');
    assert.equal(value(records.saveVersion(first)), 'saved');
    const later = { id: 'run-2', startedAt: 5, endedAt: 6, host: 'h' };
    assert.equal(value(records.saveVersion(versionRecord('v1.0', { run: later }))), 'same');
    assert.deepEqual(value(records.readVersion('v1.0')), first);
    const [step] = first.steps;
    const steps = [
      { ...step!, outcome: digestOf('other') },
      { ...step!, name: 'b' },
    ];
    assert.deepEqual(failure(records.saveVersion(versionRecord('v1.0', { steps }))), {
      code: 'version-taken',
      label: 'v1.0',
      differences: ['a: the outcome changed', 'step b added'],
    });
    assert.deepEqual(value(records.readVersion('v1.0')), first);
  });

  it('have labels that are unique without regard to case, and fit for a file', () => {
    const records = newRecords();
    value(records.saveVersion(versionRecord('v1.0')));
    assert.deepEqual(failure(records.saveVersion(versionRecord('V1.0'))), {
      code: 'version-taken',
      label: 'v1.0',
      differences: ['it is saved as v1.0'],
    });
    value(records.saveVersion(versionRecord('V1.0', { pipeline: 'other.yaml' })));
    for (const label of ['', '../x', 'con', 'a b', '-x']) {
      const refused = failure(records.saveVersion(versionRecord(label)));
      assert.deepEqual(refused, { code: 'label-invalid', label });
    }
    assert.deepEqual(fs.readdirSync(fileOf(records, 'pipeline.yaml')), ['v1.0.json']);
  });

  it('lie in folders that are named like the pipeline, whatever its name', () => {
    const records = newRecords();
    const names = [
      'sub/deep/pipeline.yaml',
      'a: <strange>? name.',
      '../up',
      'per%20cent',
      'p@home.yaml',
    ];
    for (const pipeline of names) value(records.saveVersion(versionRecord('v1', { pipeline })));
    assert.ok(fs.existsSync(fileOf(records, 'sub/deep/pipeline.yaml/v1.json')));
    assert.deepEqual(fs.readdirSync(records.project.store), ['versions']);
    for (const pipeline of names) {
      assert.equal(value(records.readVersion(`${pipeline}@v1`)).pipeline, pipeline);
    }
    assert.equal(records.versions().length, names.length);
  });

  it('are found by label, by pipeline where that is ambiguous, or near a pipeline', () => {
    const records = newRecords();
    for (const [label, pipeline, savedAt] of [
      ['v1.0', 'a.yaml', 2],
      ['v1.0', 'b.yaml', 1],
      ['v2.0', 'a.yaml', 3],
    ] as const) {
      value(records.saveVersion(versionRecord(label, { pipeline, savedAt })));
    }
    assert.equal(value(records.readVersion('v2.0')).pipeline, 'a.yaml');
    assert.equal(value(records.readVersion('v2.0', 'b.yaml')).pipeline, 'a.yaml');
    assert.equal(value(records.readVersion('b.yaml@v1.0')).pipeline, 'b.yaml');
    assert.equal(value(records.readVersion('v1.0', 'b.yaml')).pipeline, 'b.yaml');
    assert.deepEqual(failure(records.readVersion('v1.0')), {
      code: 'version-ambiguous',
      label: 'v1.0',
      candidates: ['a.yaml@v1.0', 'b.yaml@v1.0'],
    });
    assert.deepEqual(failure(records.readVersion('v2.1', 'a.yaml')), {
      code: 'version-unknown',
      label: 'v2.1',
      known: ['v2.0', 'v1.0', 'b.yaml@v1.0'],
    });
    const order = records.versions().map((version) => value(version).savedAt);
    assert.deepEqual(order, [1, 2, 3]);
  });

  it('that are damaged, moved or made up are failures and nothing else', () => {
    const records = newRecords();
    value(records.saveVersion(versionRecord('v1.0')));
    const file = fileOf(records, 'pipeline.yaml/v1.0.json');
    const whole = fs.readFileSync(file);
    const damaged = { code: 'version-damaged', label: 'v1.0', file };
    for (let at = 0; at < whole.length - 1; at += 11) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      fs.writeFileSync(file, bytes);
      assert.deepEqual(failure(records.readVersion('v1.0')), damaged, `byte ${at}`);
    }
    fs.writeFileSync(file, whole.subarray(0, 100));
    assert.deepEqual(failure(records.readVersion('v1.0')), damaged);
    assert.equal(failure(records.saveVersion(versionRecord('v1.0'))).code, 'version-damaged');
    fs.writeFileSync(file, whole);
    const moved = fileOf(records, 'pipeline.yaml/v9.json');
    fs.copyFileSync(file, moved);
    assert.equal(failure(records.readVersion('v9')).code, 'version-damaged');
    fs.rmSync(moved);
    // Sealed, and yet no snapshot that its parts would make.
    const lie = versionRecord('v3', { snapshot: digestOf('something else') });
    value(records.saveVersion(lie));
    assert.equal(failure(records.readVersion('v3')).code, 'version-damaged');
    assert.deepEqual(
      records.versions().map(({ ok }) => ok),
      [true, false],
    );
  });

  it('are read as well where somebody laid the file out anew', () => {
    const records = newRecords();
    const version = versionRecord('v1.0');
    value(records.saveVersion(version));
    const file = fileOf(records, 'pipeline.yaml/v1.0.json');
    const { digest, ...rest } = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<
      string,
      unknown
    >;
    fs.writeFileSync(file, JSON.stringify({ digest, ...rest }, null, 2));
    assert.deepEqual(value(records.readVersion('v1.0')), version);
  });
});
