import * as path from 'node:path';

import type { Complaints } from '../complaints';
import type { PathUse } from '../declaredPaths';
import type { DraftOutput } from '../draft';
import { writeReference } from '../expressions';
import type { Reference } from '../expressions';
import { fillTemplate } from '../fillTemplate';
import type { Resolved } from '../fillTemplate';
import type { Instance } from '../matrix';
import { INLINE_PARAMS } from '../model';
import { nearMiss } from '../nearMiss';
import { findParam } from '../params';
import type { Params } from '../params';
import { memberOf, membersOf, scalarOf, shorten } from '../textNode';
import type { ScalarNode, TextNode } from '../textNode';

import type { DialectContext } from './dialect';

/** Stands for a value that is being made. */
const RESOLVING = Symbol('resolving');

/** The declared variables of one step, and those of their values that were asked for. */
export interface StepVariables {
  readonly nodes: ReadonlyMap<string, TextNode>;
  readonly values: Map<string, string | null | typeof RESOLVING>;
}

/** What is known while steps are read; outputs and variables are resolved when they are first asked for. */
export interface Reading extends DialectContext {
  readonly complaints: Complaints;
  readonly params: Params;
  readonly fileVariables: TextNode | null;
  readonly byName: ReadonlyMap<string, Instance>;
  readonly groups: ReadonlyMap<string, readonly Instance[]>;
  /** By their place in the list, null where one failed; null in all where they are asked for in a circle. */
  outputsOf(instance: Instance): readonly (DraftOutput | null)[] | null;
  readonly inputUse: PathUse;
  readonly outputUse: PathUse;
  readonly variables: Map<Instance, StepVariables>;
  readonly after: Map<Instance, Set<string>>;
}

/** A text of a step with its expressions replaced, or null after a complaint. */
export function fill(node: ScalarNode, instance: Instance, reading: Reading): string | null {
  const resolve = (reference: Reference): Resolved =>
    resolveReference(reference, instance, reading);
  return fillTemplate(node, resolve, reading.complaints);
}

/** What an expression in a step comes to, or why it comes to nothing. */
export function resolveReference(
  reference: Reference,
  instance: Instance,
  reading: Reading,
): Resolved {
  switch (reference.kind) {
    case 'params':
      return resolveParam(reference.keys, reading);
    case 'matrix':
      return resolveMatrix(reference.key, instance);
    case 'env':
      return resolveVariable(reference.name, instance, reading);
    case 'output':
      return resolveOutput(reference.step, reference.index, instance, reading);
  }
}

function resolveParam(keys: readonly string[], reading: Reading): Resolved {
  const found = paramNode(keys, reading);
  if (found === null || 'code' in found) return found;
  const { node } = found;
  if (node.kind === 'scalar') return { text: node.text };
  const what = node.kind === 'map' ? 'a mapping' : 'a list';
  const message = `The param \`${shorten(keys.join('.'))}\` is ${what}, and only a text, a number or a truth value can be inserted. Name one value of it.`;
  return { code: 'expression-not-scalar', message };
}

/** The value of a param, or why there is none; null where the params themselves could not be read. */
export function paramNode(
  keys: readonly string[],
  { params }: Reading,
): { readonly node: TextNode } | Exclude<Resolved, { text: string }> {
  if (params.from === null && params.root === null) {
    const message = `The param \`${shorten(keys.join('.'))}\` is asked for, and the pipeline has no params. Add \`params: params.yaml\`, or a mapping of params, at the top of the file.`;
    return { code: 'params-missing', message };
  }
  if (params.root === null) return null;
  const found = findParam(params.root, keys);
  if ('node' in found) return found;
  const where = params.from === INLINE_PARAMS ? 'the params of this file' : `\`${params.from}\``;
  const advice =
    found.meant === null
      ? 'Add it, or mend the name.'
      : `Did you mean \`${found.meant.join('.')}\`?`;
  const whole = keys.join('.');
  const asked = found.missing === whole ? '' : `, asked for as \`${shorten(whole)}\`,`;
  const message = `There is no param \`${shorten(found.missing)}\`${asked} in ${where}. ${advice}`;
  const meant = found.meant === null ? null : ({ kind: 'params', keys: found.meant } as const);
  return { code: 'param-unknown', message, meant };
}

function resolveMatrix(key: string, instance: Instance): Resolved {
  const text = instance.values.get(key);
  if (text !== undefined) return { text };
  const known = [...instance.values.keys()];
  const near = nearMiss(key, known);
  const name = shorten(instance.member.key);
  const advice =
    known.length === 0
      ? `Give step \`${name}\` a \`matrix\` with that key.`
      : near === null
        ? `Its keys are ${known.map((each) => `\`${each}\``).join(', ')}.`
        : `Did you mean \`${near}\`?`;
  const message = `The matrix of step \`${name}\` has no key \`${shorten(key)}\`. ${advice}`;
  const meant = near === null ? null : ({ kind: 'matrix', key: near } as const);
  return { code: 'matrix-key-unknown', message, meant };
}

/** The declared variables of a step with their values, the file's and over them its own. */
export function variablesOf(
  instance: Instance,
  reading: Reading,
): Readonly<Record<string, string>> {
  const names = [...stepVariables(instance, reading).nodes.keys()];
  if (names.length === 0) return {};
  return Object.fromEntries(
    names.flatMap((name): [string, string][] => {
      const text = variableOf(name, instance, reading);
      return typeof text === 'string' ? [[name, text]] : [];
    }),
  );
}

function stepVariables(instance: Instance, reading: Reading): StepVariables {
  const known = reading.variables.get(instance);
  if (known !== undefined) return known;
  const own = memberOf(memberOf(instance.node, 'environment'), 'variables');
  const nodes = new Map<string, TextNode>();
  for (const { key, value } of membersOf(reading.fileVariables)) nodes.set(key, value);
  for (const { key, value } of membersOf(own)) nodes.set(key, value);
  const made: StepVariables = { nodes, values: new Map() };
  reading.variables.set(instance, made);
  return made;
}

/** A text, null after a complaint, or `RESOLVING` where it is asked for in a circle. */
function variableOf(
  name: string,
  instance: Instance,
  reading: Reading,
): string | null | typeof RESOLVING {
  const { nodes, values } = stepVariables(instance, reading);
  const before = values.get(name);
  if (before !== undefined) return before;
  values.set(name, RESOLVING);
  const scalar = scalarOf(nodes.get(name) ?? null);
  const text = scalar === null ? null : fill(scalar, instance, reading);
  values.set(name, text);
  return text;
}

function resolveVariable(name: string, instance: Instance, reading: Reading): Resolved {
  const { nodes } = stepVariables(instance, reading);
  if (!nodes.has(name)) {
    const near = nearMiss(name, nodes.keys());
    const advice =
      near === null
        ? `Declare it under \`environment: variables:\`; for a variable of your shell write \`$${shorten(name)}\`.`
        : `Did you mean \`${near}\`?`;
    const message = `The variable \`${shorten(name)}\` is not declared, and \`env\` knows declared variables only. ${advice}`;
    const meant = near === null ? null : ({ kind: 'env', name: near } as const);
    return { code: 'variable-unknown', message, meant };
  }
  const text = variableOf(name, instance, reading);
  if (text === RESOLVING) return circular(`the variable \`${shorten(name)}\``);
  return text === null ? null : { text };
}

function resolveOutput(
  name: string,
  index: number,
  instance: Instance,
  reading: Reading,
): Resolved {
  const step = reading.byName.get(name);
  if (step === undefined) return unknownStep(name, index, reading);
  const outputs = reading.outputsOf(step);
  if (outputs === null) return circular(`output ${index} of step \`${shorten(name)}\``);
  if (index >= outputs.length) {
    const have =
      outputs.length === 0 ? 'declares none' : `declares ${outputs.length}, counted from 0`;
    const message = `Step \`${shorten(name)}\` has no output ${index}: it ${have}. Mend the number, or declare the output.`;
    return { code: 'output-unknown', message };
  }
  const output = outputs[index] ?? null;
  if (step !== instance) reading.after.get(instance)?.add(step.name);
  return output === null ? null : { text: path.posix.relative(reading.folder, output.path) || '.' };
}

function unknownStep(name: string, index: number, reading: Reading): Resolved {
  const group = reading.groups.get(name);
  if (group !== undefined) {
    const meant = { kind: 'output', step: group[0]?.name ?? name, index } as const;
    const example = writeReference(meant);
    const message = `Step \`${shorten(name)}\` has a matrix, so it stands for several steps. Name one of them, such as \`${shorten(example)}\`.`;
    return { code: 'step-has-matrix', message, meant };
  }
  const near = nearMiss(name, [...reading.byName.keys(), ...reading.groups.keys()]);
  const advice = near === null ? 'Mend the name, or add the step.' : `Did you mean \`${near}\`?`;
  const meant = near === null ? null : ({ kind: 'output', step: near, index } as const);
  const message = `There is no step \`${shorten(name)}\`. ${advice}`;
  return { code: 'step-unknown', message, meant };
}

function circular(what: string): Resolved {
  const message = `This expression asks for ${what}, which is itself made from this one. Write one of them out.`;
  return { code: 'expression-circular', message };
}
