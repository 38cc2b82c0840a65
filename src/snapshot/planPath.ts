import { joinRelative, leaves } from '../base/paths';
import type { Shape } from '../base/shape';
import { expandBraces } from '../pipeline/globs';
import { isOwnedName } from '../pipeline/ownedName';

/**
 * Whether a value is a path, or a pattern, that stays in the project: plans travel with git, so one may say
 * what no pipeline file could. Nothing of it is absolute, leaves by `..`, or lies in git's or the store's own.
 */
export const isPlanPath: Shape = (value) => {
  if (typeof value !== 'string' || value === '' || value.includes('\0')) return false;
  if (PLAIN.test(value)) return true;
  return expandBraces(value)?.every(staysInside) ?? false;
};

/** What most paths are, told at once: no dot at the beginning of a name, and no name but plain ones. */
const PLAIN = /^[A-Za-z0-9_*][A-Za-z0-9_.@*-]*(?:\/[A-Za-z0-9_*][A-Za-z0-9_.@*-]*)*$/;

function staysInside(one: string): boolean {
  if (one.startsWith('/') || (process.platform === 'win32' && /[\\:]/.test(one))) return false;
  const tidied = joinRelative('.', one);
  return !leaves(tidied) && !tidied.split('/').some(isOwnedName);
}
