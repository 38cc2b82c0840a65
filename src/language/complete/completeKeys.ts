import { keyFactsOf } from '../../pipeline/keyFacts';
import type { TableName } from '../../pipeline/keyParts';
import { tableAt, valueShapeOf } from '../../pipeline/keyPlaces';
import type { CursorPlace } from '../cursorPlace';
import type { Completion } from '../editorModel';
import { keyMarkdown } from '../keyMarkdown';

import { offer } from './offer';

/** The keys that may stand at a place and do not yet. */
export function completeKeys(text: string, place: CursorPlace): readonly Completion[] {
  const table = tableAt(place.way);
  if (table === null) return [];
  const colonFollows = /^\s*:/.test(text.slice(place.word.end, place.word.end + 20));
  return keyFactsOf(table)
    .filter((facts) => !place.taken.includes(facts.key))
    .map((facts, index) => {
      const { key, required } = facts;
      const shape = valueShapeOf(table, key);
      const text = colonFollows ? key : key + openingOf(table, key, place.inFlow);
      return offer({
        label: key,
        kind: 'key',
        detail: shape.kind === 'choice' ? shape.values.join(' | ') : null,
        documentation: keyMarkdown(facts),
        edit: { ...place.word, text },
        isSnippet: !colonFollows,
        rank: (required ? 0 : 100) + index,
        again: !colonFollows && shape.kind !== 'text',
      });
    });
}

/** What is written behind a new key; further lines are indented from the line of the key. */
function openingOf(table: TableName, key: string, inFlow: boolean): string {
  switch (valueShapeOf(table, key).kind) {
    case 'list':
      return inFlow ? ': [$0]' : ':\n  - $0';
    case 'mapping':
      return inFlow ? ': { $0 }' : ':\n  $0';
    case 'choice':
    case 'text':
      return ': $0';
  }
}
