import type { Digest } from '../base/digest';
import type { Project } from '../store/layout';
import type { Store } from '../store/storeModel';

/** What of a saved version is needed to lay it out again. */
export interface LoadableVersion {
  readonly plan: Digest;
  readonly sourceTree: Digest;
  readonly steps: readonly {
    readonly name: string;
    readonly inputTree: Digest;
    readonly outcome: Digest;
  }[];
  readonly run: { readonly id: string; readonly host: string };
  readonly commit: string | null;
  readonly label?: string;
  readonly warnings: readonly { readonly code: string; readonly paths?: readonly string[] }[];
}

/** What `loadInto` is given. */
export interface LoadOptions {
  readonly store: Store;
  readonly project: Project;
  readonly version: LoadableVersion;
  /** Absolute; empty or not there yet, and not in the project. */
  readonly folder: string;
  /** The folder is the caller's own, who takes it away where this fails: it is filled in place. */
  readonly alone?: boolean;
  /** Lay out Output A too. */
  readonly outputs: boolean;
  /** Inputs with `cache: false` are copied from the workspace, or stand for it as links. */
  readonly uncached?: 'copy' | 'link';
  /** Once aborted, the load ends soon and leaves nothing behind. */
  readonly cancel?: AbortSignal | undefined;
}
