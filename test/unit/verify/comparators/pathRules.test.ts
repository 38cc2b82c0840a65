import * as assert from 'node:assert/strict';

import { startPaths, step } from '../../../../src/verify/comparators/pathRules';
import type { PathState } from '../../../../src/verify/comparators/pathRules';
import { rule } from '../../../support/fileSides';

const at = (state: PathState, ...way: (string | number)[]): PathState => way.reduce(step, state);

const absoluteAt = (state: PathState, ...way: (string | number)[]): number | undefined =>
  at(state, ...way).near?.bounds.absolute;

describe('rules for paths', () => {
  it('let the rule nearest to a value count', () => {
    const { state } = startPaths(
      rule({
        tolerance: {
          absolute: 1,
          paths: {
            '$.loss': { absolute: 2 },
            '$.loss.val': { absolute: 3 },
            '$..deep': { absolute: 4 },
            '$.list[*]': { absolute: 5 },
            '$.list[1]': { absolute: 6 },
            '$["odd.key"]': { absolute: 7 },
          },
        },
      }),
    );
    assert.equal(absoluteAt(state), 1);
    assert.equal(absoluteAt(state, 'other'), 1);
    assert.equal(absoluteAt(state, 'loss'), 2);
    assert.equal(absoluteAt(state, 'loss', 'train', 0), 2);
    assert.equal(absoluteAt(state, 'loss', 'val'), 3);
    assert.equal(absoluteAt(state, 'loss', 'val', 'deep'), 4);
    assert.equal(absoluteAt(state, 'deep'), 4);
    assert.equal(absoluteAt(state, 'list', 0), 5);
    assert.equal(absoluteAt(state, 'list', 1), 6);
    assert.equal(absoluteAt(state, 'odd.key'), 7);
    assert.equal(absoluteAt(state, 'odd', 'key'), 1);
  });

  it('stand in for the bounds of the whole output, they do not add to them', () => {
    const { state } = startPaths(
      rule({ tolerance: { relative: 1, paths: { '$.x': { ulp: 1 } } } }),
    );
    assert.deepEqual(at(state, 'x').near?.bounds, { ulp: 1 });
  });

  it('leave numbers alone where there are no bounds for them', () => {
    const { state } = startPaths(rule({ tolerance: { paths: { '$.x': { ulp: 1 } } } }));
    assert.equal(at(state, 'y').near, null);
  });

  it('take a place out of sight', () => {
    const { state } = startPaths(rule({ ignore: { paths: ['$.a[*].took', '$..host'] } }));
    assert.equal(at(state, 'a').ignoredBy, null);
    assert.equal(at(state, 'a', 3, 'took').ignoredBy?.text, '$.a[*].took');
    assert.equal(at(state, 'x', 'y', 'host').ignoredBy?.text, '$..host');
    assert.equal(startPaths(rule({ ignore: { paths: ['$'] } })).state.ignoredBy?.text, '$');
  });

  it('name a path that nobody understands and excuse nothing by it', () => {
    const { state, unread } = startPaths(rule({ ignore: { paths: ['loss', '$.a[?(@.x)]'] } }));
    assert.deepEqual(unread, ['loss', '$.a[?(@.x)]']);
    assert.deepEqual(state.active, []);
  });
});
