import * as assert from 'node:assert/strict';
import type { Profiler } from 'node:inspector';

import { busyStretches } from '../../bench/hostProfile';

describe('whose a stretch of a CPU profile is', () => {
  const node = (
    id: number,
    name: string,
    url: string,
    children: number[],
  ): Profiler.ProfileNode => ({
    id,
    callFrame: { functionName: name, scriptId: '1', url, lineNumber: 4, columnNumber: 0 },
    children,
  });
  const [ROOT, IDLE, OURS, READ, EDITOR, GARBAGE] = [1, 2, 3, 4, 5, 6];
  const nodes = [
    node(ROOT, '(root)', '', [IDLE, EDITOR, GARBAGE]),
    node(IDLE, '(idle)', '', []),
    node(EDITOR, 'fire', 'file:///code/host.js', [OURS]),
    node(OURS, 'refresh', 'file:///here/dist/extension.js', [READ]),
    node(READ, 'readSync', 'node:fs', []),
    node(GARBAGE, '(garbage collector)', '', []),
  ];
  const options = { ours: '/here/dist', bench: '/here/out', from: 0, to: Infinity };
  /** A sample each millisecond. */
  const stretches = (samples: number[], more = {}): ReturnType<typeof busyStretches> => {
    const timeDeltas = [0, ...samples.map(() => 1000)].slice(0, samples.length);
    const profile = { nodes, samples, timeDeltas, startTime: 0, endTime: samples.length * 1000 };
    return busyStretches(profile, { ...options, ...more });
  };

  it('ends where there is nothing to do, and is told by its parts', () => {
    const [first, second, ...more] = stretches([EDITOR, OURS, OURS, IDLE, IDLE, EDITOR, IDLE]);
    assert.deepEqual([first?.from, first?.ms, first?.of.ours, first?.of.editor], [0, 3, 2, 1]);
    assert.deepEqual([second?.from, second?.ms, second?.of.ours], [5, 1, 0]);
    assert.deepEqual(more, []);
  });

  it('has what Node and the collector do for the one who ran before', () => {
    const [only] = stretches([OURS, READ, GARBAGE, EDITOR, GARBAGE, IDLE]);
    assert.deepEqual([only?.of.ours, only?.of.editor, only?.of.runtime], [3, 2, 0]);
    assert.ok(only?.top.includes('ours refresh (dist/extension.js:5) > readSync 1.0 ms'));
  });

  it('lies within the time that was asked of', () => {
    const found = stretches([OURS, OURS, OURS, OURS, IDLE], { from: 1, to: 2 });
    assert.deepEqual(
      found.map(({ from, ms }) => [from, ms]),
      [[1, 2]],
    );
  });
});
