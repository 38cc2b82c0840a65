import * as fs from 'node:fs';
import * as path from 'node:path';

import { isProgram } from '../base/look';

/** The file that a word names as a program, links as they are; null where there is none. */
export function resolveProgram(
  word: string,
  options: { readonly path: string; readonly folder: string; readonly extensions?: string },
): string | null {
  const endings = process.platform === 'win32' ? ['', ...windowsEndings(options.extensions)] : [''];
  if (word.includes('/') || (process.platform === 'win32' && word.includes('\\'))) {
    return firstProgram(path.resolve(options.folder, word), endings);
  }
  for (const entry of options.path.split(path.delimiter)) {
    const found = firstProgram(path.resolve(options.folder, entry, word), endings);
    if (found !== null) return found;
  }
  return null;
}

/** The command line in the first line of a script, `env` taken away; null where a file has none. */
export function interpreterLine(file: string): string[] | null {
  const head = readHead(file);
  if (!head.startsWith('#!')) return null;
  const lines = head.slice(2).split('\n');
  // Paths too long for a first line: `#!/bin/sh` and then `'''exec' /long/path/python "$0" "$@"`.
  const long = /^'''exec' "?([^"]+?)"? "\$0"/.exec(lines[1] ?? '')?.[1];
  if (long !== undefined) return [long];
  const words = (lines[0] ?? '').trim().split(/\s+/);
  if (path.basename(words[0] ?? '') !== 'env') return words;
  // Options and variables of env's own; what follows the program are the program's.
  const program = words.findIndex(
    (word, at) => at > 0 && !word.startsWith('-') && !word.includes('='),
  );
  return program < 0 ? [] : words.slice(program);
}

function readHead(file: string): string {
  const buffer = Buffer.alloc(512);
  try {
    const descriptor = fs.openSync(file, 'r');
    try {
      return buffer.toString('utf8', 0, fs.readSync(descriptor, buffer, 0, buffer.length, 0));
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    return '';
  }
}

function firstProgram(base: string, endings: readonly string[]): string | null {
  for (const ending of endings) if (isProgram(base + ending)) return base + ending;
  return null;
}

function windowsEndings(extensions: string | undefined): string[] {
  return (extensions ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';').filter(Boolean);
}
