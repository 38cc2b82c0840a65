import * as assert from 'node:assert/strict';

import { outputDecorations } from '../../../src/present/decorations';
import type { PipelineView, Standing } from '../../../src/present/outline/outlineModel';
import type { PipelinePast, VerdictHead } from '../../../src/records/pastModel';
import { DIFFERENT, HEAD, liveRun, runHead, versionHead, viewOf } from '../../support/pastFacts';

const FRESH: Extract<Standing, { state: 'known' }> = {
  state: 'known',
  steps: HEAD.steps.map(({ name }) => ({ name, status: 'fresh', reasons: [] })),
};
const IDENTICAL: VerdictHead = {
  ...DIFFERENT,
  verdict: 'identical',
  began: null,
  steps: Object.fromEntries(
    HEAD.steps.map(({ name }) => [name, { verdict: 'identical', role: null, output: null }]),
  ),
};

describe('the signs beside outputs', () => {
  const view = (past: Partial<PipelinePast> = {}, standing: Standing = FRESH): PipelineView =>
    viewOf(
      { versions: [versionHead({ last: IDENTICAL })], runs: [runHead()], ...past },
      { standing },
    );
  const signs = (shown: PipelineView): Record<string, string> =>
    Object.fromEntries([...outputDecorations(shown)].map(([file, { badge }]) => [file, badge]));
  const TICKS = {
    'data/clean.csv': '✓',
    'model.bin': '✓',
    'metrics.json': '✓',
    'report.md': '✓',
  };

  it('tell the verdict of the version that the workspace still is', () => {
    assert.deepEqual(signs(view()), TICKS);
    assert.equal(outputDecorations(view()).get('report.md')?.words, 'Reproducible in v1.0');
  });

  it('tell which outputs are stale', () => {
    const { standing } = viewOf();
    assert.deepEqual(signs(view({}, standing)), {
      ...TICKS,
      'model.bin': '○',
      'metrics.json': '○',
      'report.md': '○',
    });
  });

  const unseen: readonly Standing[] = [
    { state: 'unknown' },
    { state: 'untrusted' },
    { state: 'failed', why: 'no python' },
    { state: 'checking', last: null },
  ];
  for (const standing of unseen) {
    it(`say nothing where nobody has looked at the files: ${standing.state}`, () => {
      assert.deepEqual(signs(view({}, standing)), {});
    });
  }

  it('say nothing while a run is writing', () => {
    assert.deepEqual(signs(view({ runs: [liveRun(), runHead()] })), {});
  });

  it('say nothing after a later run of a part, whose outputs no version saved', () => {
    const part = runHead({ id: '20261124T115000000Z-eeeeee', targets: ['train'], snapshot: null });
    assert.deepEqual(signs(view({ runs: [part, runHead()] })), {});
  });

  it('say nothing after a later run that failed half-way', () => {
    const broken = runHead({ id: '20261124T115000000Z-eeeeee', status: 'failed', snapshot: null });
    assert.deepEqual(signs(view({ runs: [broken, runHead()] })), {});
  });

  it('do not mind a verify that came after the run: it leaves the workspace as it was', () => {
    const verify = runHead({
      id: '20261124T115000000Z-eeeeee',
      purpose: 'verify',
      version: 'v1.0',
    });
    assert.deepEqual(signs(view({ runs: [verify, runHead()] })), TICKS);
  });
});
