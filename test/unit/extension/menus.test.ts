import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { fileItems } from '../../../src/present/outline/fileItems';
import type { OutlineItem } from '../../../src/present/outline/outlineModel';
import {
  pipelineChildren,
  pipelineItem,
  workspaceChildren,
} from '../../../src/present/outline/pipelineItems';
import { runChildren, runItems, runStepChildren } from '../../../src/present/outline/runItems';
import {
  versionChildren,
  versionItems,
  versionOutputs,
} from '../../../src/present/outline/versionItems';
import type { RunHead } from '../../../src/records/pastModel';
import {
  DIFFERENT,
  liveRun,
  NOW,
  runDetail,
  runHead,
  versionDetail,
  versionHead,
  viewOf,
} from '../../support/pastFacts';

interface Menu {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}

const { contributes } = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', '..', '..', '..', 'package.json'), 'utf8'),
) as {
  readonly contributes: {
    readonly menus: Readonly<Record<string, readonly Menu[]>>;
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string }[];
    }[];
  };
};
const MENUS = contributes.menus['view/item/context'] ?? [];

/** The pattern as VS Code takes it out of a clause: letter by letter, with no escaping of its own. */
function patternOf({ when }: Menu): RegExp {
  const [, pattern] = /viewItem =~ \/(.*)\/$/.exec(when) ?? [];
  assert.ok(pattern, when);
  return new RegExp(pattern);
}

describe('the walkthrough', () => {
  it('has no Markdown in its steps but links, for VS Code draws no other there', () => {
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 5);
    for (const { description } of steps) assert.doesNotMatch(description, /[`*_#]/);
  });
});

describe('the menus of rows', () => {
  const file = '/project/pipeline.yaml';
  const words = { now: NOW, moment: () => 'then' };
  const unsaved = versionHead({ label: 'v2.0' });
  const same = versionHead({ last: { ...DIFFERENT, verdict: 'identical', began: null } });
  const differs = versionHead({ label: 'v1.1', last: DIFFERENT });
  const versions = [unsaved, same, differs];
  const run = (changed: Partial<RunHead>): OutlineItem =>
    runItems(viewOf({ runs: [runHead(changed)] }), words)[0] as OutlineItem;

  const offered = (row: OutlineItem, inline = false): string[] =>
    MENUS.filter((menu) => menu.group.startsWith('inline') === inline)
      .filter((menu) => patternOf(menu).test(row.context))
      .map(({ command }) => command.replace('reprise.', ''));

  const rows: readonly OutlineItem[] = [
    ...[viewOf(), viewOf({ versions, runs: [liveRun()] }), viewOf({ versions })].flatMap((view) => [
      pipelineItem(view),
      ...pipelineChildren(view),
      ...workspaceChildren(view),
    ]),
    ...versionItems(viewOf({ versions, damaged: ['v0.1'] }), NOW),
    ...[unsaved, differs].flatMap((head) => versionChildren(file, versionDetail(head))),
    ...versionOutputs(file, versionDetail(), 'train'),
    ...fileItems({ file, label: 'v1.0', folder: '' }, [{ name: 'a', kind: 'file' }]),
    run({}),
    run({ status: 'running' }),
    run({ pinned: true }),
    run({ purpose: 'verify', version: 'v1.0', verdict: 'different' }),
    ...runChildren(file, runDetail(), NOW),
    ...['prepare', 'train'].flatMap((step) => runStepChildren(file, runDetail(), step)),
  ];

  it('a run that is pinned can be let go of, any other pinned', () => {
    const pins = (pinned: boolean): string[] =>
      offered(run({ pinned })).filter((command) => /pinRun$/i.test(command));
    assert.deepEqual([pins(false), pins(true)], [['pinRun'], ['unpinRun']]);
  });

  for (const menu of MENUS) {
    it(`${menu.command} (${menu.group}) is offered on some row`, () => {
      assert.ok(
        rows.some(({ context }) => patternOf(menu).test(context)),
        menu.when,
      );
    });
  }

  it('a pipeline has Run, Save and, where something is saved, Re-run & Verify beside it', () => {
    assert.deepEqual(offered(pipelineItem(viewOf()), true), ['run', 'saveVersion']);
    const saved = pipelineItem(viewOf({ versions }));
    assert.deepEqual(offered(saved, true), ['run', 'saveVersion', 'verify']);
    const live = pipelineItem(viewOf({ versions, runs: [liveRun()] }));
    assert.deepEqual(offered(live, true), ['cancel', 'saveVersion', 'verify']);
  });

  it('a version has a report only where it was verified, and a first difference only where one is', () => {
    const [none, good, bad] = versionItems(viewOf({ versions }), NOW).map((row) => offered(row));
    assert.ok(!none?.includes('openReport') && !none?.includes('showFirstDifference'));
    assert.ok(good?.includes('openReport') && !good.includes('showFirstDifference'));
    assert.ok(bad?.includes('openReport') && bad.includes('showFirstDifference'));
  });

  it('a step of a version has a report only where it was judged', () => {
    const [before] = versionChildren(file, versionDetail(unsaved));
    const [after] = versionChildren(file, versionDetail(differs));
    assert.deepEqual(offered(before as OutlineItem), ['revealStep']);
    assert.deepEqual(offered(after as OutlineItem), ['openReport', 'revealStep']);
  });

  it('a run can be saved where it was a whole one of the workspace that ended well', () => {
    assert.ok(offered(run({})).includes('saveVersion'));
    assert.ok(!offered(run({ targets: ['train'] })).includes('saveVersion'));
    assert.ok(!offered(run({ status: 'failed' })).includes('saveVersion'));
    assert.ok(!offered(run({ purpose: 'verify', version: 'v1.0' })).includes('saveVersion'));
  });

  it('a verify that was cut off has no report to open', () => {
    const judged = run({ purpose: 'verify', version: 'v1.0', verdict: 'identical' });
    assert.deepEqual(offered(judged, true), ['openReport']);
    assert.deepEqual(offered(run({ purpose: 'verify', version: 'v1.0' }), true), []);
  });
});

describe('a verify whose re-run ended well and was never compared', () => {
  const [row] = runItems(
    viewOf({ runs: [runHead({ purpose: 'verify', version: 'v1.0', savedAs: [] })] }),
    { now: NOW, moment: () => 'then' },
  );

  it('has no tick, and says so', () => {
    assert.ok(row);
    assert.equal(row.icon?.id, 'circle-outline');
    assert.match(row.description, /^re-run of v1\.0 · not compared · /);
  });
});
