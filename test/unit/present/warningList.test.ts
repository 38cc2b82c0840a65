import * as assert from 'node:assert/strict';

import { warningSentences } from '../../../src/present/warningList';
import { warningSentence } from '../../../src/present/warningWords';
import type { Warning } from '../../../src/records/warnings';
import { WARNINGS } from '../../support/everyCode';

const reused = (step: string, run = 'r1', paths = ['README.md']): Warning => ({
  code: 'reused-other-code',
  step,
  run,
  paths,
});

describe('a list of warnings', () => {
  it('has one sentence for all steps that were reused beside the same other files', () => {
    const silent: Warning = { code: 'steps-without-outputs', steps: ['z'] };
    const list = [reused('a'), silent, reused('b'), reused('c', 'r2'), reused('d', 'r1', ['x'])];
    const sentences = warningSentences(list);
    assert.deepEqual(
      sentences.slice(1),
      [silent, list[3], list[4]].map((one) => warningSentence(one!)),
    );
    assert.equal(
      sentences[0],
      'a, b were reused from run r1, which saw other undeclared files: README.md. ' +
        'Declare them as inputs where a step reads them.',
    );
  });

  it('counts the steps of a thousand', () => {
    const many = Array.from({ length: 1000 }, (_, at) => reused(`s${at}`));
    const [sentence, ...more] = warningSentences(many);
    assert.deepEqual(more, []);
    assert.match(sentence ?? '', /^s0, .*995 more were reused from run r1/);
  });

  it('leaves one alone as it is', () => {
    assert.deepEqual(warningSentences([reused('a')]), [warningSentence(reused('a'))]);
  });

  it('says of a package what is installed and what the lock asks for', () => {
    assert.match(
      warningSentence(WARNINGS['lock-differs']),
      /pins: numpy is 2\.2\.0 instead of 2\.1\.0, scipy 1\.14\.0 is not installed and 2 more\. /,
    );
  });
});
