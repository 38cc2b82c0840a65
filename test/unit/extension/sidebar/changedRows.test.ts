import * as assert from 'node:assert/strict';

import { ChangedRows } from '../../../../src/extension/sidebar/changedRows';
import { GivenRows, TOP } from '../../../../src/extension/sidebar/givenRows';
import {
  pipelineChildren,
  pipelineItem,
  workspaceChildren,
} from '../../../../src/present/outline/pipelineItems';
import { runItems } from '../../../../src/present/outline/runItems';
import type { RunWords } from '../../../../src/present/outline/runItems';
import { versionItems } from '../../../../src/present/outline/versionItems';
import type { OutlineItem, PipelineView } from '../../../../src/present/outline/outlineModel';
import {
  DIFFERENT,
  HEAD,
  liveRun,
  NOW,
  runHead,
  versionHead,
  viewOf,
  watchedSteps,
} from '../../../support/pastFacts';

describe('the rows to draw anew after the past was read', () => {
  const words = (now = NOW): RunWords => ({ now, moment: String });
  const versions = [versionHead()];
  let given: GivenRows;
  let changed: ChangedRows;
  beforeEach(() => {
    given = new GivenRows();
    changed = new ChangedRows(given);
  });

  /** As VS Code does, everything open. */
  const draw = (view: PipelineView): void => {
    const [top] = given.keepBelow(TOP, [pipelineItem(view)]);
    for (const { id, node } of given.keepBelow(top?.id ?? '', pipelineChildren(view))) {
      if (node.kind === 'workspace') given.keepBelow(id, workspaceChildren(view));
      if (node.kind === 'versions') given.keepBelow(id, versionItems(view, NOW));
      if (node.kind === 'runs') given.keepBelow(id, runItems(view, words()));
    }
  };
  const after = (view: PipelineView, now = NOW): string[] | null => {
    const rows = changed.afterPast(view, words(now));
    return rows === undefined ? null : rows.map(nameOf);
  };
  const drawn = (view: PipelineView): PipelineView => {
    draw(view);
    after(view);
    return view;
  };

  it('are all where the tree does not know one yet', () => {
    assert.equal(after(viewOf()), null);
    draw(viewOf());
    assert.deepEqual(after(viewOf()), []);
  });

  it('are none where nothing has changed', () => {
    drawn(viewOf({ versions, runs: [runHead()], total: 1 }));
    assert.deepEqual(after(viewOf({ versions, runs: [runHead()], total: 1 })), []);
  });

  it('are the live run and the steps that began or ended, and no other', () => {
    const early = NOW - 60_000;
    drawn(viewOf({ versions, runs: [liveRun(), runHead()], total: 2 }));
    const running = [{ name: 'evaluate', startedAt: early }];
    const next = viewOf({ versions, runs: [liveRun({ running }), runHead()], total: 2 });
    assert.deepEqual(after(next, NOW + 1000), [
      'standing train',
      'standing evaluate',
      `run ${liveRun().id}`,
    ]);
  });

  it('are the live run also where its row says the same, for its steps', () => {
    const view = drawn(viewOf({ runs: [liveRun()], total: 1 }));
    assert.deepEqual(after(view, NOW + 1000), [`run ${liveRun().id}`]);
  });

  it('are the live run of a thousand steps every five seconds, and when it ends', () => {
    const runs = [liveRun({ steps: 1000 })];
    drawn(viewOf({ runs, total: 1 }));
    const seconds = Array.from({ length: 10 }, (_, at) => at + 1).filter((at) => {
      return (after(viewOf({ runs, total: 1 }), NOW + at * 1000) ?? []).length > 0;
    });
    assert.deepEqual(seconds, [5, 10]);
    const ended = viewOf({ runs: [runHead({ id: liveRun().id })], total: 1 });
    assert.deepEqual(after(ended, NOW + 11_000), ['pipeline']);
  });

  it('are the whole pipeline where a run begins or ends, because its own row says so', () => {
    drawn(viewOf({ runs: [runHead()], total: 1 }));
    assert.deepEqual(after(viewOf({ runs: [liveRun(), runHead()], total: 2 })), ['pipeline']);
  });

  it('are the runs where one more is there that is over already', () => {
    drawn(viewOf({ runs: [runHead()], total: 1 }));
    const runs = [runHead({ id: 'another' }), runHead()];
    assert.deepEqual(after(viewOf({ runs, total: 2 })), ['runs']);
  });

  it('are the versions where a verify says the same as before', () => {
    const verified = (run: string): PipelineView =>
      viewOf({ versions: [versionHead({ last: { ...DIFFERENT, run } })] });
    drawn(verified('first'));
    assert.deepEqual(after(verified('second')), ['versions']);
  });

  it('are all steps together where very many change at once', () => {
    const [step] = HEAD.steps;
    if (step === undefined) throw new Error('a pipeline without steps');
    const names = Array.from({ length: 100 }, (_, at) => `s${at}`);
    const head = { ...HEAD, steps: names.map((name) => ({ ...step, name })) };
    const all = (count: number): PipelineView => {
      const running = names.slice(0, count).map((name) => ({ name, startedAt: NOW }));
      return viewOf({ runs: [liveRun({ running })], total: 1 }, { head });
    };
    drawn(all(0));
    const row = `run ${liveRun().id}`;
    assert.deepEqual(after(all(2), NOW + 1000), ['standing s0', 'standing s1', row]);
    assert.deepEqual(after(all(50), NOW + 2000), ['workspace', row]);
  });

  it('are the whole pipeline where it stands without what came below it since, not the whole tree', () => {
    const unread = viewOf();
    const [top] = given.keepBelow(TOP, [pipelineItem(unread)]);
    given.keepBelow(top?.id ?? '', []);
    assert.deepEqual(after(viewOf({ runs: [runHead()], total: 1 })), ['pipeline']);
    assert.deepEqual(changed.afterOther(unread, 'standing')?.map(nameOf), ['pipeline']);
  });

  it('are the workspace where only how the steps stand is told anew', () => {
    assert.equal(changed.afterOther(viewOf(), 'standing'), undefined);
    drawn(viewOf());
    assert.deepEqual(changed.afterOther(viewOf(), 'standing')?.map(nameOf), ['workspace']);
    assert.deepEqual(changed.afterOther(viewOf(), 'all')?.map(nameOf), ['pipeline']);
  });

  it('are below no row that nobody has opened', () => {
    const view = viewOf({ runs: [liveRun()], total: 1 });
    const [top] = given.keepBelow(TOP, [pipelineItem(view)]);
    given.keepBelow(top?.id ?? '', pipelineChildren(view));
    after(view);
    const more = viewOf({ runs: [liveRun(), runHead()], total: 1 });
    assert.deepEqual(after(more, NOW + 1000), []);
  });

  it('are asked for at a price that grows with the steps alone', () => {
    const { steps, looks } = watchedSteps(2000);
    const [step] = HEAD.steps;
    if (step === undefined) throw new Error('a pipeline without steps');
    const head = { ...HEAD, steps: steps.map((_, at) => ({ ...step, name: `s${at}` })) };
    drawn(viewOf({}, { head, standing: { state: 'known', steps } }));
    assert.ok(looks() < 20 * steps.length, `${looks()} looks`);
  });
});

function nameOf({ node }: OutlineItem): string {
  if (node.kind === 'run') return `run ${node.id}`;
  return node.kind === 'standing' ? `standing ${node.step}` : node.kind;
}
