import { memberOf, itemsOf, membersOf, scalarOf } from '../pipeline/textNode';
import type { MapMember, ScalarNode, TextNode } from '../pipeline/textNode';

import type { ParsedDocument } from './parsedDocument';

/** A path of `inputs` or `outputs` as it is written. */
export interface WrittenPath {
  readonly path: ScalarNode;
  readonly options: TextNode | null;
}

/** The paths that a step declares, as they are written; null keeps the place of an item that is none. */
export function writtenPaths(
  step: TextNode,
  list: 'inputs' | 'outputs',
): readonly (WrittenPath | null)[] {
  return itemsOf(memberOf(step, list)).map((item) => {
    const scalar = scalarOf(item);
    if (scalar !== null) return { path: scalar, options: null };
    const [first, ...others] = membersOf(item);
    if (first === undefined || others.length > 0) return null;
    const { key, keySpan, value } = first;
    return { path: { kind: 'scalar', text: key, value: key, span: keySpan }, options: value };
  });
}

/** A declared variable, and whether the file declares it or the step itself. */
export interface WrittenVariable {
  readonly member: MapMember;
  readonly from: 'file' | 'step';
}

/** The variables that a step may ask for, by name: its own over those of the file. */
export function variablesFor(
  document: ParsedDocument,
  step: TextNode | null,
): ReadonlyMap<string, WrittenVariable> {
  const variablesIn = (node: TextNode | null): readonly MapMember[] =>
    membersOf(memberOf(memberOf(node, 'environment'), 'variables'));
  const found = new Map<string, WrittenVariable>();
  for (const member of variablesIn(document.root()))
    found.set(member.key, { member, from: 'file' });
  for (const member of variablesIn(step)) found.set(member.key, { member, from: 'step' });
  return found;
}

/** The step of a way of keys, as it is written. */
export function stepOf(document: ParsedDocument, way: readonly string[]): MapMember | null {
  if (way[0] !== 'steps') return null;
  return document.steps().find((member) => member.key === way[1]) ?? null;
}

/** The steps of a document but one. */
export function otherSteps(
  steps: readonly MapMember[],
  own: MapMember | null,
): readonly MapMember[] {
  return steps.filter((member) => member.key !== own?.key);
}

/** The step of a name, or the one whose matrix makes a step of that name. */
export function stepNamed(document: ParsedDocument, name: string): MapMember | null {
  const steps = document.steps();
  const group = name.split('@', 1)[0];
  return (
    steps.find((member) => member.key === name) ??
    steps.find((member) => member.key === group) ??
    null
  );
}
