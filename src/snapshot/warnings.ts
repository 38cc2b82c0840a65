/** Data only: what a capture tells although it goes on. */
export type CaptureWarning =
  /** Undeclared, untracked files left out of the source tree for their size. */
  | { readonly code: 'files-too-large'; readonly paths: readonly string[]; readonly bytes: number }
  /** Undeclared files and folders of the source tree that this user may not read, and so no step of a run either. */
  | { readonly code: 'files-unreadable'; readonly paths: readonly string[] }
  /** Files and folders that are not taken because other file systems would take them for `.git` or `.reprise`. */
  | { readonly code: 'names-not-portable'; readonly paths: readonly string[] }
  /** Undeclared links of the source tree that lead out of the project and are not captured. */
  | { readonly code: 'links-lead-out'; readonly paths: readonly string[] };
