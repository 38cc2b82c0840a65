import assert from 'node:assert/strict';

import { failureEnd, internalError } from '../../../src/cli/ending';
import { FAILURE_EXITS, VERDICT_EXITS } from '../../../src/cli/exitCodes';
import { FAILURES } from '../../support/everyCode';

describe('exit codes', () => {
  for (const failure of Object.values(FAILURES)) {
    it(`${failure.code} ends with one of the documented codes, and a document that says why`, () => {
      const ending = failureEnd(failure);
      assert.ok([2, 3, 4, 130].includes(ending.exit));
      assert.equal(ending.answer, '', 'nothing on standard output but a document');
      const { format, error } = ending.json as { format: number; error: Record<string, unknown> };
      assert.equal(format, 1);
      assert.equal(error['code'], failure.code);
      assert.equal(typeof error['message'], 'string');
      JSON.parse(JSON.stringify(ending.json));
    });
  }

  it('tells damage from absence', () => {
    assert.equal(FAILURE_EXITS['object-damaged'], 4);
    assert.equal(FAILURE_EXITS['object-missing'], 3);
    assert.equal(FAILURE_EXITS['input-bytes-missing'], 3);
  });

  it('exits by the verdict', () => {
    assert.deepEqual(VERDICT_EXITS, {
      identical: 0,
      equivalent: 0,
      incomparable: 3,
      'not-run': 3,
      different: 1,
    });
  });

  it('knows a full disk, wherever it was met', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC', path: '/p/x' });
    assert.equal(internalError(full).exit, FAILURE_EXITS['disk-full']);
    assert.match(internalError(full).told, /The disk that holds \/p\/x is full/);
  });

  it('keeps the stack of a bug to itself', () => {
    const bug = new TypeError('x is not a function\nand more');
    const ending = internalError(bug);
    assert.equal(ending.exit, 3);
    assert.match(ending.told, /^reprise: internal error: x is not a function\n.*REPRISE_DEBUG=1/);
    assert.doesNotMatch(ending.told, /\n\s+at /);
  });
});
