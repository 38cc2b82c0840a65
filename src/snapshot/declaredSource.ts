import * as fs from 'node:fs';

import { absoluteIn, isWithin, leaves, relativeTo } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import { INLINE_PARAMS } from '../pipeline/model';
import type { InputDeclaration, Plan } from '../pipeline/model';
import { fixedPart, isPattern } from '../pipeline/patterns';
import { patternsMeet } from '../pipeline/patternsMeet';
import type { StoreFailure } from '../store/failures';
import type { FileToTake } from '../store/storeModel';
import { expand } from './expand';
import type { Expanded } from './expand';
import type { SnapshotFailure } from './failures';
import { isDeclaredBy, isOutput, outputsOf, uncachedOutputs } from './outputScope';
import type { OutputScope } from './outputScope';
import type { Scan } from './scan';

/** What declared inputs that no step makes, and the files that every run needs, put into a source tree. */
export interface DeclaredSource {
  readonly files: ReadonlyMap<string, FileToTake>;
  /** Path and target. */
  readonly links: ReadonlyMap<string, string>;
  readonly folders: readonly string[];
}

/** Finds them on the disk. Ignore rules, sizes and a `source:` list do not count for what is declared. */
export function declaredSource(
  root: string,
  options: { readonly plan: Plan; readonly scan: Scan; readonly scope: OutputScope },
): Result<DeclaredSource, SnapshotFailure | StoreFailure> {
  const { plan, scan, scope } = options;
  const declarations = declarationsOf(plan).filter(({ path }) => scope(path) !== 'own');
  const expanded = expand(root, declarations, { follow: true, seen: scan.seen });
  if (!expanded.ok) return expanded;
  const missing = firstMissing(plan, expanded.value);
  if (missing !== null) return failed(missing);
  const tracked = scan.tracked ?? NONE;
  const isMade = (path: string): boolean => isOutput(scope, { path, tracked: tracked.has(path) });
  const uncached = uncachedOutputs(plan).map(isDeclaredBy);
  const files = new Map<string, FileToTake>();
  const links = new Map<string, string>();
  const folders = new Set<string>();
  for (const [at, one] of expanded.value.entries()) {
    const place = placing(root, one);
    const cache = declarations[at]?.cache ?? true;
    for (const { path, stat } of one.files) {
      const there = place(path);
      if (isMade(there)) continue;
      const keep = cache && !uncached.some((holds) => holds(there));
      files.set(there, { path: there, stat, keep });
    }
    for (const { path, target } of one.links)
      if (!isMade(place(path))) links.set(place(path), target);
    for (const path of one.folders) if (scope(place(path)) === null) folders.add(place(path));
  }
  return ok({ files, links, folders: [...folders] });
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Declared inputs, each path once, shorter ones first so that the longer one has the last word on its
 * files; before them the pipeline file, the lock file and the files of params.
 */
function declarationsOf(plan: Plan): InputDeclaration[] {
  const cacheOf = new Map<string, boolean>();
  for (const { inputs } of plan.steps) {
    for (const { path, cache } of inputs) cacheOf.set(path, cache || (cacheOf.get(path) ?? false));
  }
  const inputs = [...cacheOf].map(([path, cache]) => ({ path, cache }));
  inputs.sort((a, b) => a.path.length - b.path.length);
  const always = new Set([
    plan.pipeline,
    ...plan.steps.flatMap(({ params }) => Object.keys(params)),
  ]);
  if (plan.lock !== null) always.add(plan.lock);
  always.delete(INLINE_PARAMS);
  return [...[...always].map((path) => ({ path, cache: true })), ...inputs];
}

function firstMissing(plan: Plan, expanded: readonly Expanded[]): SnapshotFailure | null {
  const outputs = outputsOf(plan);
  for (const { path, kind, broken } of expanded) {
    if (kind !== 'nothing' && broken.length === 0) continue;
    const step = plan.steps.find(({ inputs }) => inputs.some((input) => input.path === path));
    if (step === undefined || outputs.some((output) => patternsMeet(output, path))) continue;
    return { code: 'input-missing', step: step.name, path: broken[0] ?? path };
  }
  return null;
}

/**
 * Where paths of an expansion lie in the source tree. Behind a link that is a parent of what was declared
 * and comes out in the project, that is where the link leads, and the link itself stays; else it is the
 * path as declared, and the link gives way to a folder.
 */
function placing(root: string, one: Expanded): (path: string) => string {
  const from = isPattern(one.path) ? fixedPart(one.path) : one.path;
  const link = one.followed.find(
    ({ path }) => isWithin(from, path) && (path !== from || isPattern(one.path)),
  );
  if (link === undefined) return (path) => path;
  const real = relativeTo(fs.realpathSync(root), fs.realpathSync(absoluteIn(root, link.path)));
  if (leaves(real) || real === '.') return (path) => path;
  return (path) => (isWithin(path, link.path) ? real + path.slice(link.path.length) : path);
}
