import { emptyNode, reprise } from './measure';
import { projectIn, step } from './projects';
import type { EngineRow } from './row';

/** What a call costs before it does anything. */
export const START_ROWS: readonly EngineRow[] = [
  {
    name: 'start: --version',
    beside: 'node -e 0',
    target: 1.5,
    sides: ({ scratch }) => {
      const project = projectIn(scratch, 'start', [step('hello', 'echo hi > hi.txt', 'hi.txt')]);
      return { ours: () => reprise(project, '--version'), theirs: () => emptyNode(project) };
    },
  },
  {
    name: 'start: status, empty project',
    beside: 'node -e 0',
    target: 2,
    sides: ({ scratch }) => {
      const project = projectIn(scratch, 'empty', [step('hello', 'echo hi > hi.txt', 'hi.txt')]);
      return { ours: () => reprise(project, 'status'), theirs: () => emptyNode(project) };
    },
  },
];
