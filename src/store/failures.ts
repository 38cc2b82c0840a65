import type { Digest } from '../base/digest';

/** What can go wrong with bytes and their keeping. */
export type StoreFailure =
  | { readonly code: 'object-missing'; readonly digest: Digest; readonly path?: string }
  | { readonly code: 'object-damaged'; readonly digest: Digest; readonly where: string }
  | { readonly code: 'tree-missing'; readonly digest: Digest }
  | { readonly code: 'tree-damaged'; readonly digest: Digest; readonly where: string }
  | {
      readonly code: 'store-newer';
      readonly folder: string;
      readonly found: number;
      readonly known: number;
    }
  | { readonly code: 'store-not-writable'; readonly folder: string; readonly error: string }
  | { readonly code: 'disk-full'; readonly folder: string }
  | { readonly code: 'file-vanished'; readonly path: string }
  | { readonly code: 'file-unreadable'; readonly path: string; readonly error: string }
  | { readonly code: 'file-changed-while-read'; readonly path: string };
