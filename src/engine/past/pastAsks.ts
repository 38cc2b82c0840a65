import type { Result } from '../../base/result';
import type { Failure } from '../../records/failures';
import type { PipelineHead, PipelinePast, RunDetail, VersionDetail } from '../../records/pastModel';

/** Data only: what the thread that reads records is asked, and what it answers. */

/** One question; `file` is the absolute path of a pipeline file. */
export type PastAsk =
  /** `window`: the folders that whoever asks watches anyway. */
  | { readonly kind: 'pipeline'; readonly file: string; readonly window?: readonly string[] }
  | { readonly kind: 'past'; readonly file: string; readonly count: number }
  | { readonly kind: 'version'; readonly file: string; readonly label: string }
  | { readonly kind: 'run'; readonly file: string; readonly id: string };

/** What each question is answered with. */
export interface PastAnswers {
  readonly pipeline: PipelineHead;
  readonly past: PipelinePast;
  readonly version: VersionDetail;
  readonly run: RunDetail;
}

/** The answer to a question of this kind. */
export type PastAnswer<K extends PastAsk['kind'] = PastAsk['kind']> = Result<
  PastAnswers[K],
  Failure
>;
