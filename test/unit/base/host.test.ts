import assert from 'node:assert/strict';

import { processHost } from '../../../src/base/host';
import { failed, ok } from '../../../src/base/result';

describe('processHost', () => {
  it('has the clock, the dice and the variables of the process, and keeps the order of the plan', () => {
    const host = processHost();
    assert.ok(Math.abs(host.now() - Date.now()) < 1000);
    const thrown = Array.from({ length: 200 }, () => host.dice(6));
    assert.ok(thrown.every((value) => Number.isInteger(value) && value >= 0 && value < 6));
    assert.ok(new Set(thrown).size > 1);
    assert.equal(host.variables, process.env);
    assert.equal(host.shuffle, false);
  });
});

describe('a result', () => {
  it('holds a value or a failure, told apart by `ok`', () => {
    assert.deepEqual(ok(7), { ok: true, value: 7 });
    assert.deepEqual(failed({ code: 'gone' }), { ok: false, failure: { code: 'gone' } });
  });
});
