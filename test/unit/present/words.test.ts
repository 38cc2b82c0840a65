import assert from 'node:assert/strict';

import { failureText } from '../../../src/present/failureText';
import { failureSentence } from '../../../src/present/failureWords';
import { problemText } from '../../../src/present/problemText';
import { reasonWords } from '../../../src/present/reasonWords';
import { warningSentence } from '../../../src/present/warningWords';
import type { StepFailure } from '../../../src/records/failures';
import { FAILURES, WARNINGS } from '../../support/everyCode';

describe('words for failures and warnings', () => {
  for (const failure of Object.values(FAILURES)) {
    it(`${failure.code} says what and what to do`, () => {
      const sentence = failureSentence(failure);
      assert.doesNotMatch(sentence, /undefined|\[object|null/);
      assert.ok(sentence.length > (failure.code === 'usage' ? 0 : 9), sentence);
    });
  }

  for (const warning of Object.values(WARNINGS)) {
    it(`${warning.code} is told in whole sentences`, () => {
      const sentence = warningSentence(warning);
      assert.doesNotMatch(sentence, /undefined|\[object|null/);
      assert.match(sentence, /\.$/);
    });
  }

  it('asks back where a word was misspelt', () => {
    const known = ['prepare', 'train'];
    const step = failureSentence({ code: 'step-unknown', step: 'trian', known });
    assert.match(step, /There is no step trian\. Did you mean train\?/);
    const far = failureSentence({ code: 'step-unknown', step: 'nosuchstep', known });
    assert.doesNotMatch(far, /Did you mean/);
    const version = failureSentence({ code: 'version-unknown', label: 'v1.O', known: ['v1.0'] });
    assert.match(version, /Did you mean v1\.0\?/);
  });

  it('says why a run cannot be saved in whole words', () => {
    const said = (why: (typeof FAILURES)['run-not-saveable']['why'], steps: string[]): string =>
      failureSentence({ code: 'run-not-saveable', id: 'r-1', why, steps });
    assert.match(
      said('steps', ['boom', 'after']),
      /saved: boom, after did not succeed\. Run the whole/,
    );
    assert.match(
      said('rerun', ['v1.0']),
      /saved: it is a re-run of v1\.0, which is saved already\./,
    );
    assert.match(said('targets', ['prepare']), /saved: it ran only prepare\./);
    assert.match(said('bytes-gone', ['m.bin']), /the bytes of m\.bin are not there any more\./);
    for (const status of ['incomplete', 'failed', 'cancelled', 'interrupted'] as const) {
      assert.match(said(status, []), /saved: (it|its) \w+[^]*\. Run the whole/);
    }
  });

  it('says how a step ended when it was last tried', () => {
    const failed = (failure: StepFailure | null): string =>
      reasonWords({ kind: 'failed', failure });
    assert.equal(
      failed({ code: 'step-exit', step: 's', exit: 1, signal: null }),
      'failed last time (exit 1)',
    );
    assert.equal(
      failed({ code: 'step-exit', step: 's', exit: null, signal: 'SIGKILL' }),
      'failed last time (SIGKILL)',
    );
    assert.equal(
      failed({ code: 'step-timeout', step: 's', timeoutMs: 2000 }),
      'timed out after 2.0 s last time',
    );
    assert.equal(failed({ code: 'step-cancelled', step: 's' }), 'was cancelled last time');
    assert.equal(failed(null), 'did not end well last time');
  });

  it('lists the difference under a label that is taken', () => {
    const sentence = failureSentence({
      code: 'version-taken',
      label: 'v1.0',
      differences: ['train: rates.txt changed'],
    });
    assert.match(sentence, /v1\.0 is saved already[^]*\n {2}train: rates\.txt changed$/);
  });

  it('puts a problem where an editor can jump to it', () => {
    const range = { line: 6, column: 5, start: 60, end: 66 };
    const problem = {
      severity: 'error' as const,
      code: 'unknown-key',
      range,
      message: 'No key ouputs. Did you mean outputs?',
    };
    const line = 'pipeline.yaml:6:5: No key ouputs. Did you mean outputs? [unknown-key]';
    assert.equal(problemText('pipeline.yaml', problem), line);
    const failure = {
      code: 'pipeline-has-problems' as const,
      file: 'pipeline.yaml',
      problems: [problem],
    };
    assert.equal(failureText(failure).split('\n')[0], line);
    assert.match(problemText('p', { ...problem, severity: 'warning' }), /^p:6:5: warning: /);
  });
});
