/** What the pipeline room may learn of the disk. Paths are relative to the project, POSIX, tidied. */
export interface ProjectReader {
  /** The text of a file, or null where it is not there or unreadable. */
  readText(path: string): string | null;
  /** What is there, links followed. */
  kindOf(path: string): 'file' | 'folder' | 'missing';
  /** Whether the path itself or a parent of it below the project is a link. */
  throughLink(path: string): boolean;
  /** The names in a folder, for advice; none where it cannot be looked into. Left out where nobody can tell. */
  namesIn?(folder: string): readonly string[];
}
