import type { Digest } from '../base/digest';
import type { PlanStep } from '../pipeline/model';
import { getPlan } from '../snapshot/planDocument';
import type { Recipe } from '../snapshot/recipe';
import { digestOfOutput, subTree } from '../snapshot/subTree';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import type { Content, OutputContent } from './contentModel';

/** What a version or a run names, read from its lists; null where its plan is not to be had. */
export async function contentOf(
  store: Store,
  of: {
    readonly plan: Digest | null;
    readonly steps: readonly {
      readonly name: string;
      readonly recipe: Digest | null;
      readonly outcome: Digest | null;
    }[];
  },
): Promise<Content | null> {
  const plan = of.plan === null ? null : await getPlan(store, of.plan);
  if (!plan?.ok) return null;
  const known = new Map(of.steps.map((step) => [step.name, step]));
  const steps = [];
  for (const step of plan.value.steps) {
    const found = known.get(step.name);
    if (found === undefined) continue; // not asked for
    const outcome = found.outcome === null ? null : await store.getTree(found.outcome);
    const outputs = outputsOf(step, outcome?.ok === true ? outcome.value.entries : []);
    steps.push({ name: step.name, params: step.params, outputs });
  }
  const { lock } = plan.value;
  const recipes = of.steps.flatMap(({ recipe }) => recipe ?? []);
  return {
    lock: lock === null ? null : { path: lock, digest: await lockIn(store, recipes) },
    steps,
  };
}

function outputsOf(step: PlanStep, entries: readonly TreeEntry[]): OutputContent[] {
  return step.outputs.map(({ path, kind, cache }) => {
    const files = subTree(entries, path).flatMap((entry) => (entry.kind === 'file' ? [entry] : []));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    return { path, kind, cache, files: files.length, size, digest: digestOfOutput(entries, path) };
  });
}

/** Every recipe of a run holds the one lock file; the first that can be read tells. */
async function lockIn(store: Store, recipes: readonly Digest[]): Promise<Digest | null> {
  for (const recipe of recipes) {
    const bytes = await store.getDocument(recipe);
    if (bytes.ok) return (JSON.parse(bytes.value.toString('utf8')) as Recipe).lock;
  }
  return null;
}
