import { randomBytes } from 'node:crypto';
import * as path from 'node:path';

import { hexOf } from '../base/digest';
import type { Digest } from '../base/digest';

/** Where things lie below the store's folder; nothing else knows. */
export interface Places {
  readonly root: string;
  /** Large objects, one a file. */
  readonly loose: string;
  readonly packs: string;
  readonly trees: string;
  readonly temporary: string;
  readonly cache: string;
}

/** The places of a store. */
export function placesOf(root: string): Places {
  return {
    root,
    loose: path.join(root, 'objects', 'sha256'),
    packs: path.join(root, 'objects', 'packs'),
    trees: path.join(root, 'trees'),
    temporary: path.join(root, 'tmp'),
    cache: path.join(root, 'cache'),
  };
}

/** The file of a large object. */
export function looseFile(places: Places, digest: Digest): string {
  const hex = hexOf(digest);
  return path.join(places.loose, hex.slice(0, 2), hex.slice(2));
}

/** The file of a document that git takes. */
export function documentFile(places: Places, digest: Digest): string {
  const hex = hexOf(digest);
  return path.join(places.trees, hex.slice(0, 2), `${hex.slice(2)}.json`);
}

/** A name in tmp/ that no other process or thread uses; it tells whose it is. */
export function temporaryFile(places: Places, ending: string): string {
  return path.join(places.temporary, `${process.pid}-${randomBytes(8).toString('hex')}${ending}`);
}
