import type { Digest } from '../base/digest';
import { driftBetween } from '../environment/drift';
import type { EnvironmentRecord } from '../environment/environmentModel';
import type { Plan } from '../pipeline/model';
import type { Records } from '../records/records';
import type { StepRecord } from '../records/runModel';
import type { Reason } from '../records/statusModel';
import type { Recipe } from '../snapshot/recipe';
import type { Store } from '../store/storeModel';
import { namingParams } from './commandReasons';
import type { ChangedCommand } from './commandReasons';
import { reasonsBetween } from './decide';
import type { Asked, KnownOutcome, ReuseMode } from './decide';
import type { StepFacts } from './facts';

/** What the reasons of a step are found in. */
export interface ReasonSources {
  readonly store: Store;
  readonly records: Records;
  readonly plan: Plan;
  readonly environment: EnvironmentRecord;
  readonly mode: ReuseMode;
  readonly lastStep: (step: string) => StepRecord | null;
  /** The same of those that came to an outcome: what is stale is stale against that. */
  readonly lastSucceeded: (step: string) => StepRecord | null;
  /** Outcomes on record for the step's recipe. */
  readonly known: readonly KnownOutcome[];
  readonly changedCommand: ChangedCommand;
  /** Files of the outcome to reuse whose bytes are nowhere. */
  readonly gone: readonly string[];
}

/** Why a step has to run that cannot be reused; never empty. */
export async function reasonsToRun(facts: StepFacts, sources: ReasonSources): Promise<Reason[]> {
  const { mode, known, gone, plan, store } = sources;
  if (mode === 'none') return [{ kind: 'asked' }];
  if (gone.length > 0) return [{ kind: 'bytes-gone', paths: gone }];
  const [newest] = known;
  if (newest && newest.environmentKey !== facts.environmentKey) {
    return [{ kind: 'environment', what: environmentChanges(newest.run, sources) }];
  }
  const last = sources.lastStep(facts.step.name);
  if (!last) return [{ kind: 'never-run' }];
  const broke = last.status === 'failed' || last.status === 'cancelled';
  if (broke && last.recipe === facts.recipe) return [{ kind: 'failed', failure: last.failure }];
  const base = sources.lastSucceeded(facts.step.name) ?? last;
  const was = await askedOf(base, store);
  const reasons = was
    ? reasonsBetween(was, { recipe: facts.asked, inputs: facts.inputs.entries })
    : [];
  if (was && reasons.length > 0) {
    const asked = { step: facts.step, was: was.recipe.commands, changed: sources.changedCommand };
    return (await namingParams(reasons, asked)).map((reason) => withLock(reason, plan));
  }
  if (broke) return [{ kind: 'failed', failure: last.failure }];
  if (base.recipe === facts.recipe && !base.reusable) return [{ kind: 'not-reusable' }];
  return [{ kind: 'never-run' }];
}

/** What of the environment that counts for reuse is not as it was in a run; empty where nobody knows. */
function environmentChanges(run: string, sources: ReasonSources): string[] {
  const read = sources.records.readRun(run);
  const was = read.ok ? read.value.environment : null;
  if (!was) return [];
  const drift = driftBetween(was, sources.environment).map(({ what }) => what);
  return drift.filter((what) =>
    /^(package|executable|interpreter|operating|architecture)/.test(what),
  );
}

/** What a recorded step was asked; null where the store does not have it any more. */
async function askedOf(step: StepRecord, store: Store): Promise<Asked | null> {
  if (step.recipe === null || step.inputTree === null) return null;
  const [recipe, inputs] = [
    await documentOf(step.recipe, store),
    await store.getTree(step.inputTree),
  ];
  return recipe && inputs.ok ? { recipe, inputs: inputs.value.entries } : null;
}

async function documentOf(digest: Digest, store: Store): Promise<Recipe | null> {
  const bytes = await store.getDocument(digest);
  return bytes.ok ? (JSON.parse(bytes.value.toString('utf8')) as Recipe) : null;
}

function withLock(reason: Reason, plan: Plan): Reason {
  return reason.kind === 'lock' ? { ...reason, path: plan.lock } : reason;
}
