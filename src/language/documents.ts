import { documentMemory } from './documentMemory';
import type { DocumentMemory } from './documentMemory';
import { parseDocument } from './parsedDocument';
import type { DocumentContext, ParsedDocument } from './parsedDocument';

/** One version of a document; text and context are only asked for where it is not known yet. */
export interface DocumentVersion {
  readonly version: number;
  readonly text: () => string;
  readonly context: () => DocumentContext;
}

/** The documents of an editor, each parsed once a version and once a state of the disk. */
export interface Documents {
  /** The document of a text; `key` names it through all its versions. */
  get(key: string, at: DocumentVersion): ParsedDocument;
  /** Something beside the texts has changed: what is known of the disk counts no more. */
  diskChanged(): void;
  /** The document was closed. */
  forget(key: string): void;
}

interface Known {
  readonly version: number;
  readonly disk: number;
  readonly document: ParsedDocument;
  readonly memory: DocumentMemory;
}

/** No documents yet. */
export function documents(): Documents {
  const known = new Map<string, Known>();
  let disk = 0;
  return {
    get(key, { version, text, context }) {
      const before = known.get(key);
      if (before?.version === version && before.disk === disk) return before.document;
      const memory = before?.memory ?? documentMemory();
      const written = text();
      // a file that is opened is most often as it was when it was read from the disk
      const isKnown = before?.disk === disk && before.document.text === written;
      const document = isKnown ? before.document : parseDocument(written, context(), memory);
      known.set(key, { version, disk, document, memory });
      return document;
    },
    diskChanged: () => {
      disk++;
    },
    forget: (key) => {
      known.delete(key);
    },
  };
}
