import assert from 'node:assert/strict';

import { failureText } from '../../../src/present/failureText';
import { failureSentence } from '../../../src/present/failureWords';
import { problemText } from '../../../src/present/problemText';
import { warningSentence } from '../../../src/present/warningWords';
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
