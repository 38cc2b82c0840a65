import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { readTextOrNull, realPathOrNull, statOrNull } from '../base/look';
import { insideOf, isInEnvironment, SEARCH_PATHS } from '../environment/redirectVariables';
import { simpleCommands } from '../environment/shellWords';
import type { Plan, PlanStep } from '../pipeline/model';
import type { Warning } from '../records/warnings';

/** Where a step that runs in a room names the project outside of it. */
type Named = Extract<Warning, { readonly code: 'project-named' }>['where'];

/**
 * The steps that name the project itself by its own path, in their command, variables, params, or in a script or
 * settings file that they are given: no room leads such a path elsewhere, so what they read there is of today.
 */
export function projectNamed(
  plan: Plan,
  options: {
    /** Absolute. */
    readonly project: string;
    /** Absolute; the saved files lie in it. */
    readonly room: string;
    readonly variables: Readonly<Record<string, string | undefined>>;
  },
): Warning[] {
  const { room } = options;
  const names = namesOf(options.project, options.variables['HOME'] ?? os.homedir());
  const inherited = variablesThatName(options.variables, names);
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const known = texts.get(file) ?? withoutComments(file);
    texts.set(file, known);
    return known;
  };
  return plan.steps.flatMap((step): Warning[] => {
    const where = whereNamed(step, { names, inherited, room, textOf });
    return where === null ? [] : [{ code: 'project-named', step: step.name, where }];
  });
}

interface Look {
  readonly names: Names;
  /** Variables of the command that lead into the project: a step that speaks of one uses it. */
  readonly inherited: readonly string[];
  readonly room: string;
  readonly textOf: (file: string) => string;
}

function whereNamed(step: PlanStep, { names, inherited, room, textOf }: Look): Named | null {
  const command = step.commands.join('\n');
  const words = wordsOf(step);
  if (names.in(command) || words.some((word) => names.in(word))) return { kind: 'command' };
  const declared = variablesThatName(step.variables, names);
  if (declared[0] !== undefined) return { kind: 'variable', name: declared[0] };
  for (const values of Object.values(step.params)) {
    const param = Object.entries(values).find(([, value]) => names.in(JSON.stringify(value)));
    if (param !== undefined) return { kind: 'param', name: param[0] };
  }
  const used = inherited.filter((name) => step.variables[name] === undefined);
  const spoken = (text: string): string | undefined => used.find((name) => speaksOf(text, name));
  const name = spoken(command);
  if (name !== undefined) return { kind: 'variable', name };
  for (const file of filesOf(step, words, room)) {
    const text = textOf(path.join(room, file));
    if (names.in(text)) return { kind: 'file', name: file };
    const inFile = spoken(text);
    if (inFile !== undefined) return { kind: 'variable', name: inFile };
  }
  return null;
}

/** Tells whether a text names the project, in a way that no environment folder of it explains. */
interface Names {
  in(text: string): boolean;
}

function namesOf(project: string, home: string): Names {
  const roots = new Set([project, realPathOrNull(project) ?? project]);
  for (const root of [...roots]) {
    const below = insideOf(root, home);
    if (below) for (const way of ['~', '$HOME', '${HOME}']) roots.add(`${way}/${below}`);
  }
  const any = [...roots].filter((root) => root !== path.parse(root).root).map(escaped);
  // What follows a name belongs to it as long as it may stand in a path without quotes.
  const pattern = new RegExp(
    `(?<![\\w./~-])(?:${any.join('|')})(?![\\w.-])([^\\s'"\`:;,|&()<>]*)`,
    'g',
  );
  return {
    in: (text) =>
      any.length > 0 &&
      [...text.matchAll(pattern)].some(([, rest = '']) => {
        const inside = rest.replace(/^[\\/]+/, '');
        return inside === '' || !isInEnvironment(project, path.normalize(inside));
      }),
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Search paths are led into the room; these others are the step's own there, or name a person's folder. */
const OWN = new Set([...SEARCH_PATHS, 'PWD', 'OLDPWD', 'HOME', 'TMPDIR', 'TMP', 'TEMP', '_']);

function variablesThatName(
  variables: Readonly<Record<string, string | undefined>>,
  names: Names,
): string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value !== undefined && !OWN.has(name.toUpperCase()) && names.in(value) ? [name] : [],
  );
}

function speaksOf(text: string, variable: string): boolean {
  return new RegExp(`(?<!\\w)${escaped(variable)}(?!\\w)`).test(text);
}

function wordsOf({ commands, shell }: PlanStep): string[] {
  const isPosix = shell === 'sh' || shell === 'bash';
  return commands.flatMap((script) =>
    isPosix
      ? simpleCommands(script).flatMap((words) => words.map((word) => word ?? ''))
      : script.split(/[\s"']+/),
  );
}

/** Scripts and settings of the project that the words or the inputs of a step name, relative to the room. */
function filesOf(step: PlanStep, words: readonly string[], room: string): Set<string> {
  const given = words.flatMap((word, at) => {
    const module = words[at - 1] === '-m' ? word.replaceAll('.', '/') : null;
    const modules = module === null ? [] : [`${module}.py`, `${module}/__main__.py`];
    return [word, word.slice(word.indexOf('=') + 1), ...modules];
  });
  const named = given.map((word) => path.resolve(room, step.workingFolder, word));
  const inputs = step.inputs.map((input) => path.join(room, input.path));
  const files = [...named, ...inputs].flatMap((file) => {
    const inside = path.relative(room, file);
    const isInside = inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside);
    return isInside && isReadByPrograms(file) ? [inside] : [];
  });
  return new Set(files);
}

/** Data may name whatever it likes; a script or settings that do so lead there. */
function isReadByPrograms(file: string): boolean {
  const stat = statOrNull(file);
  if (!stat?.isFile() || stat.size === 0 || stat.size > MOST_BYTES) return false;
  return TELLING.test(path.basename(file)) || startsAsScript(file);
}

const TELLING =
  /(\.(py|pyw|sh|bash|zsh|r|jl|m?js|cjs|ts|pl|rb|lua|awk|sql|mk|ya?ml|toml|ini|cfg|conf|env|bat|cmd|ps1)|^(GNU)?makefile)$/i;
const MOST_BYTES = 2 ** 20;

function startsAsScript(file: string): boolean {
  const first = Buffer.alloc(2);
  const descriptor = fs.openSync(file, 'r');
  try {
    return fs.readSync(descriptor, first, 0, 2, 0) === 2 && first.toString('latin1') === '#!';
  } finally {
    fs.closeSync(descriptor);
  }
}

function withoutComments(file: string): string {
  return (readTextOrNull(file) ?? '').replace(/^[ \t]*(#|\/\/).*$/gm, '');
}
