import * as fs from 'node:fs';
import * as path from 'node:path';

import { runHelper } from '../base/childProcess';
import { namesIn, readTextOrNull } from '../base/look';
import { isFresh, stampOf } from './observationCache';
import type { ObservationCache } from './observationCache';
import { interpreterLine } from './resolveProgram';

/** What a Python interpreter says of itself. */
export interface PythonFacts {
  /** `CPython 3.12.4`. */
  readonly version: string;
  /** The interpreter that runs in the end, which a launcher may have chosen. */
  readonly executable: string;
  readonly prefix: string;
  /** Absolute folders and archives in which modules are looked for. */
  readonly path: readonly string[];
  /** Folders whose `.pth` files add to that. */
  readonly sites: readonly string[];
}

/** How an interpreter is asked. */
export interface AskPythonOptions {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly cache: ObservationCache;
  readonly now: number;
}

/**
 * Asks an interpreter, by the path that a step would take, who it is and where it looks for modules. Asked
 * once for an interpreter, its `pyvenv.cfg`, the variables that steer it and the state of its site folders.
 * Null where it does not answer as a Python does.
 */
export async function askPython(
  interpreter: string,
  options: AskPythonOptions,
): Promise<PythonFacts | null> {
  const { cache, variables, folder } = options;
  const key = `python ${interpreter}`;
  const stamp = stampOfInterpreter(interpreter, options);
  if (stamp !== null) {
    const known = cache.get(key, stamp) as { facts: PythonFacts; sites: string } | null;
    if (known && known.sites === stampOfSites(known.facts)) return known.facts;
  }
  const asked = await runHelper(interpreter, ['-B', '-c', QUESTION], {
    cwd: folder,
    env: { ...variables, PYTHONIOENCODING: 'utf-8', PYTHONDONTWRITEBYTECODE: '1' },
    timeoutMs: 20_000,
  });
  const facts = asked.code === 0 ? readAnswer(asked.stdout.toString('utf8')) : null;
  const fresh = (file: string): boolean => isFresh(file, options.now);
  if (facts && stamp !== null && !fresh(interpreter) && !facts.sites.some(fresh)) {
    cache.put(key, stamp, { facts, sites: stampOfSites(facts) });
  }
  return facts;
}

/** Python 2.7 understands it too. NUL parts fields, and a newline the folders of a list. */
const QUESTION = `
import os, platform, sys
try:
    import site
    sites = list(site.getsitepackages()) if hasattr(site, 'getsitepackages') else []
    if site.ENABLE_USER_SITE: sites.append(site.getusersitepackages())
except Exception:
    sites = []
sites += [p for p in sys.path if os.path.basename(p) in ('site-packages', 'dist-packages') and p not in sites]
here = [os.path.abspath(p) for p in sys.path[1:] if p]
name = platform.python_implementation() + ' ' + platform.python_version()
sys.stdout.write('\\0'.join(['reprise', name, sys.executable or '', sys.prefix, '\\n'.join(here), '\\n'.join(sites)]))
`;

function readAnswer(text: string): PythonFacts | null {
  // What a .pth file or a sitecustomize prints comes before.
  const begin = text.lastIndexOf('reprise\0');
  const [, version, executable, prefix, folders, sites] = text.slice(begin).split('\0');
  if (begin < 0 || !version || sites === undefined) return null;
  const list = (joined: string | undefined): string[] => (joined ?? '').split('\n').filter(Boolean);
  return {
    version,
    executable: executable ?? '',
    prefix: prefix ?? '',
    path: list(folders),
    sites: list(sites),
  };
}

/** Steers what an interpreter is or where it looks. */
const STEERING = [
  'PYTHONHOME',
  'PYTHONPATH',
  'PYTHONNOUSERSITE',
  'PYTHONUSERBASE',
  'PYTHONSAFEPATH',
  'PYTHONPLATLIBDIR',
  'HOME',
  'APPDATA',
  '__PYVENV_LAUNCHER__',
];

/** Null for a launcher that chooses anew each time by what nobody but it knows. */
function stampOfInterpreter(interpreter: string, options: AskPythonOptions): string | null {
  const { variables, folder } = options;
  const chosen = launcherChoice(interpreter, variables, folder);
  if (chosen === null) return null;
  const bin = path.dirname(interpreter);
  const files = [
    interpreter,
    path.join(bin, 'pyvenv.cfg'),
    path.join(path.dirname(bin), 'pyvenv.cfg'),
  ];
  const relative = (variables.PYTHONPATH ?? '')
    .split(path.delimiter)
    .some((entry) => entry !== '' && !path.isAbsolute(entry));
  return JSON.stringify([
    files.map(stampOf),
    STEERING.map((name) => variables[name] ?? null),
    chosen,
    relative ? folder : null,
  ]);
}

/** What decides which interpreter a launcher starts: nothing for a true one, pyenv's settings, else unknown. */
function launcherChoice(
  interpreter: string,
  variables: Readonly<Record<string, string | undefined>>,
  folder: string,
): readonly (string | null)[] | null {
  let file: string;
  try {
    file = fs.realpathSync(interpreter);
  } catch {
    return null;
  }
  const isScript = interpreterLine(file) !== null;
  if (!isScript) return /^(python|pypy)/i.test(path.basename(file)) ? [] : null;
  if (path.basename(path.dirname(file)) !== 'shims') return null;
  const root = path.dirname(path.dirname(file));
  if (!fs.existsSync(path.join(root, 'versions'))) return null;
  const local: (string | null)[] = [];
  for (let at = folder; ; at = path.dirname(at)) {
    const text = readTextOrNull(path.join(at, '.python-version'));
    if (text !== null) local.push(text);
    if (path.dirname(at) === at) break;
  }
  const settings = [variables.PYENV_VERSION, variables.PYENV_DIR, variables.PATH].map(
    (v) => v ?? null,
  );
  const versions = stampOf(path.join(root, 'versions'));
  return [...settings, readTextOrNull(path.join(root, 'version')), versions, ...local];
}

/** A `.pth` file that is edited in place leaves its folder's time as it was. */
function stampOfSites(facts: PythonFacts): string {
  const files = facts.sites.flatMap((folder) => {
    const lists = namesIn(folder).filter((name) => name.endsWith('.pth'));
    return [folder, ...lists.map((name) => path.join(folder, name))];
  });
  return files.map((file) => stampOf(file) ?? '').join(' ');
}
