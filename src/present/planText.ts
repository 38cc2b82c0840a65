import type { Plan, PlanStep } from '../pipeline/model';
import { countText, listText } from './amounts';
import { PLAIN } from './paint';
import type { Paint } from './paint';

/** The plan as a graph in text: each step in the order of running, under it what it needs, reads and writes. */
export function planText(
  plan: Plan,
  options: { readonly version: string | null; readonly paint?: Paint },
): string {
  const paint = options.paint ?? PLAIN;
  const title = [plan.name ?? plan.pipeline, options.version].filter((part) => part !== null);
  const from = plan.name === null ? '' : ` (${plan.pipeline})`;
  const lines = [
    `${paint.strong(title.join(' '))}${from}: ${countText(plan.steps.length, 'step')}`,
    ...plan.steps.flatMap((step) => stepLines(step, plan, paint)),
  ];
  return `${lines.join('\n')}\n`;
}

function stepLines(step: PlanStep, plan: Plan, paint: Paint): string[] {
  const feeds = plan.steps.filter(({ needs }) => needs.includes(step.name)).map(({ name }) => name);
  const params = Object.entries(step.params).flatMap(([, values]) =>
    Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}`),
  );
  const facts: [string, readonly string[]][] = [
    ['after', step.needs],
    ['reads', step.inputs.map(({ path }) => path)],
    ['params', params],
    ['writes', step.outputs.map(({ path, kind }) => (kind === null ? path : `${path} (${kind})`))],
    ['feeds', feeds],
  ];
  return [
    '',
    paint.strong(step.name),
    ...step.commands.flatMap((command) =>
      command
        .trimEnd()
        .split('\n')
        .map((line, index) => paint.quiet(`  ${index === 0 ? '$' : ' '} ${line}`)),
    ),
    ...facts
      .filter(([, items]) => items.length > 0)
      .map(([word, items]) => `  ${word.padEnd(6)}  ${listText(items, 12)}`),
  ];
}
