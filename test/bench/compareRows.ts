import * as fs from 'node:fs';
import * as path from 'node:path';

import { reprise, runNode } from './measure';
import type { Sides } from './measure';
import { projectIn, step } from './projects';
import type { EngineRow } from './row';
import { makeJson, makeLog, makeTable } from './samples';

/** Comparison of two saved versions within a rule that someone wrote. */
export const COMPARE_ROWS: readonly EngineRow[] = [
  {
    name: 'compare JSON, 1,000,000 numbers, tolerance',
    beside: 'parsing both in Node',
    target: 2,
    memory: true,
    sides: ({ scratch, scale }) => {
      const rule = '{ tolerance: { relative: 1e-6 } }';
      const project = comparedProject(scratch, 'json', rule, (file, off) =>
        makeJson(file, Math.ceil(1e6 * scale), off),
      );
      const parse = `for (const n of ['was', 'is']) JSON.parse(require('fs').readFileSync(n, 'utf8'))`;
      return comparison(project, parse);
    },
  },
  {
    name: 'compare CSV, 1,000,000 × 5, all within tolerance',
    beside: 'reading and splitting both in Node',
    target: 2,
    memory: true,
    sides: ({ scratch, scale }) => {
      const rule = '{ tolerance: { relative: 1e-6 } }';
      const project = comparedProject(scratch, 'csv', rule, (file, off) =>
        makeTable(file, Math.ceil(1e6 * scale), off),
      );
      const split = `for (const n of ['was', 'is']) require('fs').readFileSync(n, 'utf8').split('\\n').map((row) => row.split(','))`;
      return comparison(project, split);
    },
  },
  {
    name: 'compare text, 800,000 lines, a pattern ignored',
    beside: 'reading and splitting both in Node',
    target: 2,
    memory: true,
    sides: ({ scratch, scale }) => {
      const rule = '{ ignore: { patterns: ["in [0-9.]+ s"] } }';
      const project = comparedProject(scratch, 'log', rule, (file, off) =>
        makeLog(file, Math.ceil(8e5 * scale), off),
      );
      const split = `for (const n of ['was', 'is']) require('fs').readFileSync(n, 'utf8').split('\\n')`;
      return comparison(project, split);
    },
  },
];

/** Two saved versions whose one output differs within a rule. */
function comparedProject(
  scratch: string,
  name: string,
  rule: string,
  make: (file: string, off: boolean) => void,
): string {
  const project = projectIn(scratch, name, [
    step('copy', `cp current out.${name}`, `out.${name}: ${rule}`),
  ]);
  for (const [label, file, off] of [
    ['v1.0', 'was', false],
    ['v1.1', 'is', true],
  ] as const) {
    make(path.join(project, file), off);
    fs.copyFileSync(path.join(project, file), path.join(project, 'current'));
    reprise(project, 'version', label);
    reprise(project, 'run', '--no-reuse');
    reprise(project, 'save');
  }
  return project;
}

function comparison(project: string, plain: string): Sides {
  return {
    ours: () => reprise(project, 'diff', 'v1.0', 'v1.1'),
    theirs: () => runNode(['-e', plain], project),
  };
}
