import type { Report, StepReport } from '../records/report';
import { worstOf } from '../records/verdict';
import type { Doubts } from './doubts';

/**
 * The verdict of the whole is the worst that any step has. A step without outputs is incomparable by
 * itself; that counts only where it is doubted, or where nothing at all could be compared.
 */
export function wholeOf(
  steps: readonly StepReport[],
  doubts: Doubts,
): Pick<Report, 'verdict' | 'firstDivergence'> {
  const counted = steps.filter(
    ({ name, outputs, verdict }) =>
      outputs.length > 0 || verdict !== 'incomparable' || doubts.has(name),
  );
  return {
    verdict: worstOf(counted.map(({ verdict }) => verdict)),
    firstDivergence: firstDivergence(steps),
  };
}

/** The first output in plan order that is different; null where there is none. */
function firstDivergence(steps: readonly StepReport[]): Report['firstDivergence'] {
  for (const { name, outputs } of steps) {
    const output = outputs.find(({ verdict }) => verdict === 'different');
    if (output !== undefined) return { step: name, output: output.path };
  }
  return null;
}
