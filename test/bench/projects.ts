import * as fs from 'node:fs';
import * as path from 'node:path';

/** A project in a folder of its own, so that what is set aside lies beside it. */
export function projectIn(scratch: string, name: string, steps: readonly string[]): string {
  const project = path.join(scratch, name, 'project');
  fs.mkdirSync(project, { recursive: true });
  const head = 'name: bench\nversion: v1.0\nsteps:\n';
  fs.writeFileSync(path.join(project, 'pipeline.yaml'), `${head}${steps.join('\n')}\n`);
  return project;
}

/** The text of a step with one output. */
export function step(name: string, command: string, output: string): string {
  return `  ${name}:\n    run: ${JSON.stringify(command)}\n    outputs:\n      - ${output}`;
}

/** A step that only looks at the folder `data`. */
export function look(): string {
  return `${step('look', 'echo done > out.txt', 'out.txt')}\n    inputs: [data]`;
}

/** Renames, because a file system creates files slowly for minutes after many were removed. */
export function setAside(project: string, name: string, made: readonly string[]): void {
  const aside = path.join(project, '..', `aside-${name}-${process.hrtime.bigint()}`);
  fs.mkdirSync(aside);
  for (const one of made) {
    const from = path.join(project, one);
    if (fs.existsSync(from)) fs.renameSync(from, path.join(aside, one));
  }
}

/** Removes what is there, if it is. */
export function remove(file: string): void {
  fs.rmSync(file, { recursive: true, force: true });
}
