import assert from 'node:assert/strict';

import { layoutGraph, NODE } from '../../../../src/present/reportPage/layoutGraph';
import type { GraphStep } from '../../../../src/present/reportPage/layoutGraph';

const steps = (graph: Readonly<Record<string, readonly string[]>>): GraphStep[] =>
  Object.entries(graph).map(([name, needs]) => ({ name, needs }));

const COLUMN = NODE.width + NODE.gapX;

describe('the layout of a graph', () => {
  it('puts each step in the column after the last one it needs', () => {
    const { places } = layoutGraph(steps({ a: [], b: ['a'], c: ['a', 'b'], d: [] }));
    assert.deepEqual(
      places.map(({ x }) => x / COLUMN),
      [0, 1, 2, 0],
    );
  });

  it('keeps a chain in one line, and begins at the top', () => {
    const { places, height } = layoutGraph(steps({ a: [], b: ['a'], c: ['b'] }));
    assert.deepEqual(
      places.map(({ y }) => y),
      [0, 0, 0],
    );
    assert.equal(height, NODE.height);
  });

  it('lets no two nodes of a column overlap', () => {
    const fan = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`s${at}`, ['a']]));
    const { places } = layoutGraph(steps({ a: [], ...fan }));
    const tops = places.slice(1).map(({ y }) => y);
    tops.sort((a, b) => a - b);
    tops.slice(1).forEach((y, at) => {
      assert.ok(y - (tops[at] ?? 0) >= NODE.height + NODE.gapY);
    });
  });

  it('leads edges from right to left border, round the nodes of the columns they pass', () => {
    const { edges, places } = layoutGraph(steps({ a: [], b: ['a'], c: ['a', 'b'] }));
    const long = edges.find(({ from, to }) => from === 'a' && to === 'c');
    assert.ok(long);
    const [start, ...rest] = long.points;
    assert.deepEqual(start, [NODE.width, (places[0]?.y ?? 0) + NODE.height / 2]);
    assert.equal(rest.at(-1)?.[0], 2 * COLUMN);
    const passing = rest.filter(([x]) => x >= COLUMN && x <= COLUMN + NODE.width);
    const b = places[1]?.y ?? 0;
    assert.equal(passing.length, 2);
    for (const [, y] of passing) assert.ok(y < b || y > b + NODE.height, `${y} runs through b`);
  });

  it('lets edges of twins not cross', () => {
    const graph = { a: [], b: [], x: ['b'], y: ['a'] };
    const { places } = layoutGraph(steps(graph));
    const [a, b, x, y] = places.map((place) => place.y);
    assert.equal((a ?? 0) < (b ?? 0), (y ?? 0) < (x ?? 0));
  });

  it('leaves out needs that are not there, counts one once, and lays out nothing at all', () => {
    assert.equal(layoutGraph(steps({ a: ['gone'], b: ['a', 'a'] })).edges.length, 1);
    assert.deepEqual(layoutGraph([]), { width: 0, height: 0, places: [], edges: [] });
  });

  it('says the same of the same graph every time', () => {
    const graph = steps({ a: [], b: [], c: ['a', 'b'], d: ['b'], e: ['c', 'd', 'a'] });
    assert.deepEqual(layoutGraph(graph), layoutGraph(graph));
  });
});
