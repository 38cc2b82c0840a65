import { parentsOf } from '../base/paths';
import type { PlanStep } from '../pipeline/model';
import type { Expanded } from './expand';
import { outputScope } from './outputScope';

/**
 * Inputs without what the step itself makes: a folder or a pattern may take its outputs of last time, and
 * folders that are there for those alone. They are taken away before it starts, so it never reads them.
 */
export function withoutOwnOutputs(
  expanded: readonly Expanded[],
  step: Pick<PlanStep, 'outputs'>,
): readonly Expanded[] {
  const scope = outputScope(step.outputs.map(({ path }) => path));
  const above = new Set(step.outputs.flatMap(({ path }) => parentsOf(path)));
  const isOther = (one: { readonly path: string }): boolean => scope(one.path) === null;
  return expanded.map((one): Expanded => {
    if (one.kind !== 'folder' && one.kind !== 'pattern') return one;
    if (isUntouched(one, above, isOther)) return one;
    const files = one.files.filter(isOther);
    const links = one.links.filter(isOther);
    const followed = one.followed.filter(isOther);
    const broken = one.broken.filter((path) => scope(path) === null);
    const special = one.special.filter((path) => scope(path) === null);
    const own = [...one.files, ...one.links].filter((found) => !isOther(found));
    for (const { path } of own) for (const parent of parentsOf(path)) above.add(parent);
    const leaves = [...files, ...links, ...followed]
      .map(({ path }) => path)
      .concat(special, broken);
    const folders = foldersOf(one, { leaves, above, isOther: (path) => scope(path) === null });
    const some = leaves.length > 0 || one.kind === 'folder';
    return {
      ...one,
      kind: some ? one.kind : 'nothing',
      files,
      links,
      followed,
      broken,
      special,
      folders,
    };
  });
}

/** Whether nothing in it is an output of the step or a folder above one, as it is most often. */
function isUntouched(
  one: Expanded,
  above: ReadonlySet<string>,
  isOther: (found: { readonly path: string }) => boolean,
): boolean {
  const paths = [...one.folders, ...one.broken, ...one.special];
  return (
    one.files.every(isOther) &&
    one.links.every(isOther) &&
    one.followed.every(isOther) &&
    paths.every((path) => isOther({ path })) &&
    !one.folders.some((folder) => above.has(folder))
  );
}

/** The folders that are not outputs, and hold something else or are no folder above an output. */
function foldersOf(
  one: Expanded,
  known: {
    readonly leaves: readonly string[];
    readonly above: ReadonlySet<string>;
    readonly isOther: (path: string) => boolean;
  },
): string[] {
  const others = one.folders.filter(known.isOther);
  const plain = others.filter((folder) => !known.above.has(folder));
  const needed = new Set([...known.leaves, ...plain].flatMap(parentsOf));
  return others.filter(
    (folder) => folder === one.path || needed.has(folder) || !known.above.has(folder),
  );
}
