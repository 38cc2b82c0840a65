import type { PipelineHead, PipelinePast } from '../../records/pastModel';
import type { StepStanding } from '../../records/statusModel';
import type { Icon } from '../icons';

/** Data only: the sidebar's tree, before it is VS Code's. */

/** What a row of the tree stands for; what a command that is called on it gets. `file` is absolute. */
export type OutlineNode =
  | { readonly kind: 'pipeline'; readonly file: string }
  | { readonly kind: 'workspace'; readonly file: string }
  | { readonly kind: 'standing'; readonly file: string; readonly step: string }
  /** `amount`: where nothing is saved yet. VS Code never opens a row that it once knew as one without children. */
  | { readonly kind: 'versions'; readonly file: string; readonly amount?: 'none' }
  | { readonly kind: 'version'; readonly file: string; readonly label: string }
  | { readonly kind: 'damaged'; readonly file: string; readonly label: string }
  | {
      readonly kind: 'version-step';
      readonly file: string;
      readonly label: string;
      readonly step: string;
    }
  | {
      readonly kind: 'version-output';
      readonly file: string;
      readonly label: string;
      readonly step: string;
      readonly path: string;
    }
  | { readonly kind: 'version-environment'; readonly file: string; readonly label: string }
  | { readonly kind: 'version-files'; readonly file: string; readonly label: string }
  /** A file or folder that a version saved; `path` begins with `source` or `outputs`. */
  | {
      readonly kind: 'version-file';
      readonly file: string;
      readonly label: string;
      readonly path: string;
    }
  | { readonly kind: 'runs'; readonly file: string }
  | { readonly kind: 'run'; readonly file: string; readonly id: string }
  | { readonly kind: 'run-step'; readonly file: string; readonly id: string; readonly step: string }
  | {
      readonly kind: 'run-output';
      readonly file: string;
      readonly id: string;
      readonly step: string;
      readonly path: string;
    }
  | { readonly kind: 'log'; readonly file: string; readonly id: string; readonly log: string }
  | { readonly kind: 'run-environment'; readonly file: string; readonly id: string }
  | { readonly kind: 'more'; readonly file: string }
  | { readonly kind: 'note'; readonly file: string; readonly key: string };

/** A row of the tree. */
export interface OutlineItem {
  /** The same for the same thing over every refresh, so that nobody loses what was open or selected. */
  readonly id: string;
  readonly node: OutlineNode;
  readonly label: string;
  /** Said after the label, quieter. */
  readonly description: string;
  /** Markdown; text of the user's is escaped in it. Empty for none. */
  readonly tooltip: string;
  /** What a screen reader says of the row. */
  readonly spoken: string;
  readonly icon: Icon | null;
  /** Words by which menus know the row. */
  readonly context: string;
  readonly folding: 'none' | 'closed' | 'open';
  /** What a click does. */
  readonly click: 'open' | 'report' | 'place' | 'log' | 'more' | null;
}

/** What is known of one pipeline file at the moment; null where it is not known yet. */
export interface PipelineView {
  /** Absolute. */
  readonly file: string;
  /** As a person calls the file: relative to its workspace folder. */
  readonly shown: string;
  readonly head: PipelineHead | null;
  /** Why the head cannot be had: a sentence. */
  readonly trouble: string | null;
  readonly past: PipelinePast | null;
  readonly standing: Standing;
}

/** How the steps of the workspace stand, as far as anybody could look. */
export type Standing =
  | { readonly state: 'unknown' }
  | { readonly state: 'checking'; readonly last: readonly StepStanding[] | null }
  | { readonly state: 'known'; readonly steps: readonly StepStanding[] }
  /** Restricted Mode: looking starts processes. */
  | { readonly state: 'untrusted' }
  | { readonly state: 'failed'; readonly why: string };
