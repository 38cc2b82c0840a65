import * as fs from 'node:fs';
import * as path from 'node:path';

import { capture, reprise, run } from './measure';
import type { Bench, Measured } from './measure';
import { look, projectIn, remove, setAside } from './projects';
import type { EngineRow } from './row';
import { makeLargeFile, makeSmallFiles } from './samples';

/**
 * Capture, status and load of many small files and of a large one. "(run)" is a whole `run`, which besides captures
 * what the step is given, looks at the environment, and executes the step or finds that it need not.
 */
export const CAPTURE_ROWS: readonly EngineRow[] = [
  ...[
    { name: 'capture', taken: capture },
    { name: 'capture (run)', taken: (project: string) => reprise(project, 'run') },
  ].flatMap(({ name, taken }) => rowsOf(name, taken)),
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
        theirs: (round) => run('cp', ['-r', 'data', freshCopy(project, round)], { cwd: project }),
      };
    },
  },
];

function rowsOf(name: string, taken: (project: string) => Measured): EngineRow[] {
  return [
    {
      name: `${name}: small files`,
      beside: 'cp -r',
      target: 1.1,
      memory: true,
      sides: (bench) => {
        const project = smallProject(bench);
        return {
          prepare: (round) => setAside(project, `captured-${round}`, ['.reprise', 'out.txt']),
          ours: () => taken(project),
          theirs: (round) => run('cp', ['-r', 'data', freshCopy(project, round)], { cwd: project }),
        };
      },
    },
    {
      name: `${name}: one large file`,
      beside: 'cp',
      target: 1.3,
      memory: true,
      rounds: 3,
      sides: (bench) => {
        const project = largeProject(bench);
        const copy = path.join(project, '..', 'copy.bin');
        return {
          // single files, unlike thousands of small ones, cost nothing to remove
          prepare: () => {
            for (const made of ['.reprise', 'out.txt']) remove(path.join(project, made));
            remove(copy);
          },
          ours: () => taken(project),
          theirs: () => run('cp', ['data/large.bin', copy], { cwd: project }),
        };
      },
    },
    {
      name: `${name}: again, unchanged`,
      beside: 'find -printf',
      target: 3,
      grants: 'node',
      sides: (bench) => {
        const project = smallProject(bench);
        taken(project);
        return { ours: () => taken(project), theirs: () => walk(project) };
      },
    },
    {
      name: `${name}: again, one file changed`,
      beside: 'the same, unchanged',
      target: 1.1,
      sides: (bench) => {
        const project = smallProject(bench);
        taken(project);
        return {
          ours: (round) => {
            const file = path.join(project, 'data', 'd0', 'f0.txt');
            fs.writeFileSync(file, `changed ${round} ${process.hrtime.bigint()}\n`);
            return taken(project);
          },
          theirs: () => {
            taken(project);
            return taken(project);
          },
        };
      },
    },
  ];
}

/** The project with the small files, made once. */
function smallProject({ scratch, scale }: Bench): string {
  const project = path.join(scratch, 'small', 'project');
  if (fs.existsSync(project)) return project;
  projectIn(scratch, 'small', [look()]);
  makeSmallFiles(path.join(project, 'data'), Math.ceil(20_000 * scale));
  return project;
}

/** The project with the large file, made once. */
function largeProject({ scratch, scale }: Bench): string {
  const project = path.join(scratch, 'large', 'project');
  if (fs.existsSync(project)) return project;
  projectIn(scratch, 'large', [look()]);
  fs.mkdirSync(path.join(project, 'data'));
  makeLargeFile(path.join(project, 'data', 'large.bin'), Math.ceil(4 * 2 ** 30 * scale));
  return project;
}

/** A name beside the project that nothing has yet. */
function freshCopy(project: string, round: number): string {
  return path.join(project, '..', `copy-${round}-${process.hrtime.bigint()}`);
}

function walk(project: string): Measured {
  return run('find', ['data', '-printf', '%s %T@\n'], { cwd: project });
}
