import type { RunRecord } from '../records/runModel';
import type { VersionRecord } from '../records/versionModel';
import { bytesFinder } from '../snapshot/findMissing';
import { sameContent } from '../snapshot/labelAlone';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';

/**
 * Whether a run came to what a version holds: to its very snapshot, or to one that differs from it in nothing
 * but the label in the pipeline file. Null where the bytes that would tell are gone.
 */
export async function sameAsSaved(
  version: VersionRecord,
  run: Pick<RunRecord, 'pipeline' | 'plan' | 'sourceTree' | 'snapshot' | 'steps'>,
  where: {
    readonly store: Store;
    readonly project: Project;
    /** Look in the workspace and in git too; what is found there is taken into the store. */
    readonly elsewhere: boolean;
  },
): Promise<boolean | null> {
  const { plan, sourceTree, snapshot } = run;
  if (version.snapshot === snapshot) return true;
  if (snapshot === null || plan === null || sourceTree === null) return false;
  const { store, project, elsewhere } = where;
  const steps = run.steps.flatMap(({ name, recipe, outcome }) =>
    recipe === null || outcome === null ? [] : [{ name, recipe, outcome }],
  );
  const find = bytesFinder({ store, project, version });
  return sameContent(
    version,
    { plan, sourceTree, steps },
    {
      store,
      pipeline: version.pipeline,
      bytesOf: async (entry) => {
        if (elsewhere && !store.has(entry.digest)) await find(entry);
        const bytes = await store.getBytes(entry.digest);
        return bytes.ok ? bytes.value : null;
      },
    },
  );
}
