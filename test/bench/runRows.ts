import * as path from 'node:path';

import { emptyNode, reprise, run } from './measure';
import { projectIn, remove, setAside, step } from './projects';
import type { EngineRow } from './row';

/** Steps: many trivial ones, a loud one, and a verify of slow ones. */
export const RUN_ROWS: readonly EngineRow[] = [
  ...[100, 1000].map((count) => stepsRow(count)),
  ...[100, 1000].map((count) => nothingToDoRow(count)),
  {
    name: 'a step that prints 500 MB',
    beside: 'the command into a file',
    target: 1.05,
    sides: ({ scratch, scale }) => {
      const bytes = Math.ceil(500e6 * scale);
      const loud = `yes ${'0123456789'.repeat(6)} | head -c ${bytes}`;
      const project = projectIn(scratch, 'loud', [
        step('loud', `${loud}; echo done > out.txt`, 'out.txt'),
      ]);
      const log = path.join(scratch, 'loud.log');
      return {
        prepare: () => remove(log),
        ours: () => {
          const { stdout } = reprise(project, 'run', '--no-reuse', '--json');
          const { steps } = JSON.parse(stdout) as { steps: { durationMs: number }[] };
          return { ms: steps[0]?.durationMs ?? Number.NaN, peakBytes: 0, stdout: '' };
        },
        theirs: () => run('/bin/sh', ['-c', `${loud}; echo done > out.txt`], { cwd: project, log }),
      };
    },
  },
  {
    name: 'verify, steps of seconds',
    beside: 'the bare commands',
    target: 1.03,
    grants: 'load',
    sides: ({ scratch, scale }) => {
      const sum = (name: string, turns: number): string =>
        `python3 -c "print(sum(i * i for i in range(${Math.ceil(turns * scale)})))" > ${name}.txt`;
      const commands = [sum('first', 4e7), `${sum('second', 4e7)}; cat first.txt >> second.txt`];
      const project = projectIn(scratch, 'slow', [
        step('first', commands[0] ?? '', 'first.txt'),
        `${step('second', commands[1] ?? '', 'second.txt')}\n    inputs: [first.txt]`,
      ]);
      reprise(project, 'run');
      reprise(project, 'save');
      let loads = 0;
      return {
        ours: () => reprise(project, 'verify', 'v1.0'),
        theirs: () => run('/bin/sh', ['-c', commands.join('\n')], { cwd: project }),
        load: () => reprise(project, 'load', 'v1.0', `../slow-loaded-${loads++}`),
      };
    },
  },
];

function nothingToDoRow(count: number): EngineRow {
  return {
    name: `${count} steps, nothing to do`,
    beside: 'node -e 0',
    target: 1.6,
    sides: ({ scratch, scale }) => {
      const { project } = stepsProject(scratch, `again-${count}`, count * scale);
      reprise(project, 'run', '-j', '2');
      return {
        ours: () => reprise(project, 'run', '-j', '2'),
        theirs: () => emptyNode(project),
      };
    },
  };
}

function stepsProject(
  scratch: string,
  name: string,
  wanted: number,
): { readonly project: string; readonly steps: number } {
  const steps = Math.max(1, Math.round(wanted));
  const numbers = Array.from({ length: steps }, (_, index) => index + 1);
  const project = projectIn(
    scratch,
    name,
    numbers.map((n) => step(`s${n}`, `echo ${n} > out/${n}.txt`, `out/${n}.txt`)),
  );
  return { project, steps };
}

function stepsRow(count: number): EngineRow {
  return {
    name: `${count} trivial steps`,
    beside: 'xargs -P2 sh -c',
    target: 3.5,
    sides: ({ scratch, scale }) => {
      const { project, steps } = stepsProject(scratch, `steps-${count}`, count * scale);
      const plain = `mkdir plain && seq ${steps} | xargs -P2 -I% sh -c 'echo % > plain/%.txt'`;
      return {
        prepare: (round) => setAside(project, `steps-${round}`, ['.reprise', 'out', 'plain']),
        ours: () => reprise(project, 'run', '-j', '2'),
        theirs: () => run('/bin/sh', ['-c', plain], { cwd: project }),
      };
    },
  };
}
