import type { Digest } from '../base/digest';
import { digestOfJson } from '../base/digest';
import { canonicalJson } from '../base/json';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { EnvironmentRecord } from '../environment/environmentModel';
import type { PlanStep } from '../pipeline/model';
import type { StepFailure } from '../records/failures';
import { recipeJson, recipeOf } from '../snapshot/recipe';
import type { Recipe } from '../snapshot/recipe';
import type { Scan } from '../snapshot/scan';
import { takeInputs } from '../snapshot/takeInputs';
import type { TakenInputs } from '../snapshot/takeInputs';
import type { Store } from '../store/storeModel';

/** What is asked of a step now, and where: all that reuse hangs on. */
export interface StepFacts {
  readonly step: PlanStep;
  readonly recipe: Digest;
  readonly asked: Recipe;
  readonly inputs: TakenInputs;
  readonly environmentKey: Digest;
}

/** Where and with what a step's facts are found. */
export interface FactSources {
  readonly store: Store;
  readonly root: string;
  readonly environment: EnvironmentRecord;
  /** Of the lock file. */
  readonly lock: Digest | null;
  /** Outputs of the plan that are too big to keep. */
  readonly uncached: readonly string[];
  /** Answer untouched files from the stat cache. */
  readonly cached: boolean;
  /** False: look only. */
  readonly keep: boolean;
  /** What a scan has seen a moment ago, where nothing has run since. */
  readonly seen?: Scan['seen'] | undefined;
}

/** Takes a step's inputs as they are now and makes its recipe of them. */
export async function factsOf(
  step: PlanStep,
  sources: FactSources,
): Promise<Result<StepFacts, StepFailure>> {
  const { store, keep } = sources;
  const inputs = await takeInputs({ ...sources, step });
  if (!inputs.ok) {
    const { failure } = inputs;
    return failed(
      'step' in failure && failure.code !== 'input-missing'
        ? failure
        : { code: 'step-not-kept', step: step.name, cause: failure },
    );
  }
  const facts = factsFrom(step, inputs.value, sources);
  if (keep && !store.has(facts.recipe)) {
    const put = await store.putBytes(Buffer.from(canonicalJson(recipeJson(facts.asked))));
    if (!put.ok) return failed({ code: 'step-not-kept', step: step.name, cause: put.failure });
  }
  return ok(facts);
}

/** The facts of a step whose inputs are in hand. */
export function factsFrom(
  step: PlanStep,
  inputs: TakenInputs,
  sources: Pick<FactSources, 'lock' | 'environment'>,
): StepFacts {
  const asked = recipeOf(step, { inputTree: inputs.tree, lock: sources.lock });
  const recipe = digestOfJson(recipeJson(asked));
  return {
    step,
    recipe,
    asked,
    inputs,
    environmentKey: environmentKeyOf(step, sources.environment),
  };
}

/** What reuse knows of a step's environment. */
export function environmentKeyOf(step: PlanStep, environment: EnvironmentRecord): Digest {
  return environment.steps[step.name]?.key ?? NO_KEY;
}

/** Never equal to a key that was observed, so that what was not observed is not reused either. */
const NO_KEY = digestOfJson({ observed: false });
