import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { cannotRun } from './cannotRun';

/** The top of the repository, from where the compiled tests lie. */
export const REPOSITORY = path.join(__dirname, '..', '..', '..');

/** One finished call of the built command line. */
export interface Finished {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A private copy of an example in this folder. */
export function copyOfExample(name: string, folder: string): string {
  const project = path.join(folder, name);
  const from = path.join(REPOSITORY, 'examples', name);
  const made = /[/\\](\.venv|\.reprise|__pycache__)$/;
  fs.cpSync(from, project, { recursive: true, filter: (source) => !made.test(source) });
  return project;
}

/** Gives the copy of an example its Python environment, a private one, as `npm test` has built it. */
export function giveEnvironment(context: Mocha.Context, project: string): void {
  const built = process.env.REPRISE_EXAMPLE_ENVIRONMENT;
  if (built === undefined) {
    const why = process.env.REPRISE_EXAMPLE_ENVIRONMENT_MISSING;
    cannotRun(context, why ?? 'its environment is built by `npm test`');
  }
  fs.cpSync(built, path.join(project, '.venv'), { recursive: true, verbatimSymlinks: true });
}

/** Calls the built command line in a folder and waits for its end. */
export function reprise(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Finished {
  const done = spawnSync(process.execPath, [path.join(REPOSITORY, 'dist', 'cli.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...variables },
    maxBuffer: 64 << 20,
    windowsHide: true,
  });
  return { exit: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** As `reprise` with `--json`, for a call that has to end with this exit code: the document it printed. */
export function ask(folder: string, args: readonly string[], exit = 0): Record<string, unknown> {
  const done = reprise(folder, [...args, '--json']);
  if (done.exit !== exit) {
    const said = `${done.stdout}${done.stderr}`;
    throw new Error(`reprise ${args.join(' ')} ended with ${done.exit}, not ${exit}:\n${said}`);
  }
  return JSON.parse(done.stdout) as Record<string, unknown>;
}

/** Everything below a folder but `.reprise/`: kind, mode, time of change, and content or target. */
export function listing(folder: string): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (name.split(path.sep)[0] === '.reprise') continue;
    seen[name] = factsOf(path.join(folder, name));
  }
  seen['.'] = factsOf(folder);
  return seen;
}

function factsOf(file: string): string {
  const stat = fs.lstatSync(file, { bigint: true });
  const facts = `${stat.mode.toString(8)} ${stat.mtimeNs}`;
  if (stat.isSymbolicLink()) return `${facts} -> ${fs.readlinkSync(file)}`;
  if (!stat.isFile()) return facts;
  return `${facts} ${createHash('sha256').update(fs.readFileSync(file)).digest('hex')}`;
}
