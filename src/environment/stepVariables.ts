import * as path from 'node:path';

import type { StepPart } from './planPart';
import type { PythonChoice } from './python';
import { redirectVariables } from './redirectVariables';
import { readVariable, variableNames } from './variableNames';

/** What a step's environment is made from. */
export interface StepVariablesOptions {
  /** The environment of the command that started the run. */
  readonly base: Readonly<Record<string, string | undefined>>;
  readonly step: Pick<StepPart, 'variables' | 'workingFolder'>;
  readonly python: PythonChoice | null;
  /** A fresh folder of this step's own. */
  readonly temporary: string;
  /** Entries that go before those of variables such as PYTHONPATH, as `linkEnvironments` made them. */
  readonly redirect: Readonly<Record<string, string>> | null;
  /** Absolute. */
  readonly project: string;
  /** Absolute; null in the workspace. */
  readonly room: string | null;
}

/**
 * The whole environment of a step: the command's, without what an editor adds, under what the pipeline
 * declares, and what docs/environment.md lists, which is all that Reprise sets.
 */
export function stepVariables(options: StepVariablesOptions): Record<string, string> {
  const { step, python, room } = options;
  let variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.base)) {
    if (value !== undefined && !isEditors(name)) variables[name] = value;
  }
  for (const [name, value] of Object.entries({ ...MANAGERS_STAND_STILL, ...step.variables })) {
    set(variables, name, value);
  }
  if (room !== null) variables = redirectVariables(variables, options.project, room);
  for (const [name, entries] of Object.entries(options.redirect ?? {})) {
    set(variables, name, joinPaths(entries, readVariable(variables, name)));
  }
  if (python) {
    set(variables, 'PATH', joinPaths(python.binFolder, readVariable(variables, 'PATH')));
    if (python.virtualEnv === null) remove(variables, 'VIRTUAL_ENV');
    else set(variables, 'VIRTUAL_ENV', python.virtualEnv);
  }
  for (const name of TEMPORARY) {
    if (step.variables[name] === undefined) set(variables, name, options.temporary);
  }
  set(variables, 'PWD', path.join(room ?? options.project, step.workingFolder));
  return variables;
}

/** The environment of a step, made before its folder for temporary files was there, with that folder in it. */
export function withTemporary(
  variables: Readonly<Record<string, string>>,
  step: Pick<StepPart, 'variables'>,
  temporary: string,
): Record<string, string> {
  const own = TEMPORARY.filter((name) => step.variables[name] === undefined);
  return { ...variables, ...Object.fromEntries(own.map((name) => [name, temporary])) };
}

/** Variables for a step's own fresh folder; a step that declares one of them keeps its own. */
const TEMPORARY = ['TMPDIR', 'TMP', 'TEMP'];

/** Package managers that would resolve, rebuild or make an environment by themselves are told not to. */
export const MANAGERS_STAND_STILL: Readonly<Record<string, string>> = {
  UV_NO_SYNC: '1',
  POETRY_VIRTUALENVS_CREATE: 'false',
  PDM_CHECK_UPDATE: '0',
  PIXI_FROZEN: 'true',
  PIXI_NO_INSTALL: 'true',
  CONDA_AUTO_UPDATE_CONDA: 'false',
  RENV_CONFIG_AUTO_SNAPSHOT: 'FALSE',
  RENV_CONFIG_SYNCHRONIZED_CHECK: 'FALSE',
  npm_config_verify_deps_before_run: 'false',
  pnpm_config_verify_deps_before_run: 'false',
};

/** What an editor puts into the environment of what it starts; a step has no business with it. */
export function isEditors(name: string): boolean {
  return /^(ELECTRON_|VSCODE_)/i.test(name);
}

function joinPaths(first: string, rest: string | undefined): string {
  return rest === undefined || rest === '' ? first : first + path.delimiter + rest;
}

function set(variables: Record<string, string>, name: string, value: string): void {
  remove(variables, name);
  variables[name] = value;
}

function remove(variables: Record<string, string>, name: string): void {
  for (const known of variableNames(variables, name)) Reflect.deleteProperty(variables, known);
}
