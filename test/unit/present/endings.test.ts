import * as assert from 'node:assert/strict';

import { runEnding, verifyEnding } from '../../../src/present/endings';
import type { Report } from '../../../src/records/report';
import { nextLabel } from '../../../src/present/nextLabel';
import { PrefixedLines } from '../../../src/present/prefixedLines';
import { statusItem } from '../../../src/present/statusItem';
import { outputDecorations } from '../../../src/present/decorations';
import { olderFirst, stepChoices, versionChoices } from '../../../src/present/choices';
import { escapeMarkdown } from '../../../src/present/markdownText';
import { badVersions } from '../../../src/present/outline/pipelineItems';
import { DIFFERENT, liveRun, NOW, runHead, versionHead, viewOf } from '../../support/pastFacts';

const STEP = {
  name: 'train',
  verdict: 'identical',
  role: null,
  failure: null,
  notes: [],
  outputs: [],
};

function report(changed: object): Report {
  return {
    version: 'v1.0',
    verdict: 'identical',
    durationMs: 48_000,
    firstDivergence: null,
    steps: [STEP],
    ...changed,
  } as unknown as Report;
}

describe('endings', () => {
  it('of a verify: the verdict, and the way to the report', () => {
    const outputs = Array.from({ length: 12 }, () => ({ verdict: 'identical', notes: [] }));
    const ending = verifyEnding('churn', report({ steps: [{ ...STEP, outputs }] }));
    assert.equal(ending.sentence, 'churn v1.0: reproducible. 12 outputs identical, 48 s.');
    assert.deepEqual([ending.tone, ending.buttons], ['good', ['open-report']]);
  });

  it('of a difference: where it began, first', () => {
    const firstDivergence = { step: 'train', output: 'metrics.json' };
    const ending = verifyEnding('churn', report({ verdict: 'different', firstDivergence }));
    assert.equal(ending.sentence, 'churn v1.0: not reproducible. It began at train: metrics.json.');
    assert.deepEqual(ending.buttons, ['first-difference', 'open-report']);
  });

  it('of a re-run that failed: never as a difference', () => {
    const failure = { code: 'step-exit', exit: 1, signal: null, logTail: [] };
    const steps = [{ ...STEP, verdict: 'not-run', failure }];
    const ending = verifyEnding('churn', report({ verdict: 'not-run', steps }));
    assert.equal(ending.sentence, 'churn v1.0: re-run failed. Train failed (exit 1).');
    assert.equal(ending.tone, 'bad');
  });

  const run = {
    status: 'succeeded',
    steps: [],
    startedAt: 0,
    endedAt: 4000,
    targets: null,
  } as const;

  it('of a run that failed: the step, how it ended, and its log', () => {
    const steps = [
      { name: 'train', status: 'failed', failure: { code: 'step-exit', exit: 1, signal: null } },
    ] as never;
    const ending = runEnding('churn', { ...run, status: 'failed', steps }, { mayBeSaved: true });
    assert.equal(ending?.sentence, 'churn: train failed (exit 1).');
    assert.deepEqual(ending.buttons, ['show-log']);
  });

  it('of a cancel that somebody asked for: nothing', () => {
    assert.equal(runEnding('churn', { ...run, status: 'cancelled' }, { mayBeSaved: true }), null);
  });

  it('of a run: offers to save what may be saved, and only a whole one', () => {
    const steps = [{ name: 'a', status: 'succeeded' }] as never;
    const whole = runEnding('churn', { ...run, steps }, { mayBeSaved: true });
    assert.deepEqual([whole?.sentence, whole?.buttons], ['churn: 1 step, 4.0 s.', ['save']]);
    const part = runEnding('churn', { ...run, steps, targets: ['a'] }, { mayBeSaved: true });
    assert.deepEqual(part?.buttons, []);
  });
});

describe('the next label', () => {
  it('is the one there is while that is free', () => assert.equal(nextLabel('v2.0', []), 'v2.0'));
  it('is the first where there is none', () => assert.equal(nextLabel(null, []), 'v1.0'));
  it('raises the last number, past what is taken in any case', () =>
    assert.equal(nextLabel('v1.9-rc', ['V1.9-RC', 'v1.10-rc']), 'v1.11-rc'));
  it('gets a number where it has none', () =>
    assert.equal(nextLabel('first', ['first']), 'first.1'));
});

describe('lines of several steps in one terminal', () => {
  it('bear the name of their step, and wait until they are over', () => {
    const lines = new PrefixedLines('a', 3, 0);
    assert.equal(lines.take('one\ntw'), '\u001b[36ma   │\u001b[0m one\u001b[0m\r\n');
    assert.equal(lines.take('o\n'), '\u001b[36ma   │\u001b[0m two\u001b[0m\r\n');
    assert.equal(lines.end(), '');
  });

  it('of a progress bar, the last state', () => {
    const lines = new PrefixedLines('a', 1, 0);
    assert.equal(lines.take('10 %\r50 %\r90 %\n'), '\u001b[36ma │\u001b[0m 90 %\u001b[0m\r\n');
  });

  it('are cut where nobody ever ends one', () => {
    const lines = new PrefixedLines('a', 1, 0);
    assert.ok(lines.take('x'.repeat(40_000)).length > 16_000);
    assert.ok(lines.end().length < 25_000);
  });
});

describe('the status bar', () => {
  it('tells the verdict of the version the file is about', () => {
    const versions = [versionHead({ label: 'v1.1', last: DIFFERENT })];
    assert.equal(statusItem(viewOf({ versions }), NOW).text, '$(sync) churn v1.1 ✗');
  });

  it('tells a live run', () => {
    const { text } = statusItem(viewOf({ runs: [liveRun()] }), NOW);
    assert.equal(text, '$(loading~spin) churn train 0:31 · 1 of 3');
  });
});

describe('signs beside outputs', () => {
  it('say what is stale, and of the rest only what a verify said of this very snapshot', () => {
    const runs = [runHead()];
    const versions = [versionHead({ label: 'v1.1', last: DIFFERENT })];
    const signs = outputDecorations(viewOf({ runs, versions }));
    assert.deepEqual(
      [...signs].map(([path, { badge }]) => [path, badge]),
      [
        ['data/clean.csv', '✓'],
        ['model.bin', '○'],
        ['metrics.json', '○'],
        ['report.md', '○'],
      ],
    );
    const other = [versionHead({ snapshot: 'sha256:00' as never, last: DIFFERENT })];
    assert.equal(outputDecorations(viewOf({ runs, versions: other })).has('data/clean.csv'), false);
  });
});

describe('what there is to choose from', () => {
  it('versions: the one the file is about first', () => {
    const versions = [versionHead(), versionHead({ label: 'v1.1', last: DIFFERENT })];
    assert.deepEqual(
      versionChoices(viewOf({ versions }), NOW).map(({ label, description }) => [
        label,
        description,
      ]),
      [
        ['v1.1', 'Not reproducible · saved 3 d ago'],
        ['v1.0', 'Not verified yet · saved 3 d ago'],
      ],
    );
  });

  it('two of them: the older first, however they were chosen', () => {
    const versions = [
      versionHead({ label: 'v1.1', run: 'b', savedAt: NOW - 1000 }),
      versionHead({ run: 'a', savedAt: NOW - 2000 }),
    ];
    const view = viewOf({ versions });
    assert.deepEqual(olderFirst(view, ['v1.1', 'v1.0']), ['v1.0', 'v1.1']);
    assert.deepEqual(olderFirst(view, ['v1.0', 'v1.1']), ['v1.0', 'v1.1']);
    assert.deepEqual(olderFirst(view, ['gone', 'v1.0']), ['gone', 'v1.0']);
  });

  it('steps: what has to run first', () => {
    assert.deepEqual(
      stepChoices(viewOf()).map(({ label }) => label),
      ['train', 'evaluate', 'prepare'],
    );
  });
});

it('the badge counts versions whose last verdict is bad', () => {
  const versions = [versionHead(), versionHead({ label: 'v1.1', last: DIFFERENT })];
  assert.deepEqual(badVersions([viewOf({ versions })]), {
    count: 1,
    words: '1 saved version: v1.1 not reproducible',
  });
});

it('text of the user stays text in Markdown', () => {
  assert.equal(
    escapeMarkdown('[a](command:x) <b> $(zap)\n#'),
    '\\[a\\]\\(command\\:x\\) \\<b\\> \\$\\(zap\\) \\#',
  );
});
