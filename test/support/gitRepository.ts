import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** Runs git in a folder with a configuration of its own; what it prints, without the last newline. */
export function git(folder: string, ...args: readonly string[]): string {
  const out = execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...GIT_ENVIRONMENT },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return out.replace(/\n$/, '');
}

/** Keeps whoever runs the tests, and their settings, out of the repositories made for them. */
export const GIT_ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

/** Every file and folder below a folder with what a program that only reads leaves as it is. */
export function statesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const stat = fs.lstatSync(path.join(folder, name), { bigint: true });
      return `${name} ${stat.ino} ${stat.mode} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
    });
}
