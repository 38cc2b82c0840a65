import type * as vscode from 'vscode';

import type { CommandLine } from '../engine/commandLine';
import type { PastClient } from '../engine/pastClient';
import type { Language } from '../language/registerLanguage';
import type { Pipeline } from '../pipelines/pipeline';
import type { Pipelines } from '../pipelines/pipelines';
import type { RunCentre } from '../runs/runCentre';
import type { FilesOf } from '../sidebar/pipelineTree';

/** What commands work with. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly pipelines: Pipelines;
  readonly past: PastClient;
  readonly commandLine: CommandLine;
  readonly runs: RunCentre;
  readonly language: Pick<Language, 'labelEdit'>;
  readonly pages: Pages;
}

/** What shows reports and the files of saved versions. */
export interface Pages {
  /** The report of a verify, by its run; `first`: at its first difference. */
  openReport(
    pipeline: Pipeline,
    run: string,
    options?: { readonly first?: boolean; readonly step?: string },
  ): Promise<void>;
  /** Two sides laid side by side; each a version's label or a run's id. */
  compare(pipeline: Pipeline, was: string, is: string): Promise<void>;
  /** A saved file, read-only; `of`: a version's label or a run's id; `path` begins with `source` or `outputs`. */
  openSaved(pipeline: Pipeline, of: string, path: string): Promise<void>;
  /** What lies in a folder of a saved version. */
  readonly filesOf: FilesOf;
}
