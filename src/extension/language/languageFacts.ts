import type * as vscode from 'vscode';

import type { StepFacts } from '../../language/hoverStep';
import type { SavedLabels } from '../../language/raiseVersion';

/** What the language features show and do not find out themselves; files are absolute paths. */
export interface LanguageFacts {
  /** The folder of the project of a pipeline file; null where that is not known yet. */
  rootOf(file: string): string | null;
  /** What is known of the steps of a pipeline file, instances of a matrix by their own names. */
  stepsOf(file: string): Promise<(step: string) => StepFacts | null>;
  /** The saved versions of a pipeline file. */
  savedOf(file: string): SavedLabels;
  /** Tells the file of which something of this has changed. */
  follow(changed: (file: string) => void): vscode.Disposable;
}
