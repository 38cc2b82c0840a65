import type { Plan } from '../pipeline/model';
import type { LeftOutput, Warning } from '../records/warnings';
import type { RunRecord } from '../records/runModel';
import type { MadeFile } from '../run/context';
import { digestsOf } from '../run/digestsOf';
import { compareInPlace } from '../run/inPlace';
import type { Store } from '../store/storeModel';
import type { MadeRoom } from './makeRoom';

/**
 * Outputs in a room that are not as their own step left them: another step, or something left running, wrote there
 * after they were taken. Nobody else is in a room, so these are the run's own doing.
 */
export async function outputsChangedLater(
  plan: Plan,
  run: RunRecord,
  options: {
    readonly store: Store;
    readonly room: Pick<MadeRoom, 'root' | 'entries'>;
    readonly made: ReadonlyMap<string, MadeFile>;
  },
): Promise<Warning[]> {
  const { store, room, made } = options;
  const where = { store, root: room.root };
  const tracked = new Set(room.entries.map(({ path }) => path));
  const outcomes: LeftOutput[] = [];
  for (const step of plan.steps) {
    const outcome = run.steps.find(({ name }) => name === step.name)?.outcome ?? null;
    const tree = outcome === null ? null : await store.getTree(outcome);
    if (!tree?.ok) continue; // it did not come to one, or whoever judges it misses it too
    const place = await compareInPlace(step, tree.value.entries, { ...where, tracked, made });
    if (!place.ok) {
      // What cannot be looked at any more was there when the step ended.
      outcomes.push(...step.outputs.map(({ path }) => ({ path, is: null })));
      continue;
    }
    const paths = [...place.value.changed, ...place.value.missing];
    const digests = await digestsOf(
      where,
      paths.map((path) => ({ path })),
    );
    outcomes.push(...paths.map((path) => ({ path, is: digests.get(path) ?? null })));
  }
  if (outcomes.length === 0) return [];
  const paths = outcomes.map(({ path }) => path).sort();
  return [{ code: 'changed-during-run', paths, steps: [], outcomes }];
}
