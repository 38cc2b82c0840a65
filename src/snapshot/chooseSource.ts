import { byCodeUnit, parentFinder } from '../base/paths';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { Plan } from '../pipeline/model';
import type { StoreFailure } from '../store/failures';
import type { FileToTake } from '../store/storeModel';
import type { LinkEntry } from '../store/treeModel';
import { declaredSource } from './declaredSource';
import type { DeclaredSource } from './declaredSource';
import type { SnapshotFailure } from './failures';
import { resolveInside } from './links';
import { isDeclaredBy, isOutput, outputScope, outputsOf } from './outputScope';
import type { OutputScope } from './outputScope';
import { mayBeParentOf } from './patternFolders';
import type { Scan, ScannedFile } from './scan';
import { sourceFolders } from './sourceFolders';
import { splitBySize } from './splitBySize';
import type { CaptureWarning } from './warnings';

/** What of a project enters its source tree. */
export interface SourceChoice {
  readonly files: readonly FileToTake[];
  /** Those of `files` that nobody declared. */
  readonly undeclared: ReadonlySet<string>;
  readonly links: readonly LinkEntry[];
  readonly folders: readonly string[];
  /** Undeclared folders that could not be read. */
  readonly unreadable: readonly string[];
  readonly warnings: readonly CaptureWarning[];
}

/** Decides what of a scanned project enters its source tree; reads no bytes. */
export function chooseSource(
  root: string,
  options: { readonly plan: Plan; readonly scan: Scan; readonly products: ReadonlySet<string> },
): Result<SourceChoice, SnapshotFailure | StoreFailure> {
  const { plan, scan, products } = options;
  const scope = outputScope(outputsOf(plan));
  const inSource = sourceFilter(plan);
  const isWanted = (path: string): boolean => scope(path) === null && inSource(path);
  const notUtf8 = scan.notUtf8.find(isWanted);
  if (notUtf8 !== undefined) return failed({ code: 'name-not-utf8', path: notUtf8 });
  const declared = declaredSource(root, { plan, scan, scope });
  if (!declared.ok) return declared;
  const isMade = (file: ScannedFile): boolean =>
    isOutput(scope, file) || file.ownStream === true || (!file.tracked && products.has(file.path));
  const wanted = scan.files.filter((file) => !file.ignored && inSource(file.path) && !isMade(file));
  const { files } = declared.value;
  const occupied = occupiedFolders(declared.value);
  const isFree = ({ path }: ScannedFile): boolean => !files.has(path) && !occupied.has(path);
  const { small, large } = splitBySize(
    wanted.filter((file) => file.kind === 'file' && isFree(file)),
  );
  const links = chooseLinks(
    scan,
    wanted.filter((file) => file.kind === 'link' && isFree(file)),
  );
  for (const [path, target] of declared.value.links) {
    if (!files.has(path) && !occupied.has(path)) links.kept.set(path, target);
  }
  return ok({
    files: [
      ...files.values(),
      ...small.map(({ path, stat }): FileToTake => ({ path, stat, keep: true })),
    ].sort((a, b) => byCodeUnit(a.path, b.path)),
    undeclared: new Set(small.map(({ path }) => path)),
    links: [...links.kept].map(([path, target]) => ({ path, kind: 'link', target })),
    folders: chooseFolders({
      ...{ plan, scan, scope, isMade, inSource, products },
      declared: declared.value,
    }),
    unreadable: scan.unreadable.map(({ path }) => path).filter(isWanted),
    warnings: [...warningsFor(large, links.leadOut), ...lookalikes(plan, scan, isWanted)],
  });
}

/** A `source:` list narrows; without one everything is in. */
function sourceFilter({ source }: Plan): (path: string) => boolean {
  if (source === null) return () => true;
  const parts = source.map(isDeclaredBy);
  return (path) => parts.some((holds) => holds(path));
}

/** Every path that is a declared folder, or above something declared. */
function occupiedFolders({ files, folders, links }: DeclaredSource): Set<string> {
  const occupied = new Set(folders);
  const parentOf = parentFinder();
  for (const paths of [files.keys(), folders, links.keys()]) {
    for (const path of paths) {
      for (let at = parentOf(path); at !== null && !occupied.has(at); at = parentOf(at)) {
        occupied.add(at); // where one is, those above it are too, or will be
      }
    }
  }
  return occupied;
}

function chooseLinks(
  scan: Scan,
  wanted: readonly ScannedFile[],
): { kept: Map<string, string>; leadOut: string[] } {
  const all = new Map<string, string>();
  for (const { path, target } of scan.files) if (target !== null) all.set(path, target);
  const kept = new Map<string, string>();
  const leadOut: string[] = [];
  for (const { path, target } of wanted) {
    const end = resolveInside(path, target ?? '', (at) => all.get(at) ?? null);
    if (end === null) leadOut.push(path);
    else kept.set(path, target ?? '');
  }
  return { kept, leadOut };
}

function chooseFolders(options: {
  readonly plan: Plan;
  readonly scan: Scan;
  readonly scope: OutputScope;
  readonly isMade: (file: ScannedFile) => boolean;
  readonly inSource: (path: string) => boolean;
  readonly products: ReadonlySet<string>;
  readonly declared: DeclaredSource;
}): string[] {
  const { plan, scan, scope, isMade, inSource, products, declared } = options;
  const parents = outputsOf(plan).map(mayBeParentOf);
  const isParentOfOutput = (folder: string): boolean => parents.some((holds) => holds(folder));
  const isMadeFolder = (folder: string): boolean => products.has(folder);
  const folders = sourceFolders({ scan, scope, isMade, isMadeFolder, isParentOfOutput });
  const named = folders.filter(inSource);
  return [...new Set([...named, ...declared.folders])].sort(byCodeUnit);
}

/** Those that the source tree would hold if their names were others. */
function lookalikes(
  plan: Plan,
  { lookalikes: found }: Scan,
  isWanted: (path: string) => boolean,
): CaptureWarning[] {
  const inputs = plan.steps.flatMap((step) => step.inputs.map(({ path }) => isDeclaredBy(path)));
  const isDeclared = (path: string): boolean => inputs.some((holds) => holds(path));
  const wanted = found.filter(
    ({ path, ignored }) => (!ignored && isWanted(path)) || isDeclared(path),
  );
  const paths = wanted.map(({ path }) => path).sort(byCodeUnit);
  return paths.length === 0 ? [] : [{ code: 'names-not-portable', paths }];
}

function warningsFor(large: readonly ScannedFile[], leadOut: readonly string[]): CaptureWarning[] {
  const warnings: CaptureWarning[] = [];
  if (large.length > 0) {
    const bytes = large.reduce((sum, { stat }) => sum + stat.size, 0);
    warnings.push({ code: 'files-too-large', paths: large.map(({ path }) => path), bytes });
  }
  if (leadOut.length > 0) warnings.push({ code: 'links-lead-out', paths: leadOut });
  return warnings;
}
