import { cachedReader } from './cachedReader';
import { complaintsAboutObject } from './complaints';
import type { Complaints } from './complaints';
import { readReprise } from './dialects/reprise';
import { nodesOfObject } from './fromObject';
import type { ObjectNodes } from './fromObject';
import type { PipelineDefinition } from './keys';
import { isDeviceName } from './label';
import type { ProjectReader } from './reader';
import { readingOf } from './readPipeline';
import type { PipelineReading } from './readPipeline';
import { memberOf, scalarOf, shorten } from './textNode';
import type { TextNode } from './textNode';

/** Where a pipeline defined in code stands. */
export interface DefineOptions {
  /** What its paths are relative to, itself relative to the project. */
  readonly folder: string;
  readonly reader: ProjectReader;
  /** The machine that will run it, where that is not this one. */
  readonly platform?: string;
}

/** The name stands where a file's path would, in folders too, so it has to be a file name on every platform. */
const NAME = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_.+ -]{0,98}[\p{L}\p{N}_+-])?$/u;

/**
 * Reads a pipeline defined in code: the keys of the file as an object, and the same plan. Problems have no place
 * in a text, so each begins with the path of the key that it is about.
 */
export function definePipeline(definition: PipelineDefinition, at: DefineOptions): PipelineReading {
  const nodes = nodesOfObject(definition);
  const complaints = complaintsAboutObject((place) => nodes.pathAt(place));
  complainOfFaults(nodes, complaints);
  const name = readName(nodes.root, complaints);
  const context = {
    file: name,
    folder: at.folder,
    reader: cachedReader(at.reader),
    platform: at.platform ?? process.platform,
    pipeline: name,
    source: null,
  };
  return readingOf(() => readReprise(nodes.root, context, complaints), context, complaints);
}

function complainOfFaults(nodes: ObjectNodes, complaints: Complaints): void {
  for (const { span, what } of nodes.faults) {
    const message =
      what === 'wrong-type'
        ? 'This value is none that a pipeline file could hold. Use texts, numbers, truth values, lists and plain objects.'
        : 'This object is too large or too deep to be a pipeline; perhaps it holds itself. Take levels out.';
    complaints.add(what, span, message);
  }
}

function readName(root: TextNode, complaints: Complaints): string {
  const node = memberOf(root, 'name');
  const name = scalarOf(node)?.text;
  if (name !== undefined && NAME.test(name) && !isDeviceName(name)) return name;
  const message =
    name === undefined
      ? 'A pipeline defined in code needs a `name`: its versions are kept under it.'
      : `\`${shorten(name)}\` cannot be the name of a pipeline defined in code, for its versions are kept in a folder of that name. Use letters, digits, spaces and \`_.+-\`, at most 100, and no device name of Windows.`;
  complaints.add('name-invalid', (node ?? root).span, message);
  return 'pipeline';
}
