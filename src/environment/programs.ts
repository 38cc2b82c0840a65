import { simpleCommands } from './shellWords';
import type { Word } from './shellWords';

/** A program that a script starts, by the word that names it. */
export interface Program {
  /** Empty where only the shell will know it, as in `$TOOL x`. */
  readonly word: string;
  /** The words after it, for those that start a program or a script of their own. */
  readonly rest: readonly Word[];
  /** The folder of an environment that is active there, as written; null where PATH alone decides. */
  readonly environment: string | null;
}

/** The programs that a script starts, in order, as far as reading it can tell; what the shell does itself is left out. */
export function programsOf(script: string, shell: string): Program[] {
  const commands =
    shell === 'cmd' || shell === 'pwsh' ? plainCommands(script) : simpleCommands(script);
  const programs: Program[] = [];
  let environment: string | null = null;
  for (const words of commands) {
    const activated = activates(words);
    if (activated !== null) environment = activated;
    addPrograms(programs, words, environment, 0);
  }
  return programs;
}

/** How a program that starts another is read: options that take a value, and words before the command. */
interface Wrapper {
  readonly valued?: string;
  readonly before?: number;
}

const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  env: { valued: '-u --unset -C --chdir' },
  nice: { valued: '-n' },
  ionice: { valued: '-c -n' },
  nohup: {},
  setsid: {},
  stdbuf: { valued: '-i -o -e' },
  timeout: { valued: '-s --signal -k --kill-after', before: 1 },
  taskset: { before: 1 },
  numactl: {},
  chronic: {},
  caffeinate: {},
  sudo: { valued: '-u -g' },
  xargs: { valued: '-I -n -P -L -d -s -a -E' },
  parallel: { valued: '-j --jobs -a -n -N' },
  mpirun: { valued: '-n -np -c -H --hostfile -x' },
  mpiexec: { valued: '-n -np -c -H --hostfile -x' },
  srun: { valued: '-n -N -c -p -t -J' },
  gtime: { valued: '-f -o' },
};

/** Managers that run a command in an environment of the project, which they find by a folder's name. */
const MANAGERS: Readonly<Record<string, string>> = {
  uv: '.venv',
  rye: '.venv',
  pdm: '.venv',
  poetry: '.venv',
  pipenv: '.venv',
  pixi: '.pixi/envs/default',
};

const MANAGER_VALUED = new Set(
  '--with -p --python --extra --group --project --directory --env-file -e --environment -C'.split(
    ' ',
  ),
);

const BUILTINS = new Set(
  (
    '. : [ [[ alias bg bind break builtin caller cd compgen complete continue declare dirs disown echo ' +
    'enable eval exit export false fc fg getopts hash help history jobs kill let local logout mapfile popd ' +
    'printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap true ' +
    'type typeset ulimit umask unalias unset wait in fi done esac'
  ).split(' '),
);

function addPrograms(
  programs: Program[],
  command: readonly Word[],
  environment: string | null,
  depth: number,
): void {
  let words = command;
  // `time` is gone already, its option is not.
  while (words[0] !== undefined && (isAssignment(words[0]) || words[0] === '-p')) {
    words = words.slice(1);
  }
  const [word, ...rest] = words;
  if (word === undefined || word === '' || depth > 8) return;
  if (word === null) {
    programs.push({ word: '', rest, environment });
    return;
  }
  const again = (inner: readonly Word[], active = environment): void =>
    addPrograms(programs, inner, active, depth + 1);
  if (word === 'exec' || word === 'command') {
    if (rest[0] !== '-v' && rest[0] !== '-V') again(afterOptions(rest, new Set(['-a'])));
    return;
  }
  if (word === 'eval') {
    for (const inner of innerScript(rest, environment)) programs.push(inner);
    return;
  }
  if (BUILTINS.has(word)) return;
  programs.push({ word, rest, environment });
  const name = word.slice(word.lastIndexOf('/') + 1);
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  const manager = Object.hasOwn(MANAGERS, name) ? MANAGERS[name] : undefined;
  if (wrapper) {
    const left = afterOptions(rest, new Set(wrapper.valued?.split(' ')));
    again(left.slice(wrapper.before ?? 0));
  } else if (manager !== undefined && rest[0] === 'run') {
    const inner = afterOptions(rest.slice(1), MANAGER_VALUED);
    again(inner[0]?.endsWith('.py') ? ['python', ...inner] : inner, manager);
  } else if (name === 'find') {
    const exec = rest.findIndex((one) => one !== null && /^-(exec|ok)(dir)?$/.test(one));
    if (exec >= 0) again(rest.slice(exec + 1));
  } else if (isShell(name)) {
    const flag = rest.findIndex((one) => one !== null && /^-[a-z]*c$/.test(one));
    if (flag >= 0) programs.push(...innerScript(rest.slice(flag + 1, flag + 2), environment));
  }
}

/** Whether a program reads scripts for the shell, so that a file given to it says which programs it starts. */
export function isShell(name: string): boolean {
  return /^(sh|bash|dash|ksh|zsh|ash)$/.test(name);
}

function innerScript(words: readonly Word[], environment: string | null): Program[] {
  if (words.length === 0 || words.includes(null)) return [];
  return programsOf(words.join(' '), 'sh').map((program) => ({
    ...program,
    environment: program.environment ?? environment,
  }));
}

/** `. .venv/bin/activate` puts an environment's programs first for what follows. */
function activates(words: readonly Word[]): string | null {
  if ((words[0] !== '.' && words[0] !== 'source') || typeof words[1] !== 'string') return null;
  return /^(.*)[\\/](?:bin|Scripts)[\\/]activate$/.exec(words[1])?.[1] ?? null;
}

function afterOptions(words: readonly Word[], valued: ReadonlySet<string>): readonly Word[] {
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? null;
    if (word === '--') return words.slice(at + 1);
    if (word === null || !(word.startsWith('-') || isAssignment(word))) break;
    at += valued.has(word) ? 2 : 1;
  }
  return words.slice(at);
}

function isAssignment(word: Word): boolean {
  return word !== null && /^[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\+?=/.test(word);
}

/** Windows shells: the first word of each part of a line. */
function plainCommands(script: string): Word[][] {
  return script.split(/\r?\n|&&|\|\||[&|;]/).map((part) => {
    const words = part.match(/"[^"]*"|'[^']*'|[^\s"']+/g) ?? [];
    const literal = words.map((word) => word.replace(/^["']|["']$/g, ''));
    const plain = literal[0] === '&' || literal[0] === '@' ? literal.slice(1) : literal;
    return plain.map((word) => (/[%$]/.test(word) ? null : word));
  });
}
