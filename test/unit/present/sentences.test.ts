import assert from 'node:assert/strict';

import { verdictSentence } from '../../../src/present/sentences';
import type { OutputReport, Report, StepReport } from '../../../src/records/report';
import { isReproducible, VERDICTS } from '../../../src/records/verdict';
import type { Verdict } from '../../../src/records/verdict';

describe('the sentence of a verdict', () => {
  for (const verdict of VERDICTS) {
    it(`${verdict}: begins with whether it is reproducible`, () => {
      const sentence = verdictSentence(factsOf(verdict, 'train'));
      assert.equal(sentence.startsWith('Reproducible'), isReproducible(verdict));
      assert.equal(sentence.startsWith('Not reproducible'), verdict === 'different');
      assert.match(sentence, /\.$/);
      assert.doesNotMatch(sentence, /undefined|null/);
    });
  }

  for (const step of ['a', 'train@forest-0.10', 'a-b', 'train_2']) {
    it(`holds the step's name as a whole word: ${step}`, () => {
      const sentence = verdictSentence(factsOf('different', step));
      assert.ok(sentence.includes(`it began at ${step}: `), sentence);
    });
  }

  it('names the step of the first divergence, not the first step that differs at all', () => {
    const facts = factsOf('different', 'second');
    const earlier: StepReport = { ...stepOf('different', 'first'), outputs: [] };
    const sentence = verdictSentence({ ...facts, steps: [earlier, ...facts.steps] });
    assert.ok(sentence.startsWith('Not reproducible: it began at second: '), sentence);
  });

  it('says so where no step could be compared for want of outputs', () => {
    const step: StepReport = { ...stepOf('incomparable', 'hello'), outputs: [] };
    assert.equal(
      verdictSentence({ verdict: 'incomparable', firstDivergence: null, steps: [step] }),
      'Cannot be compared: no step declares an output.',
    );
  });

  it('names the first step that failed, not the ones that it blocked', () => {
    const failure = { code: 'step-exit', exit: 7, signal: null, logTail: [] };
    const steps: StepReport[] = [
      { ...stepOf('not-run', 'b'), failure: { ...failure, code: 'step-blocked', exit: null } },
      { ...stepOf('not-run', 'a'), failure },
    ];
    assert.equal(
      verdictSentence({ verdict: 'not-run', firstDivergence: null, steps }),
      'Re-run failed: a failed (exit 7), which held up b.',
    );
  });
});

function factsOf(
  verdict: Verdict,
  step: string,
): Pick<Report, 'verdict' | 'firstDivergence' | 'steps'> {
  const different = verdict === 'different';
  return {
    verdict,
    firstDivergence: different ? { step, output: 'o.json' } : null,
    steps: [stepOf(verdict, step)],
  };
}

function stepOf(verdict: Verdict, name: string): StepReport {
  const output: OutputReport = {
    path: 'o.json',
    verdict,
    comparator: 'bytes',
    was: `sha256:${'a'.repeat(64)}` as OutputReport['was'],
    is: `sha256:${'b'.repeat(64)}` as OutputReport['is'],
    notes: [],
    differencesTotal: 0,
    differences: [],
  };
  const role = verdict === 'different' ? 'source' : null;
  return { name, verdict, role, explanation: null, failure: null, outputs: [output], notes: [] };
}
