import type { Complaints } from '../complaints';
import type { Draft } from '../draft';
import type { ProjectReader } from '../reader';
import type { TextParser } from '../readInParts';

/** Where a text comes from, and what may be known of the disk around it. */
export interface DialectContext {
  /** The pipeline file, relative to the project; the name of a pipeline defined in code. */
  readonly file: string;
  /** Its folder, relative to the project. */
  readonly folder: string;
  readonly reader: ProjectReader;
  /** Decides which shell is meant where nobody said. */
  readonly platform: string;
  /** What turns text into nodes, where it is not to be read as one whole. */
  readonly parser?: TextParser;
}

/** A way of writing pipelines. Behind it nobody knows which one it was. */
export interface Dialect {
  readonly name: string;
  /** Whether a file of this name, without its folder, is written in this dialect. */
  reads(fileName: string): boolean;
  /** Never throws, whatever the text: returns as much as could be read, and complains about the rest. */
  read(text: string, context: DialectContext, complaints: Complaints): Draft;
}
