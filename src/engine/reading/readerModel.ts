import type { Result } from '../../base/result';
import type { BytesAnswer } from '../../present/reportPage/messages';
import type { FileComparison, OutputFiles, SideName } from '../../present/reportPage/comparison';
import type { ReportPage } from '../../present/reportPage/pageModel';
import type { Failure } from '../../records/failures';
import type { ReportRef } from '../../records/reportRef';

/** What can be read of a project's reports and saved files, without holding up who asks. */
export interface SavedReader {
  /** A report made ready for its page. */
  report(ref: ReportRef): Promise<Result<ReadReport, Failure>>;
  /** A report to paste somewhere, in Markdown. */
  summary(ref: ReportRef): Promise<Result<string, Failure>>;
  files(
    ref: ReportRef,
    place: { readonly step: string; readonly output: string },
  ): Promise<Result<OutputFiles, Failure>>;
  compare(ref: ReportRef, place: FilePlace): Promise<Result<FileComparison, Failure>>;
  /** A piece of a file; `object-missing` where its bytes are gone. */
  bytes(ref: ReportRef, piece: Piece): Promise<Result<BytesAnswer, Failure>>;
  /** What stands at a path of what a version or run saved; null where nothing does. */
  stat(at: SavedPath): Promise<Result<SavedStat | null, Failure>>;
  /** Names in a folder; null where it is none. */
  list(at: SavedPath): Promise<Result<readonly SavedName[] | null, Failure>>;
  /** A file's bytes, proven; null where there is no such file. */
  read(at: SavedPath): Promise<Result<Uint8Array | null, Failure>>;
  /** Ends it; what was asked and not answered is rejected. */
  close(): Promise<void>;
}

/** A report as it was found. */
export interface ReadReport {
  /** Names this very report: `last` and `workspace` are resolved. */
  readonly ref: ReportRef;
  readonly page: ReportPage;
  /** The pipeline file, relative to the project. */
  readonly pipeline: string;
  /** The version that was verified; null where nothing was run again. */
  readonly version: string | null;
  /** Where the files of both sides lie among the saved files; null where a side is gone. */
  readonly sides: { readonly was: string | null; readonly is: string | null };
  /** The run of each side, where it is one. */
  readonly runs: { readonly was: string | null; readonly is: string | null };
}

/** A file of a report's output. */
export interface FilePlace {
  readonly step: string;
  readonly output: string;
  readonly file: string;
}

/** A piece of a file on one side. */
export interface Piece extends FilePlace {
  readonly side: SideName;
  readonly offset: number;
  readonly length: number;
}

/** A path below a version (`pipeline.yaml@v1.0`) or a run: `''`, `source/…`, `outputs/…`. */
export interface SavedPath {
  readonly name: string;
  readonly path: string;
}

/** What a file system is told of a path. */
export interface SavedStat {
  readonly kind: 'file' | 'folder' | 'link';
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A name in a folder. */
export interface SavedName {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

/** What is asked of the thread that reads, and how the answer comes. */
export type ReaderVerb = Exclude<keyof SavedReader, 'close'>;

/** One question to the thread. */
export interface ReaderQuestion {
  readonly verb: ReaderVerb;
  readonly values: readonly unknown[];
}

/** One answer of the thread. */
export type ReaderAnswer = Result<unknown, Failure>;
