import { cursorPlace } from '../cursorPlace';
import type { CursorPlace } from '../cursorPlace';
import type { Completion } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';

import { completeKeys } from './completeKeys';
import { completeParamNames } from './completeParamNames';
import { completePaths } from './completePaths';
import { completeReferences } from './completeReferences';
import { completeValues } from './completeValues';
import { placeBelow } from './placeBelow';
import { completeSnippets } from './snippets';

/** What could be written at the cursor, in a text in any state. `trigger`: the character behind which was asked. */
export function complete(
  document: ParsedDocument,
  offset: number,
  trigger?: string,
): readonly Completion[] {
  const place = cursorPlace(document.text, offset);
  // Nobody wants a list at each word of a command.
  if (trigger === ' ' && place.slot === 'value' && place.way[2] === 'run') return [];
  const below = placeBelow(document.text, offset, place);
  const here = completeAt(document, place);
  if (below === null) return here;
  const { indentation } = below;
  const indented = completeAt(document, below.place).map((completion) => {
    const text = indentation + completion.edit.text.replaceAll('\n', `\n${indentation}`);
    return { ...completion, edit: { ...completion.edit, text } };
  });
  const labels = new Set(indented.map(({ label }) => label));
  const others = here.filter(({ label }) => !labels.has(label));
  return [...indented, ...others.map((each) => ({ ...each, rank: each.rank + LATER }))];
}

/** What stands at the column of the cursor comes after what the line above asks for. */
const LATER = 10_000;

function completeAt(document: ParsedDocument, place: CursorPlace): readonly Completion[] {
  switch (place.slot) {
    case 'nothing':
      return [];
    case 'expression':
      return completeReferences(document, place);
    case 'key':
      return [
        ...completeSnippets(document.text, place),
        ...completeKeys(document.text, place),
        ...completeParamNames(document, place),
        ...completePaths(document, place),
      ];
    case 'item':
      return [
        ...completeSnippets(document.text, place),
        ...completeParamNames(document, place),
        ...completePaths(document, place),
      ];
    case 'value':
      return [...completeValues(document.text, place), ...completePaths(document, place)];
  }
}
