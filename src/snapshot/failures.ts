/** Data only: what keeps a project from being captured or rebuilt. */
export type SnapshotFailure =
  | { readonly code: 'name-not-utf8'; readonly path: string }
  | { readonly code: 'input-missing'; readonly step: string; readonly path: string }
  | {
      readonly code: 'input-bytes-missing';
      readonly path: string;
      readonly digest: string;
      readonly lastSeen: string | null;
      /** Further files that fare alike. */
      readonly also?: readonly { readonly path: string; readonly digest: string }[];
    }
  | { readonly code: 'folder-not-empty'; readonly folder: string }
  | { readonly code: 'folder-in-project'; readonly folder: string }
  | { readonly code: 'link-leads-out'; readonly path: string; readonly target: string }
  | {
      readonly code: 'not-enough-space';
      readonly folder: string;
      readonly needed: number;
      readonly free: number;
    };

/** Why the inputs or the outputs of a step could not be taken. */
export type TakeFailure =
  | { readonly code: 'input-gone'; readonly step: string; readonly path: string }
  | { readonly code: 'output-missing'; readonly step: string; readonly paths: readonly string[] }
  | {
      readonly code: 'output-link-leads-out';
      readonly step: string;
      readonly path: string;
      readonly target: string;
    }
  /** Nothing of it is ever taken, or it is a link to such a thing. */
  | { readonly code: 'output-never-taken'; readonly step: string; readonly path: string }
  | {
      readonly code: 'output-not-readable';
      readonly step: string;
      readonly path: string;
      readonly error: string;
    };
