import type { Complaints } from './complaints';
import { hasExpression } from './expressions';
import { STEP_NAME } from './keys';
import { RESERVED_KEY } from './reservedKey';
import { itemsOf, memberOf, membersOf, scalarOf, shorten } from './textNode';
import type { MapMember, ScalarNode, TextNode } from './textNode';

/** One step to be: a step of the file, or one combination of its matrix. */
export interface Instance {
  readonly name: string;
  readonly group: string | null;
  /** Values by key of the matrix, as written. */
  readonly values: ReadonlyMap<string, string>;
  readonly node: TextNode;
  readonly member: MapMember;
}

/** All matrices of a file together may make this many steps. */
const MOST_INSTANCES = 10_000;
const VALUE = /^[A-Za-z0-9._+-]+$/;

/** The steps of a file with every matrix expanded, in the order of the file. */
export function expandSteps(steps: TextNode | null, complaints: Complaints): readonly Instance[] {
  const instances: Instance[] = [];
  const taken = new Map<string, MapMember>();
  for (const member of membersOf(steps)) {
    if (member.key === RESERVED_KEY) continue; // told of where the keys are checked
    checkName(member, complaints);
    const before = taken.get(member.key.toLowerCase());
    if (before !== undefined) {
      const message = `The name \`${shorten(member.key)}\` is taken by \`${shorten(before.key)}\`, for upper and lower case make no difference. Rename one of them.`;
      const related = [{ span: before.keySpan, message: 'The name is taken here.' }];
      complaints.add('step-name-taken', member.keySpan, message, { related });
      continue;
    }
    taken.set(member.key.toLowerCase(), member);
    const matrix = memberOf(member.value, 'matrix');
    if (matrix?.kind === 'map') {
      instances.push(...expandMatrix(member, matrix, instances.length, complaints));
    } else {
      const { key: name, value: node } = member;
      instances.push({ name, group: null, values: new Map(), node, member });
    }
  }
  return instances;
}

function checkName({ key, keySpan }: MapMember, complaints: Complaints): void {
  if (STEP_NAME.test(key)) return;
  const message = `\`${shorten(key)}\` cannot be the name of a step. A name has letters, digits, \`_\` and \`-\`, and begins with a letter or \`_\`. Rename it.`;
  complaints.add('step-name-invalid', keySpan, message);
}

function expandMatrix(
  member: MapMember,
  matrix: TextNode,
  already: number,
  complaints: Complaints,
): readonly Instance[] {
  const axes = membersOf(matrix).map(({ key, value }) => ({
    key,
    values: itemsOf(value).flatMap((item) => matrixValue(item, member.key, complaints)),
  }));
  const count = axes.reduce((product, axis) => product * axis.values.length, 1);
  if (axes.length === 0 || count === 0) return [];
  if (already + count > MOST_INSTANCES) {
    const message = `The matrix of step \`${shorten(member.key)}\` makes ${count} steps, and a file may have ${MOST_INSTANCES}. Take values out, or let one step work through several of them.`;
    complaints.add('matrix-too-large', matrix.span, message);
    return [];
  }
  const names = new Set<string>();
  return combinations(axes.map((axis) => axis.values)).flatMap((combination): Instance[] => {
    const name = `${member.key}@${combination.map((value) => value.text).join('-')}`;
    if (names.has(name.toLowerCase())) {
      const last = combination.at(-1) as ScalarNode;
      const message = `The matrix of step \`${shorten(member.key)}\` makes two steps called \`${shorten(name)}\`, upper and lower case making no difference. Change one of the values.`;
      complaints.add('matrix-name-twice', last.span, message);
      return [];
    }
    names.add(name.toLowerCase());
    const values = new Map(axes.map(({ key }, at) => [key, (combination[at] as ScalarNode).text]));
    return [{ name, group: member.key, values, node: member.value, member }];
  });
}

/** In the order of the keys: the last one turns fastest. */
function combinations(axes: readonly (readonly ScalarNode[])[]): ScalarNode[][] {
  return axes.reduce<ScalarNode[][]>(
    (before, values) => before.flatMap((some) => values.map((value) => [...some, value])),
    [[]],
  );
}

function matrixValue(item: TextNode, step: string, complaints: Complaints): ScalarNode[] {
  const scalar = scalarOf(item);
  if (scalar === null) return [];
  if (hasExpression(scalar.text)) {
    const message = `A value in the matrix of step \`${shorten(step)}\` holds an expression, and values are taken as they are written. Write the value out.`;
    complaints.add('expression-not-here', scalar.span, message);
    return [];
  }
  if (!VALUE.test(scalar.text)) {
    const message = `The value \`${shorten(scalar.text)}\` becomes part of the name of a step, so it may have letters, digits and \`._+-\` only. Give it a short name here and look up the rest in the step.`;
    complaints.add('matrix-value-invalid', scalar.span, message);
    return [];
  }
  return [scalar];
}
