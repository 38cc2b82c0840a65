/** Data only: where a run takes place, when that is not the workspace. */

/**
 * A clean room: a folder outside the project that holds a version's source tree and inputs, and in
 * which its plan's paths lie as they did in the project. Made, filled and removed by verify/.
 */
export interface Room {
  /** Absolute; the plan's paths are relative to it. */
  readonly root: string;
  /**
   * Entries of path variables, such as a PYTHONPATH for what is installed in the project for editing:
   * they go before what a step's environment has there already.
   */
  readonly redirect: Readonly<Record<string, string>>;
  /** Environment folders of the project, relative to it; they are linked into the room, observed, never taken in. */
  readonly environmentFolders: readonly string[];
  /** Files that were written to fill it. */
  readonly files: number;
  /** Bytes that were written to fill it. */
  readonly bytes: number;
}
