import type { RunEvent, RunStatus, StepStatus } from './events';
import type { StepFailure } from './failures';
import type { Reason } from './statusModel';
import type { Warning } from './warnings';

/** Data only: how a run stands, read off its events. What viewers of a live run fold. */
export interface RunState {
  readonly run: string | null;
  readonly pipeline: string | null;
  /** The saved version that runs in a room, else null. */
  readonly version: string | null;
  readonly status: RunStatus;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  /** In the order of the plan. */
  readonly order: readonly string[];
  readonly steps: Readonly<Record<string, StepState>>;
  readonly warnings: readonly Warning[];
  readonly captured: { readonly files: number; readonly bytes: number } | null;
  readonly room: string | null;
  readonly cancelAsked: boolean;
  /** Of the last event folded; 0 before the first. */
  readonly last: number;
}

/** How a step of a live run stands. */
export interface StepState {
  readonly status: StepStatus;
  /** 0 before the first. */
  readonly attempt: number;
  readonly startedAt: number | null;
  readonly durationMs: number | null;
  /** Why it had to run, as the run told it. */
  readonly reason: Reason | null;
  /** Relative to the run's folder; null before the first attempt. */
  readonly log: string | null;
  readonly failure: StepFailure | null;
  /** The step that blocked it. */
  readonly blockedBy: string | null;
  /** The run whose outcome was reused. */
  readonly reusedFrom: string | null;
}

/** A run of which nothing is known yet. */
export function emptyRunState(): RunState {
  return {
    run: null,
    pipeline: null,
    version: null,
    status: 'running',
    startedAt: null,
    durationMs: null,
    order: [],
    steps: {},
    warnings: [],
    captured: null,
    room: null,
    cancelAsked: false,
    last: 0,
  };
}

/** Folds events into a state, from the beginning or from where an earlier fold ended. Events met twice count once. */
export function foldEvents(events: Iterable<RunEvent>, from = emptyRunState()): RunState {
  const draft: Draft = { ...from, steps: { ...from.steps }, warnings: [...from.warnings] };
  for (const event of events) {
    if (event.number <= draft.last) continue;
    apply(draft, event);
    draft.last = event.number;
  }
  return draft;
}

/** A state under way; it is nobody else's yet, so it may change. */
type Draft = { -readonly [K in keyof RunState]: RunState[K] } & {
  readonly steps: Record<string, StepState>;
  readonly warnings: Warning[];
};

function apply(draft: Draft, event: RunEvent): void {
  switch (event.type) {
    case 'started':
      draft.run = event.run;
      draft.pipeline = event.pipeline;
      draft.version = event.version;
      draft.startedAt = event.at;
      draft.order = event.steps;
      for (const name of event.steps) change(draft, name, {});
      return;
    case 'captured':
      draft.captured = { files: event.files, bytes: event.bytes };
      return;
    case 'room-made':
      draft.room = event.folder;
      return;
    case 'step-reused':
      change(draft, event.step, { status: 'reused', reusedFrom: event.from });
      return;
    case 'step-started': {
      const { step, attempt, log, reason, at } = event;
      const startedAt = draft.steps[step]?.startedAt ?? at;
      change(draft, step, { status: 'running', attempt, log, reason, startedAt });
      return;
    }
    case 'step-attempt-failed':
      change(draft, event.step, { failure: event.failure });
      return;
    case 'step-succeeded': {
      const { durationMs } = event;
      change(draft, event.step, { status: 'succeeded', durationMs, failure: null });
      return;
    }
    case 'step-failed': {
      const { failure, durationMs } = event;
      change(draft, event.step, { status: 'failed', failure, durationMs });
      return;
    }
    case 'step-blocked':
      change(draft, event.step, { status: 'blocked', blockedBy: event.by });
      return;
    case 'step-cancelled':
      change(draft, event.step, { status: 'cancelled' });
      return;
    case 'warning':
      draft.warnings.push(event.warning);
      return;
    case 'cancel-asked':
      draft.cancelAsked = true;
      return;
    case 'ended':
      draft.status = event.status;
      draft.durationMs = event.durationMs;
      return;
    case 'displacing':
    case 'step-process':
      return;
  }
}

function change(draft: Draft, step: string, changed: Partial<StepState>): void {
  draft.steps[step] = { ...(draft.steps[step] ?? WAITING), ...changed };
}

const WAITING: StepState = {
  status: 'waiting',
  attempt: 0,
  startedAt: null,
  durationMs: null,
  reason: null,
  log: null,
  failure: null,
  blockedBy: null,
  reusedFrom: null,
};
