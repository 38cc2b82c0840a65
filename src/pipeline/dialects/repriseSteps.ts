import * as path from 'node:path';

import type { Complaints } from '../complaints';
import { checkPath } from '../declaredPaths';
import type { DraftInput, DraftOutput, DraftStep } from '../draft';
import { parseKeys } from '../expressions';
import type { Reference } from '../expressions';
import { fillTemplate } from '../fillTemplate';
import type { Resolved } from '../fillTemplate';
import { expandSteps } from '../matrix';
import type { Instance } from '../matrix';
import type { ParamValues, Shell } from '../model';
import { nearMiss } from '../nearMiss';
import { findParam } from '../params';
import type { Params } from '../params';
import { parseDuration } from '../quantities';
import { itemsOf, jsonOf, memberOf, membersOf, scalarOf, shorten } from '../textNode';
import type { ScalarNode, TextNode } from '../textNode';

import type { DialectContext } from './dialect';
import { readKind, readRules, readResources } from './repriseRules';

interface StepContext extends DialectContext {
  readonly complaints: Complaints;
}

const SHELLS: readonly Shell[] = ['sh', 'bash', 'cmd', 'pwsh'];

/** Stands for a value that is being made. */
const RESOLVING = Symbol('resolving');

/** What is known while steps are read; outputs and variables are resolved when they are first asked for. */
interface Reading extends StepContext {
  readonly params: Params;
  readonly fileVariables: TextNode | null;
  readonly byName: ReadonlyMap<string, Instance>;
  readonly groups: ReadonlyMap<string, readonly Instance[]>;
  /** Null while it is being resolved: whoever asks then stands in a circle. Items that failed are null. */
  readonly outputs: Map<Instance, readonly (DraftOutput | null)[] | null>;
  readonly variables: Map<Instance, Map<string, string | null | typeof RESOLVING>>;
  readonly after: Map<Instance, Set<string>>;
}

/** The steps of our dialect, matrices expanded, everything filled in. */
export function readSteps(
  root: TextNode,
  params: Params,
  context: StepContext,
): readonly DraftStep[] {
  const instances = expandSteps(memberOf(root, 'steps'), context.complaints);
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) {
    if (instance.group === null) continue;
    const group = groups.get(instance.group);
    if (group === undefined) groups.set(instance.group, [instance]);
    else group.push(instance);
  }
  const reading: Reading = {
    ...context,
    params,
    fileVariables: memberOf(memberOf(root, 'environment'), 'variables'),
    byName: new Map(instances.map((instance) => [instance.name, instance])),
    groups,
    outputs: new Map(),
    variables: new Map(),
    after: new Map(instances.map((instance) => [instance, new Set<string>()])),
  };
  return instances.map((instance) => readStep(instance, reading));
}

function readStep(instance: Instance, reading: Reading): DraftStep {
  const { node, member } = instance;
  const commands = readCommands(instance, reading);
  const variables: [string, string][] = [...variableNodes(instance, reading).keys()].flatMap(
    (name) => {
      const text = variableOf(name, instance, reading);
      return typeof text === 'string' ? [[name, text]] : [];
    },
  );
  const timeout = scalarOf(memberOf(node, 'timeout'));
  const retries = scalarOf(memberOf(node, 'retries'))?.value;
  return {
    name: instance.name,
    group: instance.group,
    shell: readShell(memberOf(node, 'shell'), commands, reading),
    commands,
    workingFolder: reading.folder,
    inputs: readInputs(instance, reading),
    outputs: outputsOf(instance, reading)?.filter((output) => output !== null) ?? [],
    params: readParamValues(instance, reading),
    variables: Object.fromEntries(variables),
    timeoutMs: timeout === null ? null : parseDuration(timeout.text),
    retries:
      typeof retries === 'number' && Number.isSafeInteger(retries) ? Math.max(0, retries) : 0,
    resources: readResources(memberOf(node, 'resources')),
    after: [...(reading.after.get(instance) ?? [])],
    span: member.keySpan,
  };
}

function readCommands(instance: Instance, reading: Reading): readonly string[] {
  const run = scalarOf(memberOf(instance.node, 'run'));
  if (run === null) return [];
  return [fill(run, instance, reading) ?? run.text];
}

function readShell(
  node: TextNode | null,
  commands: readonly string[],
  { platform }: DialectContext,
): Shell {
  const written = scalarOf(node)?.text;
  const shell = SHELLS.find((each) => each === written);
  if (shell !== undefined) return shell;
  if (platform !== 'win32') return 'sh';
  // A block goes to pwsh there, because cmd cannot stop at a failing line.
  return commands.some((command) => command.trim().includes('\n')) ? 'pwsh' : 'cmd';
}

function readInputs(instance: Instance, reading: Reading): readonly DraftInput[] {
  const use = { ...reading, what: 'The input', patterns: true };
  return itemsOf(memberOf(instance.node, 'inputs')).flatMap((item): DraftInput[] => {
    const declared = declarationOf(item, 'input', reading);
    if (declared === null) return [];
    const text = fill(declared.path, instance, reading);
    const { span } = declared.path;
    const path = text === null ? null : checkPath({ text, span }, use, reading.complaints);
    if (path === null) return [];
    return [{ path, cache: readCache(declared.options), span }];
  });
}

/** The outputs of a step by their place in the list, or null where it is asked for in a circle. */
function outputsOf(instance: Instance, reading: Reading): readonly (DraftOutput | null)[] | null {
  const known = reading.outputs.get(instance);
  if (known !== undefined) return known;
  reading.outputs.set(instance, null);
  const use = { ...reading, what: 'The output', patterns: true };
  const outputs = itemsOf(memberOf(instance.node, 'outputs')).map((item): DraftOutput | null => {
    const declared = declarationOf(item, 'output', reading);
    if (declared === null) return null;
    const text = fill(declared.path, instance, reading);
    const { span } = declared.path;
    const path = text === null ? null : checkPath({ text, span }, use, reading.complaints);
    if (path === null) return null;
    const { options } = declared;
    return {
      path,
      kind: readKind(options),
      cache: readCache(options),
      ...readRules(options),
      span,
    };
  });
  reading.outputs.set(instance, outputs);
  return outputs;
}

interface Declared {
  readonly path: ScalarNode;
  readonly options: TextNode | null;
}

/** An item of `inputs` or `outputs`: a path, or one path with its options. */
function declarationOf(item: TextNode, what: string, reading: Reading): Declared | null {
  const scalar = scalarOf(item);
  if (scalar !== null) return { path: scalar, options: null };
  if (item.kind !== 'map') return null;
  const [first, ...others] = item.members;
  if (first === undefined || others.length > 0) {
    const message = `An item with options is one ${what}: its path, a \`:\`, and the options indented below it or in \`{ }\`. Here are ${item.members.length} keys side by side; indent the options further, or begin each path with a \`-\`.`;
    reading.complaints.add('item-ambiguous', item.span, message);
    return null;
  }
  const { key, keySpan, value } = first;
  return { path: { kind: 'scalar', text: key, value: key, span: keySpan }, options: value };
}

function readCache(options: TextNode | null): boolean {
  return scalarOf(memberOf(options, 'cache'))?.value !== false;
}

function readParamValues(instance: Instance, reading: Reading): ParamValues {
  const { complaints, params } = reading;
  const values: [string, ReturnType<typeof jsonOf>][] = [];
  for (const item of itemsOf(memberOf(instance.node, 'params'))) {
    const scalar = scalarOf(item);
    const name = scalar === null ? null : fill(scalar, instance, reading)?.trim();
    if (scalar === null || name === null || name === undefined) continue;
    const keys = parseKeys(name);
    if (keys === null) {
      const message = `\`${shorten(name)}\` is no name of a param. Write keys with dots between them, such as \`train.lr\`.`;
      complaints.add('param-unknown', scalar.span, message);
      continue;
    }
    const found = paramNode(keys, reading);
    if (found === null) continue;
    if ('code' in found) complaints.add(found.code, scalar.span, found.message);
    else values.push([name, jsonOf(found.node)]);
  }
  return params.from === null || values.length === 0
    ? {}
    : { [params.from]: Object.fromEntries(values) };
}

function fill(node: ScalarNode, instance: Instance, reading: Reading): string | null {
  const resolve = (reference: Reference): Resolved =>
    resolveReference(reference, instance, reading);
  return fillTemplate(node, resolve, reading.complaints);
}

function resolveReference(reference: Reference, instance: Instance, reading: Reading): Resolved {
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

function paramNode(
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
  const where = params.from === '(inline)' ? 'the params of this file' : `\`${params.from}\``;
  const advice =
    found.meant === null ? 'Add it, or mend the name.' : `Did you mean \`${found.meant}\`?`;
  const message = `There is no \`${shorten(found.missing)}\` in ${where}. ${advice}`;
  return { code: 'param-unknown', message };
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
  return { code: 'matrix-key-unknown', message };
}

/** The declared variables of a step, the file's and over them its own. */
function variableNodes(instance: Instance, reading: Reading): Map<string, TextNode> {
  const own = memberOf(memberOf(instance.node, 'environment'), 'variables');
  const all = [...membersOf(reading.fileVariables), ...membersOf(own)];
  return new Map(all.map(({ key, value }) => [key, value]));
}

/** A text, null after a complaint, or `RESOLVING` where it is asked for in a circle. */
function variableOf(
  name: string,
  instance: Instance,
  reading: Reading,
): string | null | typeof RESOLVING {
  const known =
    reading.variables.get(instance) ?? new Map<string, string | null | typeof RESOLVING>();
  reading.variables.set(instance, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, RESOLVING);
  const scalar = scalarOf(variableNodes(instance, reading).get(name) ?? null);
  const text = scalar === null ? null : fill(scalar, instance, reading);
  known.set(name, text);
  return text;
}

function resolveVariable(name: string, instance: Instance, reading: Reading): Resolved {
  const nodes = variableNodes(instance, reading);
  if (!nodes.has(name)) {
    const near = nearMiss(name, nodes.keys());
    const advice =
      near === null
        ? `Declare it under \`environment: variables:\`; for a variable of your shell write \`$${shorten(name)}\`.`
        : `Did you mean \`${near}\`?`;
    const message = `The variable \`${shorten(name)}\` is not declared, and \`env\` knows declared variables only. ${advice}`;
    return { code: 'variable-unknown', message };
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
  const outputs = outputsOf(step, reading);
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
    const example = `steps.${group[0]?.name ?? name}.outputs[${index}]`;
    const message = `Step \`${shorten(name)}\` has a matrix, so it stands for several steps. Name one of them, such as \`${shorten(example)}\`.`;
    return { code: 'step-has-matrix', message };
  }
  const near = nearMiss(name, [...reading.byName.keys(), ...reading.groups.keys()]);
  const advice = near === null ? 'Mend the name, or add the step.' : `Did you mean \`${near}\`?`;
  return { code: 'step-unknown', message: `There is no step \`${shorten(name)}\`. ${advice}` };
}

function circular(what: string): Resolved {
  const message = `This expression asks for ${what}, which is itself made from this one. Write one of them out.`;
  return { code: 'expression-circular', message };
}
