import type { DraftOutput, DraftStep } from './draft';
import { pathIndex } from './pathIndex';
import type { PathIndex } from './pathIndex';

/** An output with the step that writes it. */
export interface Writer {
  readonly step: DraftStep;
  readonly output: DraftOutput;
}

/** For each step the steps it waits for, each with the words for why. */
export type Edges = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** All declared outputs, by path. */
export function indexOutputs(steps: readonly DraftStep[]): PathIndex<Writer> {
  const index = pathIndex<Writer>();
  for (const step of steps) {
    for (const output of step.outputs) index.add(output.path, { step, output });
  }
  return index;
}

/** The steps that write what a step reads, never the step itself; and those that its expressions name. */
export function makeEdges(steps: readonly DraftStep[], writers: PathIndex<Writer>): Edges {
  return new Map(
    steps.map((step) => {
      const needs = new Map<string, string>();
      for (const input of step.inputs) {
        for (const writer of writers.meeting(input.path)) {
          const { name } = writer.step;
          if (name === step.name || needs.has(name)) continue;
          needs.set(
            name,
            `reads \`${input.path}\`, and \`${name}\` writes \`${writer.output.path}\``,
          );
        }
      }
      for (const name of step.after) {
        if (!needs.has(name)) needs.set(name, `names an output of \`${name}\``);
      }
      return [step.name, needs];
    }),
  );
}
