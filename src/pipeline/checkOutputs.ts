import { isWithin } from '../base/paths';

import type { Complaints } from './complaints';
import type { Draft, DraftOutput, DraftStep } from './draft';
import type { Writer } from './edges';
import type { PathIndex } from './pathIndex';
import { fixedPart, isPattern, matcherOf } from './patterns';
import type { ProjectReader } from './reader';
import { shorten } from './textNode';

/** What outputs are held against besides one another. */
export interface OutputSurroundings {
  readonly draft: Draft;
  readonly writers: PathIndex<Writer>;
  /** The pipeline file, or null for a pipeline defined in code. */
  readonly file: string | null;
  readonly reader: ProjectReader;
}

/** After so many outputs with two writers no more are looked for. */
const MOST_OVERLAPS = 100;

/** Complains about outputs that an earlier one claims too, or that would take away what is not theirs. */
export function checkOutputs(surroundings: OutputSurroundings, complaints: Complaints): void {
  const { draft, writers, reader } = surroundings;
  let overlaps = 0;
  for (const step of draft.steps) {
    for (const output of step.outputs) {
      const first = overlaps < MOST_OVERLAPS ? writers.firstMeeting(output.path) : null;
      if (first !== null && first.output !== output) {
        overlaps++;
        complainOfTwo(step, output, first, complaints);
      }
      if (holdsFixed(step, output, surroundings, complaints)) continue;
      const taken = step.inputs.find((input) => contains(output.path, input.path));
      if (taken !== undefined) {
        const message = `The output \`${shorten(output.path)}\` holds \`${shorten(taken.path)}\`, which the same step reads. Outputs are taken away before a step starts, so it would be gone: write to another path.`;
        complaints.add('output-contains-input', output.span, message);
      }
      const fixed = fixedPart(output.path);
      if (fixed !== '.' && reader.throughLink(fixed)) {
        const message = `The output \`${shorten(output.path)}\` lies behind a link, so it is not in the project. Write it to a real folder; if space is short, put the whole project where there is more.`;
        complaints.add('output-through-link', output.span, message);
      }
    }
  }
}

function complainOfTwo(
  step: DraftStep,
  output: DraftOutput,
  other: Writer,
  complaints: Complaints,
): void {
  const [own, theirs] = [shorten(output.path), shorten(other.output.path)];
  const who = other.step === step ? 'the same step' : `step \`${other.step.name}\``;
  const where = complaints.placeOf(other.output.span);
  const writes = `Step \`${other.step.name}\` writes \`${theirs}\` here.`;
  const more = { related: [{ span: other.output.span, message: writes }] };
  const [name, otherName] = [step.name, other.step.name];
  const matrixAdvice =
    step.group !== null && step.group === other.step.group
      ? ` Both come from the matrix of \`${step.group}\`: put \`\${{ matrix.… }}\` into the path.`
      : '';
  if (output.path === other.output.path) {
    const message =
      other.step === step
        ? `The output \`${own}\` is declared twice by the same step. Take one of them out.`
        : `The output \`${own}\` of step \`${name}\` is written by step \`${otherName}\` too${where}. Only one step may write a file.${matrixAdvice || ' Give one of them another path.'}`;
    complaints.add('output-twice', output.span, message, more);
  } else if (isPattern(output.path) || isPattern(other.output.path)) {
    const message = `The output \`${own}\` could match what ${who} writes as \`${theirs}\`${where}. Only one declaration may claim a file.${matrixAdvice || ' Make the pattern narrower, or use another folder.'}`;
    complaints.add('output-overlap', output.span, message, more);
  } else {
    const [inner, outer] = isWithin(output.path, other.output.path) ? [own, theirs] : [theirs, own];
    const message = `The output \`${inner}\` lies inside the output \`${outer}\`; the other one is of ${who}${where}. Declare the folder or what is in it, and let one step write it.`;
    complaints.add('output-inside-output', output.span, message, more);
  }
}

/** Whether an output holds the pipeline file, the store, the params or the lock; then that is said. */
function holdsFixed(
  step: DraftStep,
  output: DraftOutput,
  { draft, file }: OutputSurroundings,
  complaints: Complaints,
): boolean {
  const say = (code: Parameters<Complaints['add']>[0], what: string): true => {
    const message = `The output \`${shorten(output.path)}\` of step \`${step.name}\` holds ${what}. Outputs are taken away before a step starts: write to a folder of their own.`;
    complaints.add(code, output.span, message);
    return true;
  };
  if (contains(output.path, '.reprise'))
    return say('output-contains-store', 'the store of Reprise, `.reprise/`');
  if (file !== null && contains(output.path, file)) {
    return say('output-contains-pipeline', `the pipeline file \`${file}\``);
  }
  const params = draft.paramsFiles.find((path) => contains(output.path, path));
  if (params !== undefined) return say('output-contains-params', `the params file \`${params}\``);
  if (draft.lock !== null && contains(output.path, draft.lock)) {
    return say('output-contains-lock', `the lock file \`${draft.lock}\``);
  }
  return false;
}

/** Whether taking away an output would take away a declared path, or a part of what it could match. */
function contains(output: string, declared: string): boolean {
  if (!isPattern(output)) return isWithin(fixedPart(declared), output);
  if (!isPattern(declared)) return matcherOf(output)(declared);
  const folder = output.endsWith('/**') ? output.slice(0, -'/**'.length) : null;
  if (folder !== null && !isPattern(folder)) return isWithin(fixedPart(declared), folder);
  return output === declared;
}
