import type { Digest } from '../base/digest';
import type { CaptureWarning } from '../snapshot/warnings';

/** What stood in the place of an output at the end of a run; null where that is no file. */
export interface LeftOutput {
  readonly path: string;
  readonly is: Digest | null;
}

/** Data only: what a run tells although it goes on. Kept in runs, versions and reports; words are in present/. */
export type Warning =
  | CaptureWarning
  /** Untracked, undeclared files that came or changed during the run. */
  | { readonly code: 'products'; readonly paths: readonly string[] }
  /** What this run or an earlier one wrote into environment folders that stood there, and that stands there still. */
  | { readonly code: 'environment-written'; readonly paths: readonly string[] }
  /** Files of the source tree whose bytes are those that an earlier run, or somebody during it, left there. */
  | { readonly code: 'source-written'; readonly paths: readonly string[] }
  /** Files of the source tree that changed between start and end of the run. */
  | {
      readonly code: 'changed-during-run';
      readonly paths: readonly string[];
      readonly steps: readonly string[];
      /** Those of them that are outputs and changed after their step had ended; left out where there are none. */
      readonly outcomes?: readonly LeftOutput[];
    }
  /** Declared inputs that changed while the step that reads them ran. */
  | {
      readonly code: 'input-changed-during-step';
      readonly step: string;
      readonly paths: readonly string[];
      /** The room of the run had no copy of its own of these: they are files of the workspace. */
      readonly shared?: true;
    }
  /** A declared input changed between the start of the run and the start of its step, and no step made it. */
  | {
      readonly code: 'input-changed-before-step';
      readonly step: string;
      readonly paths: readonly string[];
    }
  /** Files of the workspace that are not as the saved run left them. */
  | { readonly code: 'changed-since-run'; readonly paths: readonly string[] }
  | { readonly code: 'steps-without-outputs'; readonly steps: readonly string[] }
  /** Reused although the producing run saw other undeclared code. */
  | {
      readonly code: 'reused-other-code';
      readonly step: string;
      readonly run: string;
      readonly paths: readonly string[];
    }
  /** Same recipe, environment key and source tree as an earlier run, another outcome. */
  | { readonly code: 'contradiction'; readonly step: string; readonly run: string }
  /** What stood where an output goes, and went to the run's displaced/ folder. */
  | {
      readonly code: 'displaced';
      readonly step: string;
      readonly paths: readonly string[];
      readonly folder: string;
    }
  /** Processes that a step left behind and that were ended. */
  | { readonly code: 'left-running'; readonly step: string; readonly pids: readonly number[] }
  /** Processes of a run that was killed, ended before this one began. */
  | { readonly code: 'ended-leftovers'; readonly run: string; readonly pids: readonly number[] }
  /** The label is saved already, with other content. */
  | {
      readonly code: 'label-saved-otherwise';
      readonly label: string;
      readonly steps: readonly string[];
    }
  /** Tracked files inside a folder output that the step did not write. */
  | {
      readonly code: 'tracked-not-judged';
      readonly step: string;
      readonly paths: readonly string[];
    }
  /** Lies in an output and is never taken: environment folders, caches of tools, a repository. */
  | {
      readonly code: 'never-taken-inside';
      readonly step: string;
      readonly paths: readonly string[];
    }
  /** Tracked files inside a folder output that the step took away. */
  | {
      readonly code: 'tracked-removed';
      readonly step: string;
      readonly paths: readonly string[];
    }
  /** The project changed while a verify ran beside it. */
  | {
      readonly code: 'project-changed';
      readonly paths: readonly string[];
      readonly steps: readonly string[];
    }
  /** Ways from an environment folder back into the project that could not be redirected into the room. */
  | {
      readonly code: 'not-redirected';
      readonly paths: readonly string[];
      /** The steps for which they could not, because their Python does not hear `PYTHONPATH` or does not get it; left out for all. */
      readonly steps?: readonly string[];
    }
  /** A step in a room names the project itself by its own path, which no room leads elsewhere. */
  | {
      readonly code: 'project-named';
      readonly step: string;
      readonly where:
        | { readonly kind: 'command' }
        | { readonly kind: 'variable' | 'param' | 'file'; readonly name: string };
    }
  /** A step that failed in a room printed names of files that the project has, the room has not, and nobody declares. */
  | {
      readonly code: 'maybe-not-declared';
      readonly step: string;
      readonly paths: readonly string[];
    }
  /** The interpreter is not the recorded one. */
  | { readonly code: 'interpreter-differs'; readonly was: string; readonly is: string }
  /** A Python environment of steps is not what the lock file pins; the first few packages, and how many in all. */
  | {
      readonly code: 'lock-differs';
      readonly lock: string;
      readonly packages: readonly {
        readonly name: string;
        readonly locked: string;
        /** Null where it is not installed. */
        readonly installed: string | null;
      }[];
      readonly count: number;
    };
