import type { Complaints } from '../complaints';
import { checkPath } from '../declaredPaths';
import type { DraftFacts, DraftInput, DraftOutput, DraftStep } from '../draft';
import { hasExpression, parseKeys, writeKeys } from '../expressions';
import { expandSteps } from '../matrix';
import type { Instance } from '../matrix';
import type { ParamValues, Shell } from '../model';
import type { Params } from '../params';
import { parseDuration } from '../quantities';
import { itemsOf, jsonOf, memberOf, scalarOf, shorten } from '../textNode';
import type { ScalarNode, TextNode } from '../textNode';

import type { DialectContext } from './dialect';
import { fill, paramNode, resolveReference, variablesOf } from './repriseReferences';
import type { Reading } from './repriseReferences';
import { readKind, readRules, readResources } from './repriseRules';

const SHELLS: readonly Shell[] = ['sh', 'bash', 'cmd', 'pwsh'];

/** The steps of our dialect, matrices expanded, everything filled in. */
export function readSteps(
  root: TextNode,
  params: Params,
  context: DialectContext & { readonly complaints: Complaints },
): { readonly steps: readonly DraftStep[]; readonly facts: DraftFacts } {
  const { folder, reader } = context;
  const instances = expandSteps(memberOf(root, 'steps'), context.complaints);
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) {
    if (instance.group === null) continue;
    const group = groups.get(instance.group);
    if (group === undefined) groups.set(instance.group, [instance]);
    else group.push(instance);
  }
  const use = { folder, reader, patterns: true, known: new Map<string, string>() };
  /** Null stands for outputs that are being made. */
  const outputs = new Map<Instance, readonly (DraftOutput | null)[] | null>();
  const reading: Reading = {
    ...context,
    params,
    fileVariables: memberOf(memberOf(root, 'environment'), 'variables'),
    byName: new Map(instances.map((instance) => [instance.name, instance])),
    groups,
    outputsOf: (instance) => {
      const known = outputs.get(instance);
      if (known !== undefined) return known;
      outputs.set(instance, null);
      const made = readOutputs(instance, reading);
      outputs.set(instance, made);
      return made;
    },
    inputUse: { ...use, what: 'The input' },
    outputUse: { ...use, what: 'The output' },
    variables: new Map(),
    after: new Map(instances.map((instance) => [instance, new Set<string>()])),
  };
  const steps = instances.map((instance) => readStep(instance, reading));
  const resolve: DraftFacts['resolve'] = (reference, instance) =>
    resolveReference(reference, instance, reading);
  return { steps, facts: { root, params, instances, resolve } };
}

function readStep(instance: Instance, reading: Reading): DraftStep {
  const { node, member } = instance;
  const commands = readCommands(instance, reading);
  const timeout = scalarOf(memberOf(node, 'timeout'));
  const retries = scalarOf(memberOf(node, 'retries'))?.value;
  return {
    name: instance.name,
    group: instance.group,
    shell: readShell(memberOf(node, 'shell'), commands, reading),
    commands,
    workingFolder: reading.folder,
    inputs: readInputs(instance, reading),
    outputs: reading.outputsOf(instance)?.filter((output) => output !== null) ?? [],
    params: readParamValues(instance, reading),
    variables: variablesOf(instance, reading),
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
  const use = reading.inputUse;
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

function readOutputs(instance: Instance, reading: Reading): readonly (DraftOutput | null)[] {
  const use = reading.outputUse;
  return itemsOf(memberOf(instance.node, 'outputs')).map((item): DraftOutput | null => {
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
    if ('code' in found) {
      const { meant } = found;
      const written = meant?.kind === 'params' ? writeKeys(meant.keys) : '';
      const instead = /^[\w.-]+$/.test(written) && !hasExpression(scalar.text) ? written : null;
      complaints.add(found.code, scalar.span, found.message, { instead });
    } else {
      values.push([name, jsonOf(found.node)]);
    }
  }
  return params.from === null || values.length === 0
    ? {}
    : { [params.from]: Object.fromEntries(values) };
}
