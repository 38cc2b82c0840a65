import * as path from 'node:path';

import { simpleCommands } from './shellWords';
import type { Word } from './shellWords';

/** Where a script's own entries of `PYTHONPATH` lead. */
export interface SearchPlace {
  /** The step's working folder, absolute. */
  readonly folder: string;
  /** Folders that have to stay on `PYTHONPATH`, absolute. */
  readonly needed: readonly string[];
}

/**
 * Whether a script takes away, for what it starts, what `PYTHONPATH` held when it began: it sets the variable
 * anew, unsets it, or starts with a clean environment. One that names all needed folders itself loses nothing.
 */
export function losesSearchPath(script: string, place: SearchPlace): boolean {
  const values = [...script.matchAll(ASSIGNMENT)].map(([, value = '']) => value);
  if (values.some((value) => !keepsAll(value, place))) return true;
  return simpleCommands(script).some((words) => cleans(words));
}

const ASSIGNMENT = /(?<![\w$=])PYTHONPATH=((?:"[^"]*"|'[^']*'|\\.|\$\([^)]*\)|[^\s;&|()"'`])*)/g;

function keepsAll(value: string, { folder, needed }: SearchPlace): boolean {
  if (/\$\{?PYTHONPATH\b/.test(value)) return true;
  const plain = value.replace(/["'\\]/g, '');
  const entries = plain.split(':').map((entry) => entry.replace(HERE, '.'));
  const named = new Set(entries.map((entry) => path.resolve(folder, entry)));
  return needed.every((one) => named.has(path.resolve(one)));
}

/** The ways to write the folder that one is in. */
const HERE = /^(\$PWD|\$\{PWD\}|\$\(pwd\))(?=\/|$)/;

function cleans(words: readonly Word[], depth = 0): boolean {
  return words.some((word, at) => {
    // What a shell is given to run stands in one word.
    if (word?.includes(' ') && depth < MOST_NESTED) {
      return simpleCommands(word).some((inner) => cleans(inner, depth + 1));
    }
    const name = word?.slice(word.lastIndexOf('/') + 1);
    const rest = words.slice(at + 1);
    if (name === 'unset') return rest.includes('PYTHONPATH');
    // What sudo lets through is for its own file to say, and most say nothing.
    if (name === 'sudo') return !rest.some((one) => /^(-E|--preserve-env)/.test(one ?? ''));
    return name === 'env' && isCleanEnv(rest);
  });
}

const MOST_NESTED = 4;

function isCleanEnv(words: readonly Word[]): boolean {
  for (const [at, word] of words.entries()) {
    if (word === null || !(word.startsWith('-') || word.includes('='))) return false;
    if (word === '-' || word === '--ignore-environment' || /^-[a-z0]*i/.test(word)) return true;
    if (/^(-u|--unset=)PYTHONPATH$/.test(word)) return true;
    if (/^(-u|--unset)$/.test(word) && words[at + 1] === 'PYTHONPATH') return true;
    // The value of `-u X` and `-C X` is no program.
    if (/^(-u|--unset|-C|--chdir)$/.test(word)) return isCleanEnv(words.slice(at + 2));
  }
  return false;
}
