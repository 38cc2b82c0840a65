import type { Digest } from '../base/digest';
import { digestOf, hexOf, isDigest } from '../base/digest';
import { isNumber, isObject, isText, listOf, objectOf, orNull } from '../base/shape';
import type { RunRecord, StepRecord } from './runModel';

/**
 * The lines of cache/history.jsonl. Each is a letter, a checksum, a key and JSON; letter, checksum and
 * key stand where they can be found without reading the JSON, because there may be very many lines.
 */

/** What a run came to, for who looks for runs of a kind. */
export interface RunLine {
  readonly run: string;
  readonly pipeline: string;
  readonly purpose: RunRecord['purpose'];
  readonly status: RunRecord['status'];
  readonly sourceTree: Digest | null;
  readonly host: string;
  readonly startedAt: number;
  /** Names of the steps that got as far as a recipe. */
  readonly steps: readonly string[];
}

/** What a line says of an outcome; the rest is in the line of its run. */
export type OutcomeLine = Omit<RecordedOutcome, 'sourceTree' | 'host'>;

/** An outcome that a recipe has had. */
export interface RecordedOutcome {
  /** The run that produced it. */
  readonly run: string;
  readonly step: string;
  readonly outcome: Digest;
  readonly environmentKey: Digest;
  readonly sourceTree: Digest;
  /** When the step ended; milliseconds since 1970. */
  readonly at: number;
  readonly host: string;
}

/** All lines of a run that is over: its own, and one for each outcome that a later run may reuse. */
export function linesOf(run: RunRecord): string {
  const { id, pipeline, purpose, status, sourceTree, startedAt } = run;
  const { host } = run.process;
  const steps = run.steps.filter(({ recipe }) => recipe !== null).map(({ name }) => name);
  const about = { run: id, pipeline, purpose, status, sourceTree, host, startedAt, steps };
  const lines = [line('R', id, about)];
  for (const step of run.steps) {
    const outcome = outcomeOf(run, step);
    if (outcome !== null && step.recipe !== null) {
      lines.push(line('O', hexOf(step.recipe), outcome));
    }
  }
  return lines.join('');
}

/** Where the key of a line begins. */
export const KEY_AT = 'R 00000000 '.length;

/** The JSON of a line, proven; null where the line is damaged. */
export function parseRunLine(text: string): RunLine | null {
  const value = bodyOf(text);
  return isRunLine(value) ? (value as unknown as RunLine) : null;
}

/** What a line says of an outcome, proven; null where the line is damaged. */
export function parseOutcomeLine(text: string): OutcomeLine | null {
  const value = bodyOf(text);
  return isOutcomeLine(value) ? (value as unknown as OutcomeLine) : null;
}

const isRunLine = objectOf({
  run: isText,
  pipeline: isText,
  purpose: isText,
  status: isText,
  sourceTree: orNull(isDigest),
  host: isText,
  startedAt: isNumber,
  steps: listOf(isText),
});

const isOutcomeLine = objectOf({
  run: isText,
  step: isText,
  outcome: isDigest,
  environmentKey: isDigest,
  at: isNumber,
});

function outcomeOf(run: RunRecord, step: StepRecord): OutcomeLine | null {
  const { outcome, environmentKey, status, reusable } = step;
  if (run.purpose !== 'run' || status !== 'succeeded' || !reusable) return null;
  if (outcome === null || environmentKey === null || run.sourceTree === null) return null;
  return {
    run: run.id,
    step: step.name,
    outcome,
    environmentKey,
    at: (step.startedAt ?? run.startedAt) + (step.durationMs ?? 0),
  };
}

function line(letter: 'R' | 'O', key: string, body: object): string {
  const rest = `${key} ${JSON.stringify(body)}`;
  return `${letter} ${checksum(rest)} ${rest}\n`;
}

function bodyOf(text: string): Readonly<Record<string, unknown>> | null {
  const rest = text.slice(KEY_AT);
  if (text.slice(2, KEY_AT - 1) !== checksum(rest)) return null;
  try {
    const value: unknown = JSON.parse(rest.slice(rest.indexOf(' ') + 1));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function checksum(text: string): string {
  return hexOf(digestOf(text)).slice(0, 8);
}
