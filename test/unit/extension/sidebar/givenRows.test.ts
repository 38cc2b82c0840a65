import * as assert from 'node:assert/strict';

import { GivenRows, TOP } from '../../../../src/extension/sidebar/givenRows';
import { item } from '../../../../src/present/outline/item';
import type { OutlineItem } from '../../../../src/present/outline/outlineModel';

describe('the rows that were given to the tree', () => {
  const run = (id: string, description = ''): OutlineItem =>
    item({ node: { kind: 'run', file: '/p.yaml', id }, label: id, description, context: 'run' });
  const step = (id: string): OutlineItem =>
    item({ node: { kind: 'run-step', file: '/p.yaml', id, step: 's' }, label: 's', context: '' });

  it('stay the very objects, and say what they say now', () => {
    const given = new GivenRows();
    const [first] = given.keepBelow(TOP, [run('a', 'before')]);
    const [again] = given.keepBelow(TOP, [run('a', 'after')]);
    assert.equal(again, first);
    assert.equal(first?.description, 'after');
  });

  it('are let go with all below them once they are given no more', () => {
    const given = new GivenRows();
    for (let at = 0; at < 100; at++) {
      given.keepBelow(TOP, [run(`${at}`), run('always')]);
      given.keepBelow(run(`${at}`).id, [step(`${at}`)]);
      given.keepBelow(run('always').id, [step('always')]);
    }
    assert.equal(given.size, 4);
    assert.ok(given.get(step('always').id) !== undefined);
    assert.equal(given.get(step('98').id), undefined);
    given.keepBelow(TOP, []);
    assert.equal(given.size, 0);
  });

  it('are others where one came, went or moved, and none where nobody has asked', () => {
    const given = new GivenRows();
    assert.equal(given.isOtherBelow(TOP, [run('a')]), false);
    given.keepBelow(TOP, [run('a'), run('b')]);
    assert.equal(given.isOtherBelow(TOP, [run('a', 'x'), run('b')]), false);
    for (const other of [[run('a')], [run('b'), run('a')], [run('a'), run('b'), run('c')]]) {
      assert.equal(given.isOtherBelow(TOP, other), true);
    }
  });

  it('have changed in whatever of a row a person sees or hears', () => {
    const row = run('a');
    const changes: Partial<OutlineItem>[] = [
      { label: 'x' },
      { description: 'x' },
      { tooltip: 'x' },
      { spoken: 'x' },
      { context: 'x' },
      { folding: 'open' },
      { click: 'log' },
      { icon: { id: 'x' } },
      { icon: { id: 'x', color: 'y' } },
    ];
    const given = new GivenRows();
    const [known] = given.keepBelow(TOP, [row]);
    assert.deepEqual(given.changedAmong([run('a'), run('unknown')]), []);
    for (const change of changes) {
      assert.deepEqual(given.changedAmong([{ ...run('a'), ...change }]), [known]);
      assert.deepEqual(given.changedAmong([{ ...run('a'), ...change }]), [], 'told once');
    }
  });
});
