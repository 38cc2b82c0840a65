import * as fs from 'node:fs';

import type { Json } from '../base/json';
import { absoluteIn } from '../base/paths';
import type { CommandChange } from '../pipeline/commandChange';
import type { Plan, PlanStep } from '../pipeline/model';
import { writeKeys } from '../pipeline/expressions';
import type { Reason } from '../records/statusModel';

/** Says what in a step's command is another value; asked for the first time it reads the pipeline file. */
export type ChangedCommand = () => Promise<CommandChange>;

/** Of a pipeline that was defined in code, or whose file has changed since it was read, nobody can tell. */
export function changedCommand(root: string, plan: Plan): ChangedCommand {
  let asked: Promise<CommandChange> | null = null;
  const read = async (): Promise<CommandChange> => {
    try {
      const text = fs.readFileSync(absoluteIn(root, plan.pipeline), 'utf8');
      const { commandChange } = await import('../pipeline/pipelineText');
      return commandChange(text);
    } catch {
      return () => null;
    }
  };
  return () => (asked ??= read());
}

/**
 * Puts the params whose values changed in the place of a command that differs in nothing else. What of
 * them is declared is among the reasons already.
 */
export async function namingParams(
  reasons: readonly Reason[],
  asked: {
    readonly step: PlanStep;
    readonly was: readonly string[];
    readonly changed: ChangedCommand;
  },
): Promise<Reason[]> {
  const isCommand = (reason: Reason): boolean =>
    reason.kind === 'command' && reason.part === 'commands';
  if (!reasons.some(isCommand)) return [...reasons];
  const { step, was, changed } = asked;
  const values = (await changed())(step, { was, is: step.commands });
  if (values === null || values.length === 0) return [...reasons];
  const named: Reason[] = [];
  for (const { reference, was: before, is } of values) {
    if (reference.kind === 'params') {
      const key = writeKeys(reference.keys);
      const known = reasons.some((reason) => reason.kind === 'param' && reason.key === key);
      if (!known) named.push({ kind: 'param', key, was: valueOf(before), is: valueOf(is) });
    } else if (reference.kind === 'env') {
      const { name } = reference;
      const known = reasons.some((reason) => reason.kind === 'variable' && reason.name === name);
      if (!known) return [...reasons];
    } else return [...reasons];
  }
  return reasons.flatMap((reason) => (isCommand(reason) ? named : [reason]));
}

/** A number or a truth value as such, where it is written as JSON writes it. */
function valueOf(text: string): Json {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value !== 'object' && String(value) === text ? value : text;
  } catch {
    return text;
  }
}
