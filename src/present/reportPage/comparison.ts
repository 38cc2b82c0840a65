/** Data only: what the page is told of two files, one kind for each way of showing them. */

/** Which side of a report: what was saved, or what came out again. */
export type SideName = 'was' | 'is';

/** A file, link or folder of an output on one side. */
export interface FileFacts {
  /** `file`, `link`, `folder`. */
  readonly kind: string;
  /** Bytes; 0 for what has none. */
  readonly size: number;
  /** The digest of a file, the target of a link. */
  readonly content: string;
  readonly executable: boolean;
}

/** A path inside an output, on both sides. */
export interface FileChange {
  readonly path: string;
  readonly was: FileFacts | null;
  readonly is: FileFacts | null;
  readonly differs: boolean;
}

/** The files of an output: those that differ first, so many of them as a page can show. */
export interface OutputFiles {
  readonly files: readonly FileChange[];
  readonly total: number;
  readonly differing: number;
}

/** Two files laid side by side. */
export interface FileComparison {
  readonly path: string;
  readonly was: FileFacts | null;
  readonly is: FileFacts | null;
  /** Sides whose bytes are in the store no longer, and nowhere else either. */
  readonly gone: readonly SideName[];
  /** Whether an editor for text can show it. */
  readonly text: boolean;
  readonly shown: Shown;
}

/** How the difference is shown. */
export type Shown = Values | Lines | Table | Images | Bytes | { readonly kind: 'nothing' };

/** Values of a document, each with how far it moved. */
export interface Values {
  readonly kind: 'values';
  readonly rows: readonly ValueRow[];
  readonly total: number;
}

/** One value that is not as it was; numbers are padded to stand with their decimal points in one line. */
export interface ValueRow {
  readonly place: string;
  readonly was: string;
  readonly is: string;
  readonly delta: string;
  /** `(−0.66 %)`. */
  readonly share: string;
  readonly number: boolean;
  /** From 0 to 1: how far it moved, beside the others. */
  readonly bar: number;
}

/** Changed lines with what stands around them. */
export interface Lines {
  readonly kind: 'lines';
  readonly hunks: readonly Hunk[];
  /** Lines taken out or put in, in all. */
  readonly changed: number;
  /** Lines taken out or put in, that are in the hunks. */
  readonly shown: number;
  /** Too much differs to find what belongs together. */
  readonly byPlace: boolean;
}

/** A run of lines. */
export interface Hunk {
  readonly lines: readonly HunkLine[];
}

/** A line, with its number on each side where it stands there. */
export interface HunkLine {
  readonly was: number | null;
  readonly is: number | null;
  readonly text: string;
}

/** Rows of a table that differ; columns that changed are summed up first. */
export interface Table {
  readonly kind: 'table';
  readonly header: readonly string[];
  readonly columns: readonly ColumnChange[];
  readonly rows: readonly RowChange[];
  /** Rows that differ, in all. */
  readonly total: number;
  /** Rows on each side, without the header. */
  readonly size: { readonly was: number; readonly is: number };
  /** The header of the other side where it is another one. */
  readonly otherHeader: readonly string[] | null;
}

/** What changed in a column. */
export interface ColumnChange {
  readonly name: string;
  readonly cells: number;
  /** The largest difference of two numbers, in words; empty where none are numbers. */
  readonly largest: string;
}

/** A row, by its number below the header; null where that side has no such row. */
export interface RowChange {
  readonly row: number;
  readonly was: readonly string[] | null;
  readonly is: readonly string[] | null;
}

/** Pictures that a browser can draw; their bytes are asked for apart. */
export interface Images {
  readonly kind: 'images';
  readonly type: string;
}

/** Where the bytes part, with some around that place. */
export interface Bytes {
  readonly kind: 'bytes';
  /** The first byte that differs; null where one side cannot be read. */
  readonly first: number | null;
  /** The offset of the first byte given. */
  readonly from: number;
  readonly was: Uint8Array;
  readonly is: Uint8Array;
}
