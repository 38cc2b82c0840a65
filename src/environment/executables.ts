import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { runHelper } from '../base/childProcess';
import { digestFromHex } from '../base/digest';
import type { Digest } from '../base/digest';
import type { ObservedExecutable } from './environmentModel';
import { isFresh, stampOf } from './observationCache';
import type { ObservationCache } from './observationCache';
import type { FoundProgram } from './stepPrograms';

/** How executables are looked at. */
export interface ExecutableOptions {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly cache: ObservationCache;
  readonly now: number;
}

/** A program's bytes and, for those known to answer, what it says of itself; null where it cannot be read. */
export async function observeExecutable(
  program: FoundProgram,
  options: ExecutableOptions,
): Promise<ObservedExecutable | null> {
  const digest = digestOfProgram(program.real, options);
  if (digest === null) return null;
  const version = await versionOf(program, options);
  return { name: program.name, path: program.real, digest, version };
}

/** The digest of a file, read anew only where the file changed. */
export function digestOfProgram(
  file: string,
  options: Pick<ExecutableOptions, 'cache' | 'now'>,
): Digest | null {
  const stamp = stampOf(file);
  if (stamp === null) return null;
  const known = options.cache.get(`digest ${file}`, stamp);
  if (typeof known === 'string') return known as Digest;
  const digest = hashFile(file);
  if (digest !== null && stampOf(file) === stamp && !isFresh(file, options.now)) {
    options.cache.put(`digest ${file}`, stamp, digest);
  }
  return digest;
}

/**
 * Programs that are asked for their version, and how. None of them does anything else when it is asked so;
 * a program that is not here is never started.
 */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  node: ['--version'],
  bun: ['--version'],
  deno: ['--version'],
  Rscript: ['--version'],
  R: ['--version'],
  julia: ['--version'],
  java: ['-version'],
  javac: ['-version'],
  gcc: ['--version'],
  'g++': ['--version'],
  cc: ['--version'],
  'c++': ['--version'],
  clang: ['--version'],
  'clang++': ['--version'],
  gfortran: ['--version'],
  make: ['--version'],
  cmake: ['--version'],
  git: ['--version'],
  bash: ['--version'],
  ruby: ['--version'],
  perl: ['-e', 'print $^V'],
  go: ['version'],
  uv: ['--version'],
  jq: ['--version'],
  sqlite3: ['--version'],
  ffmpeg: ['-version'],
  pandoc: ['--version'],
};

async function versionOf(
  program: FoundProgram,
  options: ExecutableOptions,
): Promise<string | null> {
  const name = program.name.replace(/\.exe$/i, '');
  const args = Object.hasOwn(ASKED, name) ? ASKED[name] : undefined;
  const stamp = stampOf(program.real);
  // Apple's stand-ins open a window where the tools behind them are not installed.
  if (!args || stamp === null || isStandIn(program)) return null;
  const key = `version ${program.file}`;
  const known = options.cache.get(key, stamp);
  if (typeof known === 'string') return known || null;
  const asked = await runHelper(program.file, args, {
    cwd: options.folder,
    env: { ...options.variables, LC_ALL: 'C', GOTOOLCHAIN: 'local' },
    timeoutMs: 10_000,
  });
  const text =
    asked.code === 0 ? firstVersion(`${asked.stdout.toString('utf8')}\n${asked.stderr}`) : '';
  if (asked.error === null && !isFresh(program.real, options.now))
    options.cache.put(key, stamp, text);
  return text || null;
}

function isStandIn(program: FoundProgram): boolean {
  return process.platform === 'darwin' && path.dirname(program.real) === '/usr/bin';
}

/** The first line that holds a version, of what a program prints. */
function firstVersion(printed: string): string {
  const line = printed.split(/\r?\n/).find((one) => /[0-9]+\.[0-9]+/.test(one)) ?? '';
  return line.trim().slice(0, 200);
}

function hashFile(file: string): Digest | null {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  const hash = createHash('sha256');
  try {
    const descriptor = fs.openSync(file, 'r');
    try {
      for (;;) {
        const read = fs.readSync(descriptor, buffer, 0, buffer.length, null);
        if (read === 0) return digestFromHex(hash.digest('hex'));
        hash.update(buffer.subarray(0, read));
      }
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return null;
  }
}
