import * as assert from 'node:assert/strict';

import { fileLenses, lensesOfSteps } from '../../../src/present/lenses';
import {
  DIFFERENT,
  liveRun,
  NOW,
  versionHead,
  viewOf,
  watchedSteps,
} from '../../support/pastFacts';

describe('the lenses of a pipeline file', () => {
  const titles = (lenses: readonly { readonly title: string }[]): string[] =>
    lenses.map(({ title }) => title);

  it('offer to run and to save where nothing is saved', () => {
    assert.deepEqual(titles(fileLenses(viewOf(), NOW, 'v1.1')), [
      '$(play) Run',
      '$(bookmark) Save v1.1',
    ]);
  });

  it('save under the label that they show, whatever lies on the disk', () => {
    const [, save] = fileLenses(viewOf(), NOW, 'v1.2');
    assert.deepEqual([save?.title, save?.label], ['$(bookmark) Save v1.2', 'v1.2']);
  });

  it('ask for a label where the file has none', () => {
    assert.deepEqual(titles(fileLenses(viewOf(), NOW, null)), [
      '$(play) Run',
      '$(bookmark) Save Version…',
    ]);
  });

  it('tell the verdict of the version that the file is about, and open its report', () => {
    const versions = [versionHead(), versionHead({ label: 'v1.1', last: DIFFERENT })];
    const lenses = fileLenses(viewOf({ versions }), NOW, 'v1.1');
    assert.deepEqual(titles(lenses), [
      '$(play) Run',
      '$(bookmark) v1.1 is saved: set the next…',
      '$(sync) Re-run & Verify v1.1',
      '✗ Not reproducible, 2 h ago',
    ]);
    assert.deepEqual(lenses.map(({ label }) => label).slice(2), ['v1.1', 'v1.1']);
    assert.equal(lenses[1]?.command, 'reprise.setVersion');
  });

  it('speak of the last saved version where the label of the file is not saved', () => {
    const lenses = fileLenses(viewOf({ versions: [versionHead()] }), NOW, 'v2.0');
    assert.deepEqual(titles(lenses).slice(1), [
      '$(bookmark) Save v2.0',
      '$(sync) Re-run & Verify v1.0',
    ]);
  });

  it('tell how far a live run is, and offer to cancel that very run', () => {
    const lenses = fileLenses(viewOf({ runs: [liveRun()] }), NOW, 'v1.1');
    assert.deepEqual(titles(lenses), [
      '$(loading~spin) Running train, 1 of 3',
      '$(debug-stop) Cancel',
    ]);
    assert.equal(lenses[1]?.run, liveRun().id);
  });
});

describe('the lenses of a step', () => {
  const titles = (step: string, view = viewOf()): string[] =>
    lensesOfSteps(view)(step).map(({ title }) => title);

  it('do not call a step fresh whose text in the editor is not what lies on the disk', () => {
    assert.deepEqual(
      lensesOfSteps(viewOf(), { unsaved: true })('prepare').map(({ title }) => title),
      ['$(play) Run to here', 'not checked: unsaved changes'],
    );
  });

  it('of all steps of a long file look at each step a few times', () => {
    const { steps, looks } = watchedSteps(2000);
    const lensesOf = lensesOfSteps(viewOf({}, { standing: { state: 'known', steps } }));
    for (let at = 0; at < steps.length; at++) assert.equal(lensesOf(`s${at}`).length, 2);
    assert.ok(looks() < 10 * steps.length, `${looks()} looks`);
  });

  it('do not tell how a step stood before the run that is going on', () => {
    assert.deepEqual(titles('prepare', viewOf({ runs: [liveRun()] })), ['$(play) Run to here']);
  });

  it('tell how it stands', () => {
    assert.deepEqual(titles('train'), ['$(play) Run to here', 'stale: train.lr 0.1 → 0.2']);
    assert.deepEqual(titles('prepare'), ['$(play) Run to here', 'fresh']);
  });

  it('say a long reason in few words, and all of it under the pointer', () => {
    const reasons = [
      { kind: 'environment' as const, what: ['package a', 'package b'] },
      { kind: 'after' as const, step: 'prepare' },
    ];
    const steps = [{ name: 'train', status: 'stale' as const, reasons }];
    const view = viewOf({}, { standing: { state: 'known', steps } });
    const [, lens] = lensesOfSteps(view)('train');
    assert.equal(lens?.title, 'stale: environment changed');
    assert.equal(lens.tooltip, 'stale: environment changed: package a, package b; after prepare');
  });

  it('name the output that did not reproduce, and tell where it began from what carries it on', () => {
    const versions = [versionHead({ label: 'v1.1', last: DIFFERENT })];
    assert.equal(
      titles('train', viewOf({ versions })).at(-1),
      '✗ did not reproduce in v1.1 (metrics.json)',
    );
    assert.equal(
      titles('evaluate', viewOf({ versions })).at(-1),
      '↳ carries a difference in v1.1 (report.md)',
    );
    assert.equal(titles('prepare', viewOf({ versions })).length, 2);
  });

  it('stand for all instances of a matrix', () => {
    const standing = {
      state: 'known' as const,
      steps: [
        { name: 'train@a', status: 'fresh' as const, reasons: [] },
        { name: 'train@b', status: 'never-run' as const, reasons: [] },
      ],
    };
    assert.deepEqual(titles('train', viewOf({}, { standing })), [
      '$(play) Run to here',
      '1 of 2 never run',
    ]);
  });

  it('say that nothing was checked in a folder that is not trusted', () => {
    assert.deepEqual(titles('train', viewOf({}, { standing: { state: 'untrusted' } })), [
      '$(play) Run to here',
      'not checked: this folder is not trusted',
    ]);
  });

  it('show what runs', () => {
    assert.deepEqual(titles('train', viewOf({ runs: [liveRun()] })), ['$(loading~spin) Running']);
  });
});
