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

/** The parts of an address: the project stands apart, so that what an editor shows of the path can be read. */
export interface SavedAddress {
  /** The project's folder, as hexadecimal digits, because authorities know no capital letters. */
  readonly authority: string;
  /** `/<version or run>/<path>`; the first is one name. */
  readonly path: string;
}

/** Where a saved file or folder is found. */
export function savedAddress({ root, name, path }: SavedPlace): SavedAddress {
  const one = encodeURIComponent(name).replaceAll('%40', '@');
  return {
    authority: Buffer.from(root).toString('hex'),
    path: `/${one}${path === '' ? '' : `/${path}`}`,
  };
}

/** What an address means; null where it is none. */
export function savedPlace({ authority, path: address }: SavedAddress): SavedPlace | null {
  const [, one, path] = /^\/([^/]+)(?:\/(.*?)\/?)?$/su.exec(address) ?? [];
  if (!/^(?:[0-9a-f]{2})+$/.test(authority) || one === undefined) return null;
  const root = Buffer.from(authority, 'hex').toString();
  try {
    return { root, name: decodeURIComponent(one), path: path ?? '' };
  } catch {
    return null; // a percent sign that begins nothing
  }
}
