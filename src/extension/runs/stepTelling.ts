import { ANSI } from '../../present/paint';
import { PrefixedLines } from '../../present/prefixedLines';
import { stepLine } from '../../present/stepWords';
import type { StepDetail } from '../../records/pastModel';

/** What a terminal says of the steps themselves, each thing once, however often a run is looked at. */
export class StepTelling {
  readonly #began = new Map<string, number>();
  readonly #ended = new Set<string>();

  /** That an attempt of it began, counted from 1; nothing where it was said, or where it has not begun. */
  began(step: StepDetail, attempt: number, { width, at }: Place): string {
    if (attempt > step.attempts || attempt <= (this.#began.get(step.name) ?? 0)) return '';
    this.#began.set(step.name, attempt);
    return said({ ...step, status: 'running', attempts: attempt }, { width, at });
  }

  /** How it ended, where it did. */
  ended(step: StepDetail, place: Place): string {
    if (!isDone(step) || this.#ended.has(step.name)) return '';
    this.#ended.add(step.name);
    return said(step, place);
  }

  /** Whether all was said of it. */
  isOver({ name }: StepDetail): boolean {
    return this.#ended.has(name);
  }
}

/** Where the lines of a step stand: the width of all names, and which of the steps it is. */
export interface Place {
  readonly width: number;
  readonly at: number;
}

/** Whether nothing more can come of it. */
export function isDone({ status }: Pick<StepDetail, 'status'>): boolean {
  return status !== 'waiting' && status !== 'running';
}

function said(step: StepDetail, { width, at }: Place): string {
  return new PrefixedLines(step.name, width, at).take(`${stepLine(step, ANSI)}\n`);
}
