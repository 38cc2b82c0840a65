import { complaintsAbout } from './complaints';
import type { Complaints } from './complaints';
import { checkPath } from './declaredPaths';
import { readDocument } from './document';
import { nodesOfObject } from './fromObject';
import { INLINE_PARAMS } from './model';
import { nearMiss } from './nearMiss';
import type { ProjectReader } from './reader';
import { membersOf, scalarOf } from './textNode';
import type { ScalarNode, TextNode } from './textNode';

/** The params of a pipeline: where they come from, and what they are. */
export interface Params {
  /** The params file relative to the project, or `INLINE_PARAMS`; null where the pipeline has none. */
  readonly from: string | null;
  /** Null where there are none, or they could not be read: then a problem says so. */
  readonly root: TextNode | null;
}

/** Reads what the key `params` names: a file below the folder of the pipeline file, or a mapping. */
export function readParams(
  node: TextNode | null,
  at: { readonly folder: string; readonly reader: ProjectReader },
  complaints: Complaints,
): Params {
  if (node?.kind === 'map') return { from: INLINE_PARAMS, root: node };
  const scalar = scalarOf(node);
  if (scalar === null) return { from: null, root: null };
  const path = checkPath(scalar, { ...at, what: 'The params file', patterns: false }, complaints);
  if (path === null) return { from: null, root: null };
  return { from: path, root: readFile(path, scalar, at.reader, complaints) };
}

/** Finds a param; where it is not, says which key was looked for and what is meant perhaps. */
export function findParam(
  root: TextNode,
  keys: readonly string[],
):
  | { readonly node: TextNode }
  | { readonly missing: string; readonly meant: readonly string[] | null } {
  let node = root;
  for (const [index, key] of keys.entries()) {
    let next: TextNode | undefined;
    if (node.kind === 'map') {
      next = node.members.find((member) => member.key === key)?.value;
    } else if (node.kind === 'list' && /^\d+$/.test(key)) {
      next = node.items[Number(key)];
    }
    if (next === undefined) {
      const near = nearMiss(
        key,
        membersOf(node).map((member) => member.key),
      );
      const meant =
        near === null ? null : [...keys.slice(0, index), near, ...keys.slice(index + 1)];
      return { missing: keys.slice(0, index + 1).join('.'), meant };
    }
    node = next;
  }
  return { node };
}

function readFile(
  path: string,
  written: ScalarNode,
  reader: ProjectReader,
  complaints: Complaints,
): TextNode | null {
  const extension = /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';
  if (['.toml', '.py', '.ini', '.env'].includes(extension)) {
    const message = `Params are read from YAML and JSON, and \`${path}\` is neither. Move them into a file such as \`params.yaml\`, or write them here as a mapping.`;
    complaints.add('params-format-unknown', written.span, message);
    return null;
  }
  const text = reader.readText(path);
  if (text === null) {
    const message = `The params file \`${path}\` does not exist or cannot be read as UTF-8 text. Make it, or mend it or the path; it is relative to the folder of the pipeline file.`;
    complaints.add('params-file-missing', written.span, message);
    return null;
  }
  const { root, fault } = extension === '.json' ? parseJson(text, path) : parseYaml(text, path);
  if (fault !== null) {
    complaints.add('params-file-invalid', written.span, `The params file cannot be read. ${fault}`);
    return null;
  }
  if (root?.kind !== 'map') {
    const message = `The params file \`${path}\` has to hold a mapping of names to values, such as \`lr: 0.1\`.`;
    complaints.add('params-file-invalid', written.span, message);
    return null;
  }
  return root;
}

interface Parsed {
  readonly root: TextNode | null;
  /** Where and what, or null. */
  readonly fault: string | null;
}

function parseYaml(text: string, path: string): Parsed {
  const own = complaintsAbout(text);
  const root = readDocument(text, own);
  const fault = own.list().find((problem) => problem.severity === 'error');
  if (fault === undefined) return { root, fault: null };
  const { line, column } = fault.range;
  return { root: null, fault: `${path}:${line}:${column}: ${fault.message}` };
}

/** JSON is read as YAML, which keeps numbers as they are written; what only JSON takes is read as such. */
function parseJson(text: string, path: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { root: null, fault: `${path} is not valid JSON: ${what}. Mend it there.` };
  }
  const parsed = parseYaml(text, path);
  return parsed.fault === null ? parsed : { root: nodesOfObject(value).root, fault: null };
}
