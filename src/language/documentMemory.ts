import { joinRelative, leaves } from '../base/paths';
import { complaintsAbout } from '../pipeline/complaints';
import { readParams } from '../pipeline/params';
import type { Params } from '../pipeline/params';
import { partsParser } from '../pipeline/readInParts';
import type { TextParser } from '../pipeline/readInParts';
import type { ProjectReader } from '../pipeline/reader';
import { scalarOf } from '../pipeline/textNode';
import type { TextNode } from '../pipeline/textNode';

/** What is kept from one version of a document for the next. */
export interface DocumentMemory {
  readonly parser: TextParser;
  /** The params that a key names; a file is parsed again only where its text is another. */
  params(
    node: TextNode | null,
    at: { readonly folder: string; readonly reader: ProjectReader },
  ): Params;
}

/** An empty memory. */
export function documentMemory(): DocumentMemory {
  let known: { readonly path: string; readonly text: string; readonly params: Params } | null =
    null;
  return {
    parser: partsParser(),
    params(node, at) {
      const named = scalarOf(node);
      const path = named === null ? null : joinRelative(at.folder, named.text);
      const text = path === null || leaves(path) ? null : at.reader.readText(path);
      if (text !== null && known?.path === path && known.text === text) return known.params;
      const params = readParams(node, at, complaintsAbout(''));
      known = path === null || text === null ? null : { path, text, params };
      return params;
    },
  };
}
