import { keyFactsOf } from '../../pipeline/keyFacts';
import { tableAt, valueShapeOf } from '../../pipeline/keyPlaces';
import type { CursorPlace } from '../cursorPlace';
import type { Completion } from '../editorModel';

import { offer } from './offer';

/** The words of which one has to stand behind a key. */
export function completeValues(text: string, place: CursorPlace): readonly Completion[] {
  const key = place.way.at(-1);
  const table = tableAt(place.way.slice(0, -1));
  if (key === undefined || table === null || place.slot !== 'value') return [];
  const shape = valueShapeOf(table, key);
  if (shape.kind !== 'choice') return [];
  const facts = keyFactsOf(table).find((each) => each.key === key);
  const gap = text[place.word.start - 1] === ':' ? ' ' : '';
  return shape.values.map((value, rank) =>
    offer({
      label: value,
      kind: 'word',
      documentation: facts?.description ?? null,
      edit: { ...place.word, text: gap + value },
      rank,
    }),
  );
}
