/** The scheme under which what versions and runs have saved can be read. */
export const SAVED_SCHEME = 'reprise';

/** A file or folder that a version or a run has saved. */
export interface SavedPlace {
  /** The project's folder, absolute. */
  readonly root: string;
  /** A version (`pipeline.yaml@v1.0`) or a run's id. */
  readonly name: string;
  /** `''`, `source/…` or `outputs/…`. */
  readonly path: string;
}

/** The path of an address: `/<project>/<version or run>/<path>`; each of the first two is one name. */
export function savedPath({ root, name, path }: SavedPlace): string {
  const project = Buffer.from(root).toString('base64url');
  const one = encodeURIComponent(name).replaceAll('%40', '@');
  return `/${project}/${one}${path === '' ? '' : `/${path}`}`;
}

/** What such a path means; null where it is none. */
export function savedPlace(address: string): SavedPlace | null {
  const [, project, one, path] =
    /^\/([A-Za-z0-9_-]+)\/([^/]+)(?:\/(.*?)\/?)?$/su.exec(address) ?? [];
  if (project === undefined || one === undefined) return null;
  const root = Buffer.from(project, 'base64url').toString();
  try {
    return { root, name: decodeURIComponent(one), path: path ?? '' };
  } catch {
    return null; // a percent sign that begins nothing
  }
}
