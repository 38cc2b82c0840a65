import * as assert from 'node:assert/strict';

import { tableAt, valueShapeOf } from '../../../src/pipeline/keyPlaces';
import { KEY_TABLES } from '../../../src/pipeline/keys';
import { nextLabel } from '../../../src/pipeline/nextLabel';

describe('the places of keys', () => {
  it('are found for every table', () => {
    const ways: Readonly<Record<string, string>> = {
      '': 'the file',
      environment: 'the environment',
      'steps/a': 'a step',
      'steps/a/environment': 'the environment of a step',
      'steps/a/resources': 'resources',
      'steps/a/inputs/-/x': 'an input',
      'steps/a/outputs/-/x': 'an output',
      'steps/a/outputs/-/x/tolerance': 'a tolerance',
      'steps/a/outputs/-/x/tolerance/columns/loss': 'a bound',
      'steps/a/outputs/-/x/ignore': 'an ignore rule',
    };
    for (const [way, table] of Object.entries(ways)) {
      assert.equal(tableAt(way === '' ? [] : way.split('/')), table);
    }
    assert.deepEqual(Object.values(ways).sort(), Object.keys(KEY_TABLES).sort());
  });

  it('are none where the user names the keys', () => {
    for (const way of ['steps', 'params', 'environment/variables', 'steps/a/matrix', 'x-mine']) {
      assert.equal(tableAt(way.split('/')), null, way);
    }
    for (const way of [
      'steps/a/inputs/-/x/y',
      'steps/a/outputs/-/x/tolerance/columns',
      'steps/a/run',
    ]) {
      assert.equal(tableAt(way.split('/')), null, way);
    }
  });

  it('know what may stand behind a key', () => {
    assert.deepEqual(valueShapeOf('a step', 'shell'), {
      kind: 'choice',
      values: ['sh', 'bash', 'cmd', 'pwsh'],
    });
    assert.deepEqual(valueShapeOf('an input', 'cache').kind, 'choice');
    assert.equal(valueShapeOf('a step', 'inputs').kind, 'list');
    assert.equal(valueShapeOf('a step', 'matrix').kind, 'mapping');
    assert.equal(valueShapeOf('a step', 'run').kind, 'text');
    assert.equal(valueShapeOf('a step', 'none').kind, 'text');
  });
});

describe('the next label', () => {
  it('has its last number raised until nobody has it', () => {
    assert.equal(nextLabel('v1.0'), 'v1.1');
    assert.equal(nextLabel('v1.9', ['V1.10', 'v1.11']), 'v1.12');
    assert.equal(nextLabel('v1.0-rc'), 'v1.1-rc');
    assert.equal(nextLabel('final', ['final.1']), 'final.2');
    assert.equal(nextLabel(`v${'9'.repeat(30)}`), `v1${'0'.repeat(30)}`);
  });

  it('is none where it would be too long', () => {
    assert.equal(nextLabel('a'.repeat(64)), null);
  });
});
