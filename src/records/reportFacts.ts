import type { SystemFacts } from '../environment/environmentModel';
import type { Shell } from '../pipeline/model';
import type { Report } from './report';

/** Data only: a report with what a person wants to see beside it. */
export interface ReportFacts {
  readonly report: Report;
  /** What the user calls the pipeline, or null. */
  readonly name: string | null;
  /** What was saved, where the first side is a version. */
  readonly saved: SavedFacts | null;
  /** The plan's steps, in plan order. */
  readonly steps: readonly StepFacts[];
  /** Each output of the report, in the report's order. */
  readonly outputs: readonly OutputFacts[];
  readonly system: { readonly was: SystemFacts | null; readonly is: SystemFacts | null };
  /** When each side ran, in milliseconds since 1970; null where its record is gone. */
  readonly ran: { readonly was: number | null; readonly is: number | null };
}

/** When, by which run and from which commit a version was saved. */
export interface SavedFacts {
  readonly at: number;
  readonly run: string;
  readonly message: string | null;
  readonly commit: string | null;
  readonly host: string;
}

/** What a step asks, and how long it took on both sides. */
export interface StepFacts {
  readonly name: string;
  readonly needs: readonly string[];
  readonly shell: Shell;
  readonly commands: readonly string[];
  readonly durationMs: { readonly was: number | null; readonly is: number | null };
}

/** What an output holds on both sides. */
export interface OutputFacts {
  readonly step: string;
  readonly path: string;
  /** Files on either side, and those of them whose bytes or mode differ. */
  readonly files: number;
  readonly differing: number;
  /** Bytes of all its files; null where it is missing. */
  readonly size: { readonly was: number | null; readonly is: number | null };
}
