import type { DraftOutput, DraftStep } from './draft';
import { pathIndex } from './pathIndex';
import type { PathIndex } from './pathIndex';
import { patternsMeet } from './patternsMeet';

/** An output with the step that writes it. */
export interface Writer {
  readonly step: DraftStep;
  readonly output: DraftOutput;
}

/** For each step the names of the steps it waits for. */
export type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** More edges than this are not made: so many come of patterns that were meant narrower. */
export const MOST_EDGES = 500_000;

/** All declared outputs, by path. */
export function indexOutputs(steps: readonly DraftStep[]): PathIndex<Writer> {
  const index = pathIndex<Writer>();
  for (const step of steps) {
    for (const output of step.outputs) index.add(output.path, { step, output });
  }
  return index;
}

/** The steps that write what a step reads, never the step itself; and those that its expressions name. */
export function makeEdges(
  steps: readonly DraftStep[],
  writers: PathIndex<Writer>,
): {
  readonly edges: Edges;
  /** Where there were too many, the step at which that was seen. */ readonly tooMany: DraftStep | null;
} {
  const edges = new Map<string, ReadonlySet<string>>();
  let left = MOST_EDGES;
  for (const step of steps) {
    const needs = new Set(step.after);
    for (const input of step.inputs) {
      for (const writer of writers.meeting(input.path)) needs.add(writer.step.name);
      if (needs.size > left) return { edges, tooMany: step };
    }
    needs.delete(step.name);
    left -= needs.size;
    edges.set(step.name, needs);
  }
  return { edges, tooMany: null };
}

/** Why a step waits for another, as the rest of a sentence that begins with its name. */
export function reasonFor(step: DraftStep, needed: DraftStep): string {
  for (const input of step.inputs) {
    const output = needed.outputs.find((each) => patternsMeet(input.path, each.path));
    if (output === undefined) continue;
    return `reads \`${input.path}\`, and \`${needed.name}\` writes \`${output.path}\``;
  }
  return `names an output of \`${needed.name}\``;
}
