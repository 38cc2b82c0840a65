import { isWithin, parentFinder } from '../base/paths';
import { isPattern, matcherOf } from '../pipeline/patterns';
import type { Plan } from '../pipeline/model';

/** A predicate for paths that a declared path takes: the path itself, all below it, or what a pattern matches. */
export function isDeclaredBy(declared: string): (path: string) => boolean {
  return isPattern(declared) ? matcherOf(declared) : (path) => isWithin(path, declared);
}

/** Whether paths are outputs: `own` where the path itself is declared, `inside` for a folder or a pattern. */
export type OutputScope = (path: string) => 'own' | 'inside' | null;

/**
 * Tells which paths belong to outputs. Written paths are looked up by name, parent by parent, because a
 * plan may have thousands of them and a project tens of thousands of files.
 */
export function outputScope(outputs: readonly string[]): OutputScope {
  const written = new Set(outputs.filter((output) => !isPattern(output)));
  const patterns = outputs.filter(isPattern).map(matcherOf);
  const all = written.has('.');
  const isInside = (folder: string): boolean => {
    for (let at = folder.length; at > 0; at = folder.lastIndexOf('/', at - 1)) {
      if (written.has(folder.slice(0, at))) return true;
    }
    return false;
  };
  // Paths are asked for folder by folder, most often.
  const parentOf = parentFinder();
  let last = { folder: '', inside: false };
  return (path) => {
    if (written.has(path)) return 'own';
    const folder = parentOf(path) ?? '';
    if (folder !== last.folder) last = { folder, inside: isInside(folder) };
    if (all || last.inside) return 'inside';
    return patterns.some((matches) => matches(path)) ? 'inside' : null;
  };
}

/** Whether a file is an output. Tracked ones inside a folder output, or matched by a pattern, are not. */
export function isOutput(
  scope: OutputScope,
  file: { readonly path: string; readonly tracked: boolean },
): boolean {
  const how = scope(file.path);
  return how === 'own' || (how === 'inside' && !file.tracked);
}

/** Every declared output of a plan, each once. */
export function outputsOf(plan: Plan): string[] {
  return [...new Set(plan.steps.flatMap(({ outputs }) => outputs.map(({ path }) => path)))];
}

/** Declared outputs of a plan that are too big to keep. */
export function uncachedOutputs(plan: Plan): string[] {
  return plan.steps.flatMap(({ outputs }) =>
    outputs.filter(({ cache }) => !cache).map(({ path }) => path),
  );
}
