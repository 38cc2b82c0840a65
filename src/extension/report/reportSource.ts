import * as fs from 'node:fs/promises';
import * as path from 'node:path';

import type { Result } from '../../base/result';
import type { FilePlace, Piece, ReadReport, SavedReader } from '../../engine/reading/readerModel';
import { failureSentence } from '../../present/failureWords';
import type { FileComparison, OutputFiles } from '../../present/reportPage/comparison';
import type { BytesAnswer, OutputPlace } from '../../present/reportPage/messages';
import type { Failure } from '../../records/failures';
import type { ReportRef } from '../../records/reportRef';

/** Where a page's report and its files come from. What cannot be had is thrown, in words for the reader. */
export interface ReportSource {
  report(ref: ReportRef): Promise<ReadReport>;
  summary(ref: ReportRef): Promise<string>;
  files(ref: ReportRef, place: OutputPlace): Promise<OutputFiles>;
  compare(ref: ReportRef, place: FilePlace): Promise<FileComparison>;
  bytes(ref: ReportRef, piece: Piece): Promise<BytesAnswer>;
}

/** Reports as the engine's reader has them. */
export function savedReports(reader: SavedReader): ReportSource {
  return {
    report: async (ref) => told(await reader.report(ref)),
    summary: async (ref) => told(await reader.summary(ref)),
    files: async (ref, place) => told(await reader.files(ref, place)),
    compare: async (ref, place) => told(await reader.compare(ref, place)),
    bytes: async (ref, piece) => told(await reader.bytes(ref, piece)),
  };
}

/** The same source, which says so where a project is gone: a tab outlives a folder that is moved or deleted. */
export function tellingGone(source: ReportSource, root: string): ReportSource {
  return {
    ...source,
    report: async (ref) => {
      try {
        return await source.report(ref);
      } catch (error) {
        if (await isThere(path.join(root, '.reprise'))) throw error;
        throw new Error(
          `${root} is gone, or its .reprise folder is: what they held cannot be shown.`,
        );
      }
    },
  };
}

async function isThere(folder: string): Promise<boolean> {
  return fs.access(folder).then(
    () => true,
    () => false,
  );
}

function told<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(failureSentence(result.failure));
  return result.value;
}
