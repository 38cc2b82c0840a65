/**
 * Where a link comes out, relative to a folder that it has to stay in; null where it leaves that folder,
 * is absolute, or goes in circles. `linkAt` tells what link lies at a path of the folder, else null, so
 * that a way through other links is followed as the system would.
 */
export function resolveInside(
  path: string,
  target: string,
  linkAt: (path: string) => string | null,
): string | null {
  const at = path.split('/').slice(0, -1);
  const ahead = segmentsOf(target);
  if (ahead === null) return null;
  for (let hops = 0; ahead.length > 0;) {
    const name = ahead.shift() as string;
    if (name === '..') {
      if (at.pop() === undefined) return null;
      continue;
    }
    at.push(name);
    const next = linkAt(at.join('/'));
    if (next === null) continue;
    const more = segmentsOf(next);
    if (more === null || ++hops > MOST_HOPS) return null;
    at.pop();
    ahead.unshift(...more);
  }
  return at.length === 0 ? '.' : at.join('/');
}

/** Linux gives up after as many. */
const MOST_HOPS = 40;

/** Null for an absolute target, of this system or of Windows. */
function segmentsOf(target: string): string[] | null {
  if (target.startsWith('/') || /^[A-Za-z]:|^\\/.test(target)) return null;
  return target.split('/').filter((name) => name !== '' && name !== '.');
}
