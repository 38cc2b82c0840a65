import { writeKeys } from '../../pipeline/expressions';
import { membersOf } from '../../pipeline/textNode';
import type { TextNode } from '../../pipeline/textNode';
import type { CursorPlace } from '../cursorPlace';
import type { Completion } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';
import { valueText } from '../valueText';

import { quotedWhereNeeded } from './completePaths';
import { offer } from './offer';

const MOST = 500;

/** The names of params, with their values, in the list of a step. */
export function completeParamNames(
  document: ParsedDocument,
  place: CursorPlace,
): readonly Completion[] {
  const [first, , list] = place.way;
  if (first !== 'steps' || list !== 'params' || place.slot === 'value') return [];
  if (place.slot === 'key' && (place.inFlow || place.way.length !== 3)) return [];
  const { root, from } = document.params();
  if (root === null) return [];
  const dash = place.slot === 'key' ? '- ' : '';
  return namesIn(root)
    .filter(({ name }) => !place.taken.includes(name))
    .map(({ name, node }, rank) =>
      offer({
        label: name,
        kind: 'param',
        detail: valueText(node),
        documentation: from === null ? null : `from \`${from}\``,
        edit: {
          ...place.word,
          text: dash + (place.quoted ? name : quotedWhereNeeded(name, place.inFlow)),
        },
        rank,
      }),
    );
}

/** Every value by its dotted name, those that hold others before them. */
function namesIn(root: TextNode): readonly { readonly name: string; readonly node: TextNode }[] {
  const found: { name: string; node: TextNode }[] = [];
  const visit = (node: TextNode, keys: readonly string[]): void => {
    for (const { key, value } of membersOf(node)) {
      if (found.length >= MOST || keys.length > 20) return;
      const below = [...keys, key];
      // A name cannot begin with a key in brackets.
      if (keys.length === 0 && writeKeys([key]) !== key) continue;
      found.push({ name: writeKeys(below), node: value });
      visit(value, below);
    }
  };
  visit(root, []);
  return found;
}
