import * as fs from 'node:fs';

import { absoluteIn } from '../base/paths';
import { ok } from '../base/result';
import type { Result } from '../base/result';
import type { Failure } from '../records/failures';
import type { RunRecord } from '../records/runModel';
import type { Warning } from '../records/warnings';
import { labelAlone } from '../snapshot/labelAlone';
import { outputScope, outputsOf } from '../snapshot/outputScope';
import { getPlan } from '../snapshot/planDocument';
import { scan } from '../snapshot/scan';
import type { ScannedFile } from '../snapshot/scan';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';
import type { TreeEntry } from '../store/treeModel';
import { digestsOf } from './digestsOf';
import { compareInPlace } from './inPlace';
import type { CompleteRun } from './completeRun';

/**
 * Says which files of the workspace are not as a run left them: source files and outputs that changed or
 * are gone, and files that came since. The version holds them as they were; its saver may think otherwise.
 */
export async function changedSince(
  project: Project,
  store: Store,
  saved: CompleteRun,
): Promise<Result<Warning[], Failure>> {
  const plan = await getPlan(store, saved.plan);
  if (!plan.ok) return plan;
  const found = await scan(project.root);
  if (!found.ok) return found;
  const tree = await store.getTree(saved.sourceTree);
  if (!tree.ok) return tree;
  const where = { store, root: project.root };
  const paths = new Set(await sourceChanges(tree.value.entries, found.value.files, where));
  const { pipeline } = saved.run;
  const own = paths.has(pipeline) && tree.value.entries.find(({ path }) => path === pipeline);
  if (own && (await isLabelAlone(own, where))) paths.delete(pipeline);
  const scope = outputScope(outputsOf(plan.value));
  const expected = leftOut(saved.run);
  const { source } = plan.value;
  const inSource = source === null ? null : outputScope(source);
  const known = new Set(tree.value.entries.map((entry) => entry.path));
  for (const file of found.value.files) {
    if (file.ignored || file.ownStream || scope(file.path) !== null || expected.has(file.path))
      continue;
    if (inSource && inSource(file.path) === null) continue;
    if (!known.has(file.path)) paths.add(file.path);
  }
  const tracked = found.value.tracked ?? new Set<string>();
  const outcomes = new Map(saved.steps.map((step) => [step.name, step.outcome]));
  for (const step of plan.value.steps) {
    const outcome = outcomes.get(step.name);
    const entries = outcome ? await store.getTree(outcome) : null;
    if (!entries?.ok) continue;
    const place = await compareInPlace(step, entries.value.entries, { ...where, tracked });
    if (!place.ok) continue;
    for (const path of [...place.value.missing, ...place.value.changed]) paths.add(path);
  }
  return ok(paths.size === 0 ? [] : [{ code: 'changed-since-run', paths: [...paths].sort() }]);
}

async function sourceChanges(
  was: readonly TreeEntry[],
  is: readonly ScannedFile[],
  where: { readonly store: Store; readonly root: string },
): Promise<string[]> {
  const now = new Map(is.map((file) => [file.path, file]));
  const files = was.filter((entry) => entry.kind === 'file');
  // Also what the scan does not show as a file, such as an input behind a link: the path itself is asked.
  const digests = await digestsOf(where, files);
  const links = was.filter((entry) => entry.kind === 'link');
  return [
    ...files.filter((entry) => digests.get(entry.path) !== entry.digest),
    ...links.filter((entry) => now.get(entry.path)?.target !== entry.target),
  ].map((entry) => entry.path);
}

/** Whether the pipeline file of the workspace differs from an entry in nothing but its label. */
export async function isLabelAlone(
  was: TreeEntry,
  { store, root }: { readonly store: Store; readonly root: string },
): Promise<boolean> {
  if (was.kind !== 'file') return false;
  const before = await store.getBytes(was.digest);
  if (!before.ok) return false;
  try {
    return await labelAlone(before.value, fs.readFileSync(absoluteIn(root, was.path)));
  } catch {
    return false; // it is gone, or closed to us
  }
}

/** Files that were there when the run was made, and are for good reason not in its source tree. */
function leftOut(run: RunRecord): ReadonlySet<string> {
  const paths = new Set(run.products.map(({ path }) => path));
  for (const warning of run.warnings) {
    if (!LEFT_OUT.has(warning.code) || !('paths' in warning)) continue;
    for (const path of warning.paths) paths.add(path);
  }
  return paths;
}

const LEFT_OUT: ReadonlySet<Warning['code']> = new Set([
  'files-too-large',
  'files-unreadable',
  'links-lead-out',
]);
