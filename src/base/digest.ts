import { hash } from 'node:crypto';

import { canonicalJson } from './json';
import type { Json } from './json';

/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = string & { readonly __digest: true };

/** The digest of these bytes; a string counts as its UTF-8 bytes. */
export function digestOf(bytes: string | Uint8Array): Digest {
  return `sha256:${hash('sha256', bytes, 'hex')}` as Digest;
}

/** The digest of a value's canonical JSON. */
export function digestOfJson(value: Json): Digest {
  return digestOf(canonicalJson(value));
}

/** The digest that these 64 hexadecimal digits stand for. */
export function digestFromHex(hex: string): Digest {
  return `sha256:${hex}` as Digest;
}

/** The 64 hexadecimal digits of a digest. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

/** Whether a text is a well-formed digest. */
export function isDigest(text: unknown): text is Digest {
  return typeof text === 'string' && /^sha256:[0-9a-f]{64}$/.test(text);
}
