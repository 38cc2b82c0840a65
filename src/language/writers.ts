import { joinRelative } from '../base/paths';
import { patternsMeet } from '../pipeline/patternsMeet';
import type { MapMember, Span } from '../pipeline/textNode';

import type { ParsedDocument } from './parsedDocument';

/** The places at which other steps declare what a path could take. */
export function writersOf(
  document: ParsedDocument,
  written: string,
  reader: MapMember | null,
): readonly Span[] {
  const path = joinRelative(document.folder, written);
  const found = new Map<number, Span>();
  for (const step of document.reading().draft.steps) {
    if (step.span.start === reader?.keySpan.start) continue;
    for (const output of step.outputs) {
      if (patternsMeet(path, output.path)) found.set(output.span.start, output.span);
    }
  }
  return [...found.values()];
}
