import type { Complaints } from '../complaints';
import { checkPath } from '../declaredPaths';
import { EMPTY_DRAFT } from '../draft';
import type { Draft } from '../draft';
import { hasExpression } from '../expressions';
import { isLabel } from '../label';
import { readParams } from '../params';
import { readWhole } from '../readInParts';
import { itemsOf, memberOf, scalarOf, shorten } from '../textNode';
import type { ScalarNode, TextNode } from '../textNode';
import { validateKeys } from '../validateKeys';

import type { Dialect, DialectContext } from './dialect';
import { readSteps } from './repriseSteps';

/** Our own way of writing pipelines: `pipeline.yaml` and `NAME.pipeline.yaml`, and any other name that a user gives. */
export const repriseDialect: Dialect = {
  name: 'reprise',
  reads: (fileName) => fileName !== 'dvc.yaml',
  read(text, context, complaints) {
    const root = (context.parser?.read ?? readWhole)(text, complaints);
    if (root === null || (root.kind === 'scalar' && root.value === null)) {
      if (complaints.list().length === 0) {
        const message =
          'This file is empty. A pipeline begins with `steps:`, and below it each step with its `run`.';
        complaints.add('file-empty', { start: 0, end: 0 }, message);
      }
      return EMPTY_DRAFT;
    }
    return readReprise(root, context, complaints);
  },
};

/** Reads the keys of a pipeline, wherever they come from. */
export function readReprise(
  root: TextNode,
  context: DialectContext,
  complaints: Complaints,
): Draft {
  validateKeys(root, complaints);
  const environment = memberOf(root, 'environment');
  const paramsNode = memberOf(root, 'params');
  if (scalarOf(paramsNode) !== null) plainText(paramsNode, '`params`', complaints);
  const params = readParams(paramsNode, context, complaints);
  const isFile = params.from !== null && scalarOf(paramsNode) !== null;
  return {
    name: plainText(memberOf(root, 'name'), '`name`', complaints)?.text ?? null,
    version: readVersion(memberOf(root, 'version'), complaints),
    python: readPython(memberOf(environment, 'python'), context, complaints),
    lock: readLock(memberOf(environment, 'lock'), context, complaints),
    source: readSource(memberOf(root, 'source'), context, complaints),
    paramsFiles: isFile ? [params.from] : [],
    ...readSteps(root, params, { ...context, complaints }),
  };
}

function readVersion(node: TextNode | null, complaints: Complaints): string | null {
  const scalar = scalarOf(node);
  if (scalar === null || isLabel(scalar.text)) return scalar?.text ?? null;
  const message = `\`${shorten(scalar.text)}\` cannot be a label. A label has at most 64 letters, digits and \`._+-\`, begins with a letter or digit, and is no device of Windows such as \`con\` or \`nul\`.`;
  complaints.add('label-invalid', scalar.span, message);
  return null;
}

/** Stays as written: it is resolved from the folder of the pipeline file in the project, never in a room. */
function readPython(
  node: TextNode | null,
  context: DialectContext,
  complaints: Complaints,
): string | null {
  const scalar = plainText(node, '`python`', complaints);
  if (scalar === null) return null;
  const use = { ...context, what: 'The Python', patterns: false, anything: true };
  return checkPath(scalar, use, complaints) === null ? null : scalar.text;
}

function readLock(
  node: TextNode | null,
  context: DialectContext,
  complaints: Complaints,
): string | null {
  const scalar = plainText(node, '`lock`', complaints);
  if (scalar === null) return null;
  const path = checkPath(
    scalar,
    { ...context, what: 'The lock file', patterns: false },
    complaints,
  );
  if (path === null || context.reader.kindOf(path) === 'file') return path;
  const message = `The lock file \`${shorten(path)}\` does not exist. Make it (\`pip freeze > ${shorten(scalar.text)}\`, or what your tool offers), or take the key out.`;
  complaints.add('lock-missing', scalar.span, message);
  return path;
}

function readSource(
  node: TextNode | null,
  context: DialectContext,
  complaints: Complaints,
): readonly string[] | null {
  if (node?.kind !== 'list') return null;
  const use = { ...context, what: 'The source path', patterns: true };
  return itemsOf(node).flatMap((item) => {
    const scalar = plainText(item, 'A source path', complaints);
    const path = scalar === null ? null : checkPath(scalar, use, complaints);
    return path === null ? [] : [path];
  });
}

/** A text in which no expression may stand. */
function plainText(node: TextNode | null, what: string, complaints: Complaints): ScalarNode | null {
  const scalar = scalarOf(node);
  if (scalar === null || !hasExpression(scalar.text)) return scalar;
  const message = `${what} is taken as it is written, so no expression may stand in it. Write the value out.`;
  complaints.add('expression-not-here', scalar.span, message);
  return null;
}
