import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Plan } from '../pipeline/model';
import { knownProducts } from '../records/knownProducts';
import type { Records } from '../records/records';
import type { Warning } from '../records/warnings';
import { standingWrites } from '../run/environmentWrites';
import { worthNaming } from '../run/lookAgain';
import { outputScope, outputsOf } from '../snapshot/outputScope';
import { unchangedProducts } from '../snapshot/products';
import type { Scan } from '../snapshot/scan';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';

/**
 * The environment folders of the project that a room may have. One that came during a run is what a step
 * made, or may be: in the room the step has to make it again, as it does with one in its output. What runs
 * wrote into the others is named: a re-run will find it there.
 */
export async function environmentsToLink(
  scan: Scan,
  plan: Plan,
  options: { readonly project: Project; readonly store: Store; readonly records: Records },
): Promise<Result<{ folders: readonly string[]; warnings: readonly Warning[] }, StoreFailure>> {
  const { project, store, records } = options;
  const known = knownProducts(records).products;
  const made = await unchangedProducts(store, project.root, {
    scan,
    products: known.filter(({ kind }) => kind === 'environment'),
    cached: true,
  });
  if (!made.ok) return made;
  const isOutput = outputScope(outputsOf(plan));
  const outside = scan.environmentFolders.filter((folder) => isOutput(folder) === null);
  const paths = outside.filter((folder) => made.value.includes(folder));
  const folders = outside.filter((folder) => !made.value.includes(folder));
  const written = await standingWrites({ store, root: project.root }, known, folders);
  const warnings: Warning[] = [];
  if (paths.length > 0) warnings.push({ code: 'products', paths });
  if (written.length > 0) {
    const left = worthNaming(written.map(({ path }) => path));
    warnings.push({ code: 'environment-written', paths: left });
  }
  return ok({ folders, warnings });
}
