import * as fs from 'node:fs';
import * as path from 'node:path';

import { absoluteIn, parentsOf, relativeTo } from '../../base/paths';
import { diskReader } from '../../engine/diskReader';
import type { WatchedProject } from '../../language/languageAnswers';
import type { FolderEntry } from '../../language/parsedDocument';
import type { ProjectReader } from '../../pipeline/reader';

/** A project as the editor has it: what is open stands in for what is on the disk. Each place is looked at once. */
export class ProjectOverlay implements WatchedProject {
  readonly root: string;
  /** What somebody wanted to know of: a change of it, or of a folder above it, changes what is known. */
  readonly #asked = new Set<string>();
  readonly #unsaved: (file: string) => string | null;
  #disk: ProjectReader;

  /** `root`: absolute. `unsaved`: the text in an editor that stands in for a file (absolute); null where none does. */
  constructor(root: string, unsaved: (file: string) => string | null) {
    this.root = root;
    this.#unsaved = unsaved;
    this.#disk = diskReader(root);
  }

  readText(file: string): string | null {
    this.#ask(file);
    return this.#unsaved(absoluteIn(this.root, file)) ?? this.#disk.readText(file);
  }

  kindOf(file: string): 'file' | 'folder' | 'missing' {
    this.#ask(file);
    return this.#disk.kindOf(file);
  }

  throughLink(file: string): boolean {
    this.#ask(file);
    return this.#disk.throughLink(file);
  }

  namesIn(folder: string): readonly string[] {
    return this.#disk.namesIn?.(folder) ?? [];
  }

  list(folder: string): readonly FolderEntry[] {
    try {
      const entries = fs.readdirSync(absoluteIn(this.root, folder), { withFileTypes: true });
      return entries.slice(0, MOST).map((entry) => ({
        name: entry.name,
        isFolder:
          entry.isDirectory() || (entry.isSymbolicLink() && this.#leadsToFolder(folder, entry)),
      }));
    } catch {
      return []; // not there, or closed to us
    }
  }

  /** Told of a change on the disk or in an editor: whether it can matter, and then it is looked at anew. */
  touched(file: string): boolean {
    const relative = relativeTo(this.root, file);
    if (!this.#asked.has(relative)) return false;
    this.#disk = diskReader(this.root);
    this.#asked.clear();
    return true;
  }

  #ask(file: string): void {
    if (this.#asked.has(file)) return;
    this.#asked.add(file);
    for (const folder of parentsOf(file)) this.#asked.add(folder);
  }

  #leadsToFolder(folder: string, entry: fs.Dirent): boolean {
    return this.kindOf(path.posix.join(folder, entry.name)) === 'folder';
  }
}

/** Names of a folder that are looked at; nobody chooses among more. */
const MOST = 2000;
