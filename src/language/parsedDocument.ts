import * as path from 'node:path';

import { complaintsAbout } from '../pipeline/complaints';
import { expandSteps } from '../pipeline/matrix';
import type { Instance } from '../pipeline/matrix';
import type { Params } from '../pipeline/params';
import type { ProjectReader } from '../pipeline/reader';
import { readText } from '../pipeline/readPipeline';
import type { TextReading } from '../pipeline/readPipeline';
import { documentMemory } from './documentMemory';
import type { DocumentMemory } from './documentMemory';
import { memberOf, membersOf } from '../pipeline/textNode';
import type { MapMember, TextNode } from '../pipeline/textNode';

/** A name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** All that the language room may learn of the disk; open documents stand in for their files. */
export interface ProjectFolders extends ProjectReader {
  /** What lies in a folder of the project; nothing where it cannot be looked into. */
  list(folder: string): readonly FolderEntry[];
}

/** Where a document stands. */
export interface DocumentContext {
  /** Relative to the project, POSIX. */
  readonly file: string;
  readonly project: ProjectFolders;
  /** The machine that will run it, where that is not this one. */
  readonly platform?: string;
}

/** One version of the text of a pipeline file, read when first asked for, and shared by all features. */
export interface ParsedDocument {
  readonly text: string;
  /** Relative to the project. */
  readonly file: string;
  /** Its folder, relative to the project. */
  readonly folder: string;
  readonly project: ProjectFolders;
  /** What the text says, as far as it is YAML: cheap after a keystroke, and asks nothing of the disk. */
  readonly root: () => TextNode | null;
  /** The steps as they are written. */
  readonly steps: () => readonly MapMember[];
  /** The steps with every matrix expanded. */
  readonly instances: () => readonly Instance[];
  /** The params that the text names or holds. */
  readonly params: () => Params;
  /** What the engine makes of it. */
  readonly reading: () => TextReading;
}

/** Makes the document of a text; what an earlier version left in memory need not be read again. */
export function parseDocument(
  text: string,
  context: DocumentContext,
  memory: DocumentMemory = documentMemory(),
): ParsedDocument {
  const { file, project, platform } = context;
  const { parser } = memory;
  const folder = path.posix.dirname(file);
  const root = once(() => parser.read(text, complaintsAbout(text)));
  return {
    text,
    file,
    folder,
    project,
    root,
    steps: once(() => membersOf(memberOf(root(), 'steps'))),
    instances: once(() => expandSteps(memberOf(root(), 'steps'), complaintsAbout(''))),
    params: once(() => memory.params(memberOf(root(), 'params'), { folder, reader: project })),
    reading: once(() => {
      const at = { file, reader: project, parser };
      return readText(text, platform === undefined ? at : { ...at, platform });
    }),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
