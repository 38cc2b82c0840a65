import type { Digest } from '../base/digest';
import type { Plan } from '../pipeline/model';
import type { Warning } from '../records/warnings';
import { isDeclaredBy } from '../snapshot/outputScope';

/** By step: why it is at best incomparable, although its bytes may agree. */
export type Doubts = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the doubts off the warnings of a run in a room, which are kept in its record: whoever judges it, by
 * whatever rules and however late, comes to the same doubts.
 */
export function doubtsOf(warnings: readonly Warning[], plan: Plan): Doubts {
  const doubts = new Map<string, string[]>();
  const doubt = (step: string, why: string): void => {
    const had = doubts.get(step);
    if (had === undefined) doubts.set(step, [why]);
    else if (!had.includes(why)) had.push(why);
  };
  for (const warning of warnings) {
    if (warning.code === 'project-changed') {
      const why = `While it ran, the project itself changed: ${named(warning.paths)}.`;
      for (const step of warning.steps) doubt(step, why);
    } else if (warning.code === 'not-redirected') {
      const why = `Its environment leads back into the project (${named(warning.paths)}).`;
      for (const name of warning.steps ?? plan.steps.map((step) => step.name)) doubt(name, why);
    } else if (warning.code === 'project-named') {
      const { where } = warning;
      const what = where.kind === 'command' ? 'command' : `${where.kind} ${where.name}`;
      doubt(warning.step, `Its ${what} names the project itself, outside the room.`);
    } else if (warning.code === 'environment-written') {
      const why = `It may have found what an earlier run left in an environment folder: ${named(warning.paths)}.`;
      for (const { name } of plan.steps) doubt(name, why);
    } else if (warning.code === 'input-changed-during-step' && warning.shared) {
      const why = `An input that the room shares with the workspace changed: ${named(warning.paths)}.`;
      doubt(warning.step, why);
    }
  }
  return doubts;
}

/**
 * The doubts of outputs that another step changed after their own had ended: what was taken of them is not what the run
 * left there. They are none where the first run left the very same.
 */
export function doubtsOfLeft(
  plan: Plan,
  was: ReadonlyMap<string, Digest | null>,
  is: ReadonlyMap<string, Digest | null>,
): Doubts {
  const parted = [...is].filter(([path, digest]) => digest === null || was.get(path) !== digest);
  const doubts = new Map<string, string[]>();
  for (const { name, outputs } of plan.steps) {
    const own = parted
      .map(([path]) => path)
      .filter((path) => outputs.some((output) => isDeclaredBy(output.path)(path)));
    if (own.length === 0) continue;
    const why = `After it had ended, its output changed, and not as in the saved run: ${named(own)}.`;
    doubts.set(name, [why]);
  }
  return doubts;
}

/** The doubts of two sides that are compared. */
export function allDoubts(was: Doubts, is: Doubts): Doubts {
  const all = new Map(was);
  for (const [step, whys] of is) all.set(step, [...new Set([...(was.get(step) ?? []), ...whys])]);
  return all;
}

function named(paths: readonly string[]): string {
  return paths.length > 3 ? `${paths.slice(0, 3).join(', ')}, …` : paths.join(', ');
}
