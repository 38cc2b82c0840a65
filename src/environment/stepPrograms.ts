import * as path from 'node:path';

import { isFolder, readTextOrNull, realPathOrNull, statOrNull } from '../base/look';
import type { StepPart } from './planPart';
import { isShell, programsOf } from './programs';
import type { Program } from './programs';
import { losesSearchPath } from './searchPathLost';
import type { Word } from './shellWords';
import { insideOf, isInEnvironment } from './redirectVariables';
import { interpreterLine, resolveProgram } from './resolveProgram';

/** A program that a step starts, found on this machine. */
export interface FoundProgram {
  /** The word without its folder. */
  readonly name: string;
  /** Absolute, as PATH or the word led to it. */
  readonly file: string;
  /** With links resolved. */
  readonly real: string;
}

/** What the programs of a step come to. */
export interface StepPrograms {
  /** Files of the project itself are not among them: they are inputs or source, made by a step perhaps. */
  readonly programs: readonly FoundProgram[];
  /** Python interpreters, by the path that the step takes. */
  readonly pythons: readonly string[];
  readonly usesNode: boolean;
  readonly usesR: boolean;
  /** It starts programs that reading cannot tell: a word with a variable, a task runner. */
  readonly isOpaque: boolean;
  /** It starts a Python that is told not to hear `PYTHONPATH`, or that does not get what it held. */
  readonly isDeaf: boolean;
}

/** Where a step's programs are looked for. */
export interface ProgramPlace {
  /** The step's PATH. */
  readonly path: string;
  /** PATHEXT of Windows. */
  readonly extensions: string | undefined;
  /** The step's working folder, absolute. */
  readonly folder: string;
  /** Folders that hold the project: itself, and the room where there is one. */
  readonly roots: readonly string[];
  /** Folders that have to stay on `PYTHONPATH`, absolute; none where nobody asks. */
  readonly needed?: readonly string[];
  /** What words came to in this observation: many steps name the same. */
  readonly found: Map<string, Located | null>;
}

/** A file that a word came to. */
export interface Located {
  readonly file: string;
  readonly real: string;
  /** It is the project's own. */
  readonly own: boolean;
  /** The words of its first line, where it is a script. */
  readonly interpreter: readonly string[] | null;
}

/** Reads a step's scripts, and the project's own shell scripts that they call, for the programs they start. */
export function programsOfStep(
  step: Pick<StepPart, 'shell' | 'commands'>,
  place: ProgramPlace,
): StepPrograms {
  const programs = new Map<string, FoundProgram>();
  const pythons = new Set<string>();
  const readScripts = new Set<string>();
  let [usesNode, usesR, isOpaque, isDeaf, isLost] = [false, false, false, false, false];
  const { folder, needed = [] } = place;

  const visitScript = (script: string, shell: string, depth: number): void => {
    if (needed.length > 0 && losesSearchPath(script, { folder, needed })) isLost = true;
    for (const program of programsOf(script, shell)) visit(program, depth);
  };
  const visit = (program: Program, depth: number): void => {
    if (program.word === '' || RUNNER.test(nameOf(program.word))) isOpaque = true;
    if (PYTHON.test(nameOf(program.word)) && isIsolated(program.rest)) isDeaf = true;
    const located = program.word === '' ? null : locate(program, place);
    if (located === null) return;
    const { file, real, own, interpreter } = located;
    const name = nameOf(program.word);
    if (!own) programs.set(`${name}\0${file}`, { name, file, real });
    if (/^node_modules[\\/]|[\\/]node_modules[\\/]/.test(real) || NODE.test(name)) usesNode = true;
    if (R.test(name)) usesR = true;
    // A script of the project's own is not started only because it calls itself python.
    if (PYTHON.test(name) && !(own && interpreter)) pythons.add(file);
    else if (isShell(name)) visitFile(scriptGiven(program, place), 'sh', depth);
    else if (interpreter) visitInterpreter(located, program, depth);
  };
  const visitInterpreter = (script: Located, by: Program, depth: number): void => {
    const [word, ...rest] = script.interpreter ?? [];
    if (word === undefined || depth >= MOST_NESTED) return;
    const { own } = script;
    if (own && isShell(nameOf(word))) visitFile(script.real, nameOf(word), depth);
    const asked = { word, rest, environment: by.environment };
    if (!isShell(nameOf(word)) || own) visit(asked, depth + 1);
  };
  /** A script of the project's own: its text says which programs it starts. */
  const visitFile = (file: string | null, shell: string, depth: number): void => {
    if (file === null || depth >= MOST_NESTED || readScripts.has(file)) return;
    readScripts.add(file);
    const stat = statOrNull(file);
    if (!stat?.isFile() || stat.size > MOST_BYTES) return;
    visitScript(readTextOrNull(file) ?? '', shell, depth + 1);
  };

  visit({ word: shellProgram(step.shell), rest: [], environment: null }, 0);
  for (const script of step.commands) visitScript(script, step.shell, 0);
  return {
    programs: [...programs.values()],
    pythons: [...pythons],
    usesNode,
    usesR,
    isOpaque,
    isDeaf: isDeaf || (isLost && (isOpaque || pythons.size > 0)),
  };
}

const PYTHON = /^(python|pypy)[0-9.]*w?(\.exe)?$/;
const NODE = /^(node|npm|npx|pnpm|pnpx|yarn|bun|bunx|tsx|ts-node)(\.exe|\.cmd)?$/;
const R = /^(R|Rscript|littler|r)(\.exe)?$/;
const RUNNER = /^(g?make|just|task|ninja|bazel|npm|npx|pnpm|yarn)(\.exe|\.cmd)?$/;
const MOST_NESTED = 4;
const MOST_BYTES = 2 ** 20;

/** Whether Python's options, up to its script or `-c` or `-m`, have `-I` or `-E` among them. */
function isIsolated(words: readonly Word[]): boolean {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? null;
    if (word === null || !/^-[A-Za-z?]/.test(word)) {
      if (word?.startsWith('--')) continue;
      return false;
    }
    // Of the letters of a word `c`, `m`, `W` and `X` take what follows for their value.
    const [, letters = '', valued, value] = /^-([^cmWX]*)([cmWX]?)(.*)$/s.exec(word) ?? [];
    if (/[IE]/.test(letters)) return true;
    if (valued === 'c' || valued === 'm') return false;
    if (valued !== '' && value === '') at++;
  }
  return false;
}

function shellProgram(shell: StepPart['shell']): string {
  return shell === 'sh' && process.platform !== 'win32' ? '/bin/sh' : shell;
}

function locate(program: Program, place: ProgramPlace): Located | null {
  const key = [program.word, program.environment ?? '', place.path, place.folder].join('\0');
  const known = place.found.get(key);
  if (known !== undefined) return known;
  const file = find(program, place);
  const real = file === null ? null : realPathOrNull(file);
  const located =
    file === null || real === null
      ? null
      : {
          file,
          real,
          own: isOwn(file, place) || isOwn(real, place),
          interpreter: interpreterLine(real),
        };
  place.found.set(key, located);
  return located;
}

function find(program: Program, place: ProgramPlace): string | null {
  const bin = program.environment === null ? null : binOf(program.environment, place);
  return resolveProgram(program.word, {
    path: bin === null ? place.path : bin + path.delimiter + place.path,
    folder: place.folder,
    ...(place.extensions === undefined ? {} : { extensions: place.extensions }),
  });
}

/** The folder of an environment's programs; one that is named without a way is looked for upward in the project. */
function binOf(environment: string, place: ProgramPlace): string | null {
  const name = process.platform === 'win32' ? 'Scripts' : 'bin';
  for (let at = place.folder; ; at = path.dirname(at)) {
    const bin = path.resolve(at, environment, name);
    if (isFolder(bin)) return bin;
    if (place.roots.includes(at) || path.dirname(at) === at) return null;
  }
}

/** The file that a shell is given to read; null where it is given none, or one that is not the project's. */
function scriptGiven(program: Program, place: ProgramPlace): string | null {
  const given = program.rest.find((word) => word === null || !word.startsWith('-'));
  if (typeof given !== 'string' || program.rest.some((word) => /^-[a-z]*c$/.test(word ?? ''))) {
    return null;
  }
  const file = path.resolve(place.folder, given);
  return isOwn(file, place) ? file : null;
}

/** Whether a file is the project's own: in it, and in no environment folder of it. */
function isOwn(file: string, place: ProgramPlace): boolean {
  return place.roots.some((root) => {
    const inside = insideOf(file, root);
    return inside !== null && !isInEnvironment(root, inside);
  });
}

function nameOf(word: string): string {
  return word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
}
