import * as path from 'node:path';

import { digestOfJson } from '../base/digest';
import type { Digest } from '../base/digest';
import { headOf } from '../base/git';
import type { Host } from '../base/host';
import { isFolder } from '../base/look';
import { byCodeUnit } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type {
  EnvironmentRecord,
  ObservedExecutable,
  ObservedPackages,
  StepEnvironment,
} from './environmentModel';
import { packagesInFolder } from './folderPackages';
import { openObservationCache } from './observationCache';
import { observeVariables, saltOf } from './observeVariables';
import type { PlanPart, ProjectPart, StepPart } from './planPart';
import { resolvePython } from './python';
import type { InterpreterMissing, PythonChoice } from './python';
import { observePython, observeStep } from './observeStep';
import type { ObservedStep, StepPlace, StepSurroundings } from './observeStep';
import { stepVariables } from './stepVariables';
import { observeSystem } from './system';

/** What is looked at. */
export interface ObserveOptions {
  readonly project: ProjectPart;
  readonly plan: PlanPart;
  /** The environment of the command that started the run. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Of the project, relative to it. */
  readonly environmentFolders: readonly string[];
  readonly host: Host;
  /** Where answers are kept for the next time; null keeps none. */
  readonly cacheFolder: string | null;
  /** The room that the steps run in, and its redirections; left out in the workspace. */
  readonly room?: {
    readonly root: string;
    readonly redirect: Readonly<Record<string, string>>;
  } | null;
}

/** Looks at everything that a run's record keeps of the machine, and makes each step's key of reuse. */
export async function observeEnvironment(
  options: ObserveOptions,
): Promise<Result<EnvironmentRecord, InterpreterMissing>> {
  const { project, plan, variables } = options;
  const python = resolvePython(plan, project.root);
  if (!python.ok) return python;
  const cache = openObservationCache(options.cacheFolder);
  const salt = saltOf(project.store);
  const surroundings: StepSurroundings = {
    roots: [project.root, ...(options.room ? [options.room.root] : [])],
    cache,
    now: options.host.now(),
    pythonIsDeclared: python.value !== null,
    found: new Map(),
    memory: new Map(),
  };
  const [system, git, steps] = await Promise.all([
    observeSystem(variables, cache),
    headOf(project.root),
    observeSteps(options, python.value, surroundings),
  ]);
  const declared = python.value && (await declaredPackages(options, python.value, surroundings));
  const used = steps.flatMap(([, step]) => step.packages);
  const packages = uniquePackages(declared ? [declared, ...used] : used);
  for (const folder of options.environmentFolders) {
    const place = path.join(project.root, folder);
    if (!isFolder(place)) continue;
    for (const found of packagesInFolder(place, cache)) {
      const known = packages.some(
        (one) => one.folder === folder && one.ecosystem === found.ecosystem,
      );
      if (!known) packages.push({ ...found, folder });
    }
  }
  cache.save();
  return ok({
    format: 1,
    system,
    saltId: salt.id,
    variables: observeVariables(variables, salt),
    git,
    executables: uniqueExecutables(steps.flatMap(([, step]) => step.executables)),
    packages,
    steps: stepEnvironments(steps),
  });
}

async function declaredPackages(
  options: ObserveOptions,
  python: PythonChoice,
  surroundings: StepSurroundings,
): Promise<ObservedPackages | null> {
  const step = { variables: {}, workingFolder: options.plan.folder };
  const folder = path.join((options.room ?? options.project).root, options.plan.folder);
  const variables = variablesOf(step, options, python);
  return observePython(python.interpreter, {
    ...surroundings,
    variables,
    folder,
    alike: new Map(),
  });
}

function variablesOf(
  step: Pick<StepPart, 'variables' | 'workingFolder'>,
  options: ObserveOptions,
  python: PythonChoice | null,
): Record<string, string> {
  return stepVariables({
    base: options.variables,
    step,
    python,
    temporary: '',
    redirect: options.room?.redirect ?? null,
    project: options.project.root,
    room: options.room?.root ?? null,
  });
}

async function observeSteps(
  options: ObserveOptions,
  python: PythonChoice | null,
  surroundings: StepSurroundings,
): Promise<[StepPart, ObservedStep][]> {
  const { plan, project, room } = options;
  const root = room?.root ?? project.root;
  const environments = new Map<string, StepPlace>();
  const observed: [StepPart, ObservedStep][] = [];
  for (const step of plan.steps) {
    const at = JSON.stringify([step.variables, step.workingFolder]);
    const shared = environments.get(at) ?? {
      ...surroundings,
      variables: variablesOf(step, options, python),
      folder: path.join(root, step.workingFolder),
      alike: new Map(),
    };
    environments.set(at, shared);
    observed.push([step, await observeStep(step, shared)]);
  }
  return observed;
}

/** Steps of one kind have one environment: its digest is made once. */
function stepEnvironments(
  steps: readonly (readonly [StepPart, ObservedStep])[],
): Record<string, StepEnvironment> {
  const keys = new Map<string, Digest>();
  const numbers = new Map<object, number>();
  const numberOf = (thing: object): number => {
    const number = numbers.get(thing) ?? numbers.size;
    numbers.set(thing, number);
    return number;
  };
  const found: Record<string, StepEnvironment> = {};
  const known = new Map<ObservedStep, StepEnvironment>();
  for (const [{ name }, step] of steps) {
    const alike = known.get(step);
    if (alike !== undefined) {
      found[name] = alike;
      continue;
    }
    const parts = [...step.executables, null, ...step.packages];
    const same = parts.map((part) => (part === null ? '|' : numberOf(part))).join(' ');
    const key = keys.get(same) ?? keyOf(step);
    keys.set(same, key);
    found[name] = {
      executables: [...new Set(step.executables.map((one) => one.name))].sort(byCodeUnit),
      key,
      packages: [...new Set(step.packages.map((one) => one.folder))].sort(byCodeUnit),
    };
    known.set(step, found[name]);
  }
  return found;
}

/** Interpreters, distributions, executables, system and architecture; no path, so that a move changes nothing. */
function keyOf(step: ObservedStep): Digest {
  const digests = [...new Set(step.executables.map(({ digest }) => digest))].sort(byCodeUnit);
  const lists = step.packages.map(({ ecosystem, interpreter, packages }) => ({
    ecosystem,
    interpreter: interpreter?.version ?? null,
    packages: packages.map(({ name, version }) => ({ name, version })),
  }));
  return digestOfJson({
    format: 1,
    platform: process.platform,
    architecture: process.arch,
    executables: digests,
    packages: lists.sort((a, b) => byCodeUnit(JSON.stringify(a), JSON.stringify(b))),
  });
}

function uniquePackages(lists: readonly ObservedPackages[]): ObservedPackages[] {
  return [...new Set(lists)].sort(
    (a, b) => byCodeUnit(a.folder, b.folder) || byCodeUnit(a.ecosystem, b.ecosystem),
  );
}

function uniqueExecutables(list: readonly ObservedExecutable[]): ObservedExecutable[] {
  const byPlace = new Map(list.map((one) => [`${one.name}\0${one.path}`, one]));
  return [...byPlace.keys()].sort(byCodeUnit).flatMap((key) => byPlace.get(key) ?? []);
}
