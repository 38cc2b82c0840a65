import type { Digest } from '../base/digest';
import type { StepFailure } from './failures';
import type { Reason } from './statusModel';
import type { Warning } from './warnings';

/** Data only: everything that happens in a run, in the order it happens; one line each in events.jsonl. */
export type RunEvent = RunEventBody & {
  /** Counts from 1 without gaps. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** What happened, before it has its number and time. */
export type RunEventBody =
  | {
      readonly type: 'started';
      readonly run: string;
      readonly pipeline: string;
      /** The saved version that runs, in a room; null for the workspace. */
      readonly version: string | null;
      readonly steps: readonly string[];
    }
  | {
      readonly type: 'captured';
      readonly files: number;
      readonly bytes: number;
      readonly sourceTree: Digest;
    }
  | {
      readonly type: 'room-made';
      readonly folder: string;
      readonly files: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'displacing';
      readonly step: string;
      readonly paths: readonly string[];
      readonly folder: string;
    }
  | {
      readonly type: 'step-reused';
      readonly step: string;
      readonly from: string;
      readonly recipe: Digest;
      readonly outcome: Digest;
    }
  | {
      readonly type: 'step-started';
      readonly step: string;
      readonly attempt: number;
      readonly log: string;
      /** Why it is not reused; null in a room. */
      readonly reason: Reason | null;
    }
  /** The leader of the step's process group; the next run ends what a killed one left of it. */
  | {
      readonly type: 'step-process';
      readonly step: string;
      readonly attempt: number;
      readonly pid: number;
      readonly startTime: string | null;
      /** Its folder for temporary files, absolute: what a killed run leaves of it, the next one takes away. */
      readonly temporary?: string;
    }
  | {
      readonly type: 'step-attempt-failed';
      readonly step: string;
      readonly attempt: number;
      readonly failure: StepFailure;
      readonly retrying: boolean;
    }
  | {
      readonly type: 'step-succeeded';
      readonly step: string;
      readonly attempts: number;
      readonly durationMs: number;
      readonly recipe: Digest;
      readonly outcome: Digest;
    }
  | {
      readonly type: 'step-failed';
      readonly step: string;
      readonly failure: StepFailure;
      readonly durationMs: number;
    }
  | { readonly type: 'step-blocked'; readonly step: string; readonly by: string }
  | { readonly type: 'step-cancelled'; readonly step: string }
  | { readonly type: 'warning'; readonly warning: Warning }
  | { readonly type: 'cancel-asked'; readonly by: 'signal' | 'file' }
  | { readonly type: 'ended'; readonly status: RunStatus; readonly durationMs: number };

/** How a run stands. `interrupted` is never written: it is read off a run with no end whose process is gone. */
export type RunStatus = 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';

/** How a step stands while its run lives, and how it ended. */
export type StepStatus =
  'waiting' | 'running' | 'succeeded' | 'reused' | 'failed' | 'blocked' | 'cancelled';
