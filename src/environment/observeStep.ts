import * as path from 'node:path';

import { isFolder, realPathOrNull } from '../base/look';
import { askPython } from './askPython';
import type { PythonFacts } from './askPython';
import { distributionsIn } from './distributions';
import type { ObservedExecutable, ObservedPackages } from './environmentModel';
import { observeExecutable } from './executables';
import { condaPackages, packagesInFolder } from './folderPackages';
import type { ObservationCache } from './observationCache';
import type { StepPart } from './planPart';
import { insideOf } from './redirectVariables';
import { resolveProgram } from './resolveProgram';
import { programsOfStep } from './stepPrograms';
import type { Located, StepPrograms } from './stepPrograms';
import { readVariable } from './variableNames';

/** What one step's programs and interpreters are on this machine. */
export interface ObservedStep {
  readonly executables: readonly ObservedExecutable[];
  readonly packages: readonly ObservedPackages[];
}

/** What the steps of one observation share. */
export interface StepSurroundings {
  /** Folders that hold the project: itself, and the room where there is one. */
  readonly roots: readonly string[];
  readonly cache: ObservationCache;
  readonly now: number;
  /** The pipeline says which Python it means. */
  readonly pythonIsDeclared: boolean;
  readonly found: Map<string, Located | null>;
  /** Answers of this observation: many steps ask the same. */
  readonly memory: Map<string, Promise<unknown>>;
}

/** A step's own place in it. */
export interface StepPlace extends StepSurroundings {
  /** What came of steps with these very variables, by their programs and folder. */
  readonly alike: Map<string, Promise<ObservedStep>>;
  /** The whole environment of the step. */
  readonly variables: Readonly<Record<string, string>>;
  /** Its working folder, absolute. */
  readonly folder: string;
}

/** Finds a step's programs, asks its interpreters, and lists what is installed for them. */
export async function observeStep(
  step: Pick<StepPart, 'shell' | 'commands'>,
  place: StepPlace,
): Promise<ObservedStep> {
  const found = programsOfStep(step, {
    path: readVariable(place.variables, 'PATH') ?? '',
    extensions: readVariable(place.variables, 'PATHEXT'),
    folder: place.folder,
    roots: place.roots,
    found: place.found,
  });
  const flags = `${found.usesNode} ${found.usesR} ${found.isOpaque}`;
  let key = `${place.folder}\0${flags}\0${found.pythons.join('\0')}`;
  for (const { name, file } of found.programs) key += `\0${name}\0${file}`;
  const known = place.alike.get(key) ?? observeFound(found, place);
  place.alike.set(key, known);
  return known;
}

/** What the programs of a step come to on this machine; the same for all steps with the same ones. */
async function observeFound(found: StepPrograms, place: StepPlace): Promise<ObservedStep> {
  const pythons = [...found.pythons, ...probablePython(found, place)];
  const executables: ObservedExecutable[] = [];
  for (const program of found.programs) {
    const key = `executable ${program.name} ${program.file}`;
    const observed = await once(place, key, () => observeExecutable(program, place));
    const facts = found.pythons.includes(program.file)
      ? await pythonFacts(program.file, place)
      : null;
    if (observed) executables.push(facts ? await asPython(observed, facts, place) : observed);
  }
  return { executables, packages: await packagesOf({ ...found, pythons }, place) };
}

/** What is installed for the interpreter that a pipeline names, whether or not a step is seen to use it. */
export async function observePython(
  interpreter: string,
  place: StepPlace,
): Promise<ObservedPackages | null> {
  const facts = await pythonFacts(interpreter, place);
  return facts ? pythonList(facts, place) : null;
}

/** Where a step's programs cannot be told, the Python that somebody has chosen for it may be among them. */
function probablePython(found: StepPrograms, place: StepPlace): string[] {
  const chosen = ['VIRTUAL_ENV', 'CONDA_PREFIX'].some((name) =>
    readVariable(place.variables, name),
  );
  if (!found.isOpaque || found.pythons.length > 0 || !(chosen || place.pythonIsDeclared)) return [];
  const options = { path: readVariable(place.variables, 'PATH') ?? '', folder: place.folder };
  const file = resolveProgram('python', options) ?? resolveProgram('python3', options);
  return file === null ? [] : [file];
}

/** A launcher stands for the interpreter that it starts. */
async function asPython(
  launcher: ObservedExecutable,
  facts: PythonFacts,
  place: StepPlace,
): Promise<ObservedExecutable> {
  const { name } = launcher;
  return once(place, `python ${name} ${launcher.path} ${facts.executable}`, async () => {
    const real = realPathOrNull(facts.executable);
    const behind =
      real === null || real === launcher.path
        ? launcher
        : await observeExecutable({ name, file: facts.executable, real }, place);
    return { ...(behind ?? launcher), version: facts.version };
  });
}

async function packagesOf(found: StepPrograms, place: StepPlace): Promise<ObservedPackages[]> {
  const lists: ObservedPackages[] = [];
  for (const file of found.pythons) {
    const facts = await pythonFacts(file, place);
    if (facts) lists.push(await pythonList(facts, place));
  }
  const conda = condaPrefix(found, place);
  if (conda !== null) {
    lists.push(
      await once(place, `conda ${conda}`, () =>
        Promise.resolve({
          ecosystem: 'conda' as const,
          folder: folderName(conda, place),
          interpreter: null,
          packages: condaPackages(conda),
        }),
      ),
    );
  }
  if (found.usesNode) lists.push(...(await foldersUpward(place, 'node_modules')));
  if (found.usesR) lists.push(...(await foldersUpward(place, path.join('renv', 'library'))));
  return [...new Set(lists)];
}

/** Two interpreters with one set of folders are told apart by their version. */
function pythonList(facts: PythonFacts, place: StepPlace): Promise<ObservedPackages> {
  const key = `packages ${facts.version} ${facts.executable} ${facts.path.join('\n')}`;
  return once(place, key, () =>
    Promise.resolve({
      ecosystem: 'python' as const,
      folder: folderName(facts.prefix, place),
      interpreter: { path: facts.executable, version: facts.version },
      packages: distributionsIn(facts.path),
    }),
  );
}

function pythonFacts(file: string, place: StepPlace): Promise<PythonFacts | null> {
  const steering = [
    'PYTHONPATH',
    'PYTHONHOME',
    'PYTHONUSERBASE',
    'PYTHONNOUSERSITE',
    'PYENV_VERSION',
  ];
  const steered = steering.map((name) => place.variables[name] ?? '').join('\n');
  return once(place, `facts ${file} ${place.folder} ${steered}`, () => askPython(file, place));
}

/** The conda environment that a step's programs come from; null where they do not. */
function condaPrefix(found: StepPrograms, place: StepPlace): string | null {
  const prefix = readVariable(place.variables, 'CONDA_PREFIX');
  const prefixes = found.programs.map(({ file }) => path.dirname(path.dirname(file)));
  const used = prefixes.find((one) => one === prefix || isFolder(path.join(one, 'conda-meta')));
  return used !== undefined && isFolder(path.join(used, 'conda-meta')) ? used : null;
}

/** Environment folders of a name that a program in the working folder would find, up to the project's own folder. */
async function foldersUpward(place: StepPlace, name: string): Promise<ObservedPackages[]> {
  const lists: ObservedPackages[] = [];
  for (let at = place.folder; ; at = path.dirname(at)) {
    const folder = path.join(at, name);
    if (isFolder(folder)) {
      const found = await once(place, `folder ${folder}`, () =>
        Promise.resolve(
          packagesInFolder(folder, place.cache).map((one) => ({
            ...one,
            folder: folderName(folder, place),
          })),
        ),
      );
      lists.push(...found);
    }
    if (place.roots.includes(at) || path.dirname(at) === at) return lists;
  }
}

/** Relative to the project where a folder stands in it, else as it is. */
function folderName(folder: string, place: StepPlace): string {
  for (const root of place.roots) {
    const inside = insideOf(folder, root);
    if (inside !== null) return inside === '' ? '.' : inside.split(path.sep).join('/');
  }
  return folder;
}

function once<T>(place: StepSurroundings, key: string, ask: () => Promise<T>): Promise<T> {
  const known = place.memory.get(key) as Promise<T> | undefined;
  if (known) return known;
  const asked = ask();
  place.memory.set(key, asked);
  return asked;
}
