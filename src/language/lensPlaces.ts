import { memberOf, scalarOf } from '../pipeline/textNode';
import type { ParsedDocument } from './parsedDocument';

/** What lenses stand over: what the file is called, and where its steps are. */
export interface LensPlaces {
  /** The label as it is written; null where there is none. */
  readonly label: string | null;
  /** Steps as written, a matrix once; offsets of their keys. */
  readonly steps: readonly { readonly name: string; readonly at: number }[];
}

/** Where lenses go, as far as the text can be read; asks nothing of the disk. */
export function lensPlaces(document: ParsedDocument): LensPlaces {
  return {
    label: scalarOf(memberOf(document.root(), 'version'))?.text ?? null,
    steps: document.steps().map(({ key, keySpan }) => ({ name: key, at: keySpan.start })),
  };
}
