import { hasMagic } from '../pipeline/globs';
import { isPattern, matcherOf } from '../pipeline/patterns';

/** A predicate for folders in which, or below which, a pattern could match something. */
export function mayHoldMatch(pattern: string): (folder: string) => boolean {
  const segments = pattern.split('/');
  // Braces that hold a `/`, and `**`, match folders of any depth.
  const whole = segments.every(balanced);
  const deep = whole ? segments.indexOf('**') : 0;
  const most = deep < 0 ? segments.length - 1 : deep;
  const prefixes = segments.slice(0, most).map((_, at) => {
    const prefix = segments.slice(0, at + 1).join('/');
    return hasMagic(prefix) ? matcherOf(prefix) : (folder: string) => folder === prefix;
  });
  const dots = /(^|[/{,])[.[]/.test(pattern);
  return (folder) => {
    if (folder === '.') return true;
    if (!dots && /(^|\/)\./.test(folder)) return false; // a dot has to be written to match
    const depth = folder.split('/').length;
    const matches = prefixes[Math.min(depth, prefixes.length) - 1];
    if (depth <= prefixes.length) return matches?.(folder) ?? true;
    if (deep < 0) return false;
    if (matches === undefined) return true;
    return matches(folder.split('/').slice(0, prefixes.length).join('/'));
  };
}

/** Whether a folder is one that a declared output needs to stand in. */
export function mayBeParentOf(output: string): (folder: string) => boolean {
  if (isPattern(output)) return mayHoldMatch(output);
  return (folder) => output.startsWith(`${folder}/`);
}

function balanced(segment: string): boolean {
  return (segment.match(/\{/g)?.length ?? 0) === (segment.match(/\}/g)?.length ?? 0);
}
