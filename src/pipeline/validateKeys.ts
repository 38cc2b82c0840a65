import type * as z from 'zod';

import type { Complaints } from './complaints';
import { keyFactsOf } from './keyFacts';
import type { KeyFacts } from './keyFacts';
import type { TableName } from './keyParts';
import { pipelineSchema } from './keys';
import { nearMiss } from './nearMiss';
import type { ProblemCode } from './problemCodes';
import { checkReservedKey, RESERVED_KEY } from './reservedKey';
import { soundBy } from './soundKeys';
import type { Sound } from './soundKeys';
import { describeNode, memberOf, membersOf, shorten } from './textNode';
import type { ListNode, MapMember, MapNode, TextNode } from './textNode';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** More than are ever told of; each has to be looked up in the text. */
const MOST_ISSUES = 600;

/** Holds a pipeline file against the table of keys; what does not fit is complained about. */
export function validateKeys(root: TextNode, complaints: Complaints): void {
  checkReservedKey(root, complaints);
  const doubtful = inDoubt(root);
  if (doubtful === null) return;
  const result = pipelineSchema.safeParse(plainValue(doubtful, new Map()));
  if (result.success) return;
  for (const issue of result.error.issues.slice(0, MOST_ISSUES)) {
    reportIssue(issue, [], root, complaints);
  }
}

/**
 * A file without the keys and steps that are surely as they should be; null where all are. One step stays at any rate,
 * because a file without any would be another matter.
 */
function inDoubt(root: TextNode): TextNode | null {
  if (root.kind !== 'map') return root;
  const members = root.members.filter(
    ({ key, value }) => !key.startsWith('x-') && SOUND.get(key)?.(value) !== true,
  );
  const steps = root.members.find(({ key }) => key === 'steps');
  if (members.length === 0 && steps !== undefined) return null;
  const others = members.filter((member) => member !== steps);
  const some = steps === undefined ? [] : [{ ...steps, value: someOf(steps.value) }];
  return { ...root, members: [...others, ...some] };
}

function someOf(steps: TextNode): TextNode {
  if (steps.kind !== 'map') return steps;
  const first = steps.members.find(({ key }) => key !== RESERVED_KEY);
  const members = steps.members.filter((step) => step === first || !isSoundStep(step.value));
  return { ...steps, members };
}

const SOUND: ReadonlyMap<string, Sound> = new Map(
  Object.entries(pipelineSchema.shape).map(([key, schema]) => [key, soundBy(schema)]),
);
const isSoundStep = soundBy(pipelineSchema.shape.steps.valueType);

/** What zod is to see: shared nodes stay shared. */
function plainValue(node: TextNode, done: Map<TextNode, unknown>): unknown {
  if (node.kind === 'scalar') return node.value;
  const known = done.get(node);
  if (known !== undefined) return known;
  const value = node.kind === 'list' ? plainList(node, done) : plainMap(node, done);
  done.set(node, value);
  return value;
}

function plainList({ items }: ListNode, done: Map<TextNode, unknown>): unknown[] {
  return items.map((item) => plainValue(item, done));
}

function plainMap({ members }: MapNode, done: Map<TextNode, unknown>): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const member of members) {
    const plain = plainValue(member.value, done);
    if (member.key !== RESERVED_KEY) value[member.key] = plain;
    else Object.defineProperty(value, RESERVED_KEY, { value: plain, enumerable: true });
  }
  return value;
}

function reportIssue(issue: Issue, above: Path, root: TextNode, complaints: Complaints): void {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const [, table] = splitMessage(issue.message);
    for (const key of issue.keys.slice(0, MOST_ISSUES))
      reportUnknownKey(key, path, table as TableName, root, complaints);
    return;
  }
  if (issue.code === 'invalid_key') {
    const inner = issue.issues[0];
    const place = find(root, path);
    const [code, expected] = splitMessage(inner?.message ?? '');
    const message = `The key \`${shorten(String(path.at(-1)))}\` should be ${expected}. Rename it.`;
    complaints.add(code, place.member?.keySpan ?? place.node.span, message);
    return;
  }
  if (issue.code === 'invalid_union') {
    const nearest = nearestOption(issue.errors);
    if (nearest !== null) {
      for (const inner of nearest) reportIssue(inner, path, root, complaints);
      return;
    }
  }
  reportValue(issue.message, path, root, complaints);
}

/** Of a union the option whose outer kind fits, so that what is wrong inside can be told. */
function nearestOption(options: readonly (readonly Issue[])[]): readonly Issue[] | null {
  return (
    options.find((issues) =>
      issues.every(
        (issue) =>
          issue.path.length > 0 || issue.code === 'unrecognized_keys' || issue.code === 'custom',
      ),
    ) ?? null
  );
}

function reportUnknownKey(
  key: string,
  path: Path,
  table: TableName,
  root: TextNode,
  complaints: Complaints,
): void {
  if (table === 'the file' && key.startsWith('x-')) return;
  const place = find(root, [...path, key]);
  const keys = keyFactsOf(table);
  const names = keys.map((each) => each.key);
  const meant = knownAs(key, keys) ?? nearMiss(key, names);
  const advice = meant === null ? `Its keys are ${listed(names)}.` : `Did you mean \`${meant}\`?`;
  const message = `\`${shorten(key)}\` is no key of ${table}${within(path, table)}. ${advice}`;
  const taken = meant !== null && memberOf(find(root, path).node, meant) !== null;
  complaints.add('key-unknown', place.member?.keySpan ?? place.node.span, message, {
    instead: taken ? null : meant,
  });
}

function knownAs(key: string, keys: readonly KeyFacts[]): string | null {
  const wanted = key.toLowerCase();
  const found = keys.find((each) => each.key === wanted || each.aka.includes(wanted));
  return found?.key ?? null;
}

function reportValue(message: string, path: Path, root: TextNode, complaints: Complaints): void {
  const [code, expected] = splitMessage(message);
  const place = find(root, path);
  const what = nameOf(path);
  if (place.missing !== null) {
    const sentence = `${capital(nameOf(path.slice(0, -1)))} has no \`${place.missing}\`, and needs one: ${expected}.`;
    complaints.add('key-missing', place.member?.keySpan ?? { start: 0, end: 0 }, sentence);
    return;
  }
  const { node } = place;
  if (code.endsWith('-empty')) {
    // With unknown keys only it is not empty to the eye, and those are told of.
    if (membersOf(node).length > 0) return;
    complaints.add(code, node.span, `${capital(what)} says nothing. Give it ${expected}.`);
    return;
  }
  if (isSecondKeyOfItem(path, root)) return;
  if (node.kind === 'scalar' && node.value === null) {
    const sentence = `${capital(what)} has no value. Write ${expected}, or take the key out.`;
    const isItem = typeof path.at(-1) === 'number';
    complaints.add(
      'value-missing',
      isItem ? node.span : (place.member?.keySpan ?? node.span),
      sentence,
    );
    return;
  }
  complaints.add(
    code,
    node.span,
    `${capital(what)} should be ${expected}, not ${describeNode(node)}.`,
  );
}

/** An item of `inputs` or `outputs` with several keys is complained about as a whole. */
function isSecondKeyOfItem(path: Path, root: TextNode): boolean {
  const [, , list, item] = path;
  if (path.length !== 5 || typeof item !== 'number') return false;
  if (list !== 'inputs' && list !== 'outputs') return false;
  return membersOf(find(root, path.slice(0, 4)).node).length > 1;
}

interface Place {
  readonly node: TextNode;
  /** The nearest key on the way. */
  readonly member: MapMember | null;
  /** The key that is not there, where the way ends before the path does. */
  readonly missing: string | null;
}

function find(root: TextNode, path: Path): Place {
  let node = root;
  let member: MapMember | null = null;
  for (const part of path) {
    const wanted = String(part);
    if (node.kind === 'map') {
      const next: MapMember | undefined = node.members.find(({ key }) => key === wanted);
      if (next === undefined) return { node, member, missing: wanted };
      [member, node] = [next, next.value];
    } else if (node.kind === 'list') {
      node = node.items[Number(wanted)] ?? node;
    }
  }
  return { node, member, missing: null };
}

/** `steps, train, timeout` as "`timeout` of step `train`". */
function nameOf(path: Path): string {
  const keys = path.filter((part): part is string => typeof part === 'string');
  const index = path.at(-1);
  if (keys.length === 0) return 'the file';
  const inStep = keys[0] === 'steps' && keys.length > 1;
  const own = inStep ? keys.slice(2) : keys;
  const step = inStep ? `step \`${shorten(keys[1] as string)}\`` : '';
  const name = own.map((key) => shorten(key)).join('.');
  const item = typeof index === 'number' ? `item ${index + 1} of ` : '';
  if (own.length === 0) return `${item}${step}`;
  return `${item}\`${name}\`${inStep ? ` of ${step}` : ''}`;
}

function within(path: Path, table: TableName): string {
  return table === 'the file' || path.length === 0 ? '' : ` (${nameOf(path)})`;
}

function splitMessage(message: string): [ProblemCode, string] {
  const at = message.indexOf(': ');
  return at < 0
    ? ['wrong-type', 'something else']
    : [message.slice(0, at) as ProblemCode, message.slice(at + 2)];
}

function listed(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
