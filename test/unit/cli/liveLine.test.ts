import assert from 'node:assert/strict';

import { LiveLine } from '../../../src/cli/liveLine';
import type { RunEvent, RunEventBody } from '../../../src/records/events';
import { fakeTerminal } from '../../support/fakeTerminal';

const CLEAR = '\r\u001b[2K';

describe('what a run tells while it goes on', () => {
  it('is plain lines where there is no terminal', () => {
    const terminal = fakeTerminal();
    const line = new LiveLine(terminal, () => 0);
    for (const event of events()) line.tell(event);
    line.close();
    assert.equal(
      terminal.told(),
      'run r  pipeline.yaml, 2 steps\n▸ a  running\n✓ a  1.0 s\n▸ b  running\n',
    );
  });

  it('is one more line on a terminal, redrawn in place with what is at work, and gone at the end', () => {
    let now = 0;
    const terminal = fakeTerminal({ live: true, width: 60 });
    const line = new LiveLine(terminal, () => now);
    for (const event of events()) {
      now = event.at;
      line.tell(event);
    }
    line.close();
    const drawn = terminal.told().split(CLEAR);
    assert.equal(drawn[1], 'run r  pipeline.yaml, 2 steps\n0 of 2 · 0:00');
    assert.equal(drawn[2], '▸ a  running\n0 of 2 · a 0:00 · 0:01');
    assert.equal(drawn[3], '✓ a  1.0 s\n1 of 2 · 0:02');
    assert.equal(drawn[4], '▸ b  running\n1 of 2 · b 0:00 · 0:03');
    assert.equal(drawn.at(-1), '', 'the line is cleared away');
  });

  for (const live of [false, true]) {
    it(`says once what holds for many reused steps, live: ${live}`, () => {
      const terminal = fakeTerminal({ live, width: 60 });
      const line = new LiveLine(terminal, () => 0);
      for (const step of ['a', 'b']) {
        const warning = { code: 'reused-other-code', step, run: 'q', paths: ['x.md'] } as const;
        line.tell({ type: 'warning', warning, number: 1, at: 0 });
      }
      line.tell({ type: 'ended', status: 'succeeded', durationMs: 1, number: 2, at: 0 });
      line.close();
      const told = terminal.told().match(/warning: .*/g);
      assert.equal(told?.length, 1);
      assert.match(told[0], /^warning: a, b were reused from run q.*: x\.md\./);
    });
  }

  const asideCases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['all of them still lie there', ['a.txt', 'b.txt'], false],
    ['one was put back', ['b.txt'], true],
    ['another one went there since', ['a.txt', 'b.txt', 'c.txt'], true],
    ['others lie there', ['a.txt', 'c.txt'], true],
  ];
  for (const [what, paths, again] of asideCases) {
    it(`says that files were moved aside and where to, and ${again ? 'again' : 'once'} where ${what}`, () => {
      const terminal = fakeTerminal();
      const line = new LiveLine(terminal, () => 0);
      const started = events()[0]!;
      line.tell(started);
      const moved = { step: 'a', paths: ['a.txt', 'b.txt'], folder: 'displaced' };
      line.tell({ type: 'displacing', ...moved, number: 1, at: 0 });
      const warning = { code: 'displaced', step: 'a', paths, folder: '/p/displaced' } as const;
      line.tell({ type: 'warning', warning, number: 2, at: 0 });
      line.close();
      const told = terminal.told().split('\n').slice(1, -1);
      assert.equal(
        told[0],
        'a: moving aside what no earlier run made, into .reprise/runs/r/displaced: a.txt, b.txt',
      );
      assert.equal(told.length, again ? 2 : 1);
    });
  }

  it('is cut to the width of the terminal', () => {
    const terminal = fakeTerminal({ live: true, width: 12 });
    const line = new LiveLine(terminal, () => 3000);
    for (const event of events()) line.tell(event);
    line.close();
    const last = terminal.told().split(CLEAR).at(-2)!.split('\n').at(-1)!;
    assert.equal(last.length, 11);
  });
});

function events(): RunEvent[] {
  const digest = 'sha256:0' as Extract<RunEvent, { type: 'captured' }>['sourceTree'];
  const start = (step: string): RunEventBody => {
    return { type: 'step-started', step, attempt: 1, log: `logs/${step}/1.log`, reason: null };
  };
  const end = { attempts: 1, durationMs: 1000, recipe: digest, outcome: digest };
  const bodies: RunEventBody[] = [
    { type: 'started', run: 'r', pipeline: 'pipeline.yaml', version: null, steps: ['a', 'b'] },
    start('a'),
    { type: 'step-succeeded', step: 'a', ...end },
    start('b'),
  ];
  return bodies.map((body, index) => ({ ...body, number: index + 1, at: index * 1000 }));
}
