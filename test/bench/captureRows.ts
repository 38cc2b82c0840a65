import * as fs from 'node:fs';
import * as path from 'node:path';

import { reprise, run } from './measure';
import type { Bench, Measured } from './measure';
import { look, projectIn, remove, setAside } from './projects';
import type { EngineRow } from './row';
import { makeLargeFile, makeSmallFiles } from './samples';

/** Capture, status and load of many small files and of a large one. */
export const CAPTURE_ROWS: readonly EngineRow[] = [
  {
    name: 'capture small files (run)',
    beside: 'cp -r',
    target: 1.1,
    memory: true,
    sides: (bench) => {
      const project = smallProject(bench);
      return {
        prepare: (round) => setAside(project, `captured-${round}`, ['.reprise', 'out.txt']),
        ours: () => reprise(project, 'run'),
        theirs: (round) => run('cp', ['-r', 'data', `../copy-${round}`], { cwd: project }),
      };
    },
  },
  {
    name: 'capture one large file (run)',
    beside: 'cp',
    target: 1.3,
    memory: true,
    rounds: 3,
    sides: ({ scratch, scale }) => {
      const project = projectIn(scratch, 'large', [look()]);
      fs.mkdirSync(path.join(project, 'data'));
      makeLargeFile(path.join(project, 'data', 'large.bin'), Math.ceil(4 * 2 ** 30 * scale));
      const copy = path.join(scratch, 'large-copy.bin');
      return {
        // single files, unlike thousands of small ones, cost nothing to remove
        prepare: () => {
          for (const made of ['.reprise', 'out.txt']) remove(path.join(project, made));
          remove(copy);
        },
        ours: () => reprise(project, 'run'),
        theirs: () => run('cp', ['data/large.bin', copy], { cwd: project }),
      };
    },
  },
  {
    name: 'capture again, unchanged (run)',
    beside: 'find -printf',
    target: 3,
    grants: 'node',
    sides: (bench) => {
      const project = smallProject(bench);
      reprise(project, 'run');
      return { ours: () => reprise(project, 'run'), theirs: () => walk(project) };
    },
  },
  {
    name: 'status, unchanged',
    beside: 'find -printf',
    target: 3,
    grants: 'node',
    sides: (bench) => {
      const project = smallProject(bench);
      reprise(project, 'run');
      return { ours: () => reprise(project, 'status'), theirs: () => walk(project) };
    },
  },
  {
    name: 'capture again, one file changed (run)',
    beside: 'the same, unchanged',
    target: 1.1,
    sides: (bench) => {
      const project = smallProject(bench);
      reprise(project, 'run');
      return {
        ours: (round) => {
          fs.writeFileSync(path.join(project, 'data', 'd0', 'f0.txt'), `changed ${round}\n`);
          return reprise(project, 'run');
        },
        theirs: () => {
          reprise(project, 'run');
          return reprise(project, 'run');
        },
      };
    },
  },
  {
    name: 'load into an empty folder',
    beside: 'cp -r',
    target: 1.3,
    memory: true,
    sides: (bench) => {
      const project = smallProject(bench);
      reprise(project, 'run');
      reprise(project, 'save');
      return {
        ours: (round) => reprise(project, 'load', 'v1.0', `../loaded-${round}`),
        theirs: (round) => run('cp', ['-r', 'data', `../load-copy-${round}`], { cwd: project }),
      };
    },
  },
];

/** The project with the small files, made once. */
function smallProject({ scratch, scale }: Bench): string {
  const project = path.join(scratch, 'small', 'project');
  if (fs.existsSync(project)) return project;
  projectIn(scratch, 'small', [look()]);
  makeSmallFiles(path.join(project, 'data'), Math.ceil(20_000 * scale));
  return project;
}

function walk(project: string): Measured {
  return run('find', ['data', '-printf', '%s %T@\n'], { cwd: project });
}
