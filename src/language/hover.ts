import { keyFactsOf } from '../pipeline/keyFacts';
import { writeKeys } from '../pipeline/expressions';
import { INLINE_PARAMS } from '../pipeline/model';
import { findParam } from '../pipeline/params';

import type { Hover } from './editorModel';
import { elementAt } from './elementAt';
import type { Element } from './elementAt';
import { hoverPath } from './hoverPath';
import { hoverReference } from './hoverReference';
import { hoverStep } from './hoverStep';
import type { StepFacts } from './hoverStep';
import { keyMarkdown } from './keyMarkdown';
import type { ParsedDocument } from './parsedDocument';
import { valueText } from './valueText';

/** What is to be said of what stands at an offset, or null where nothing is. */
export function hoverAt(
  document: ParsedDocument,
  offset: number,
  facts: (step: string) => StepFacts | null,
): Hover | null {
  const element = elementAt(document, offset);
  const markdown = element === null ? null : markdownOf(document, element, facts);
  return element === null || markdown === null ? null : { ...element.span, markdown };
}

function markdownOf(
  document: ParsedDocument,
  element: Element,
  facts: (step: string) => StepFacts | null,
): string | null {
  switch (element.kind) {
    case 'key': {
      const found = keyFactsOf(element.table).find(({ key }) => key === element.key);
      return found === undefined ? null : keyMarkdown(found);
    }
    case 'step':
      return element.step === null ? null : hoverStep(document, element.step, facts);
    case 'reference':
      return hoverReference(document, element);
    case 'path':
      return hoverPath(document, element);
    case 'param': {
      const { root, from } = document.params();
      const found = root === null ? null : findParam(root, element.keys);
      if (found === null || !('node' in found) || from === null) return null;
      const where = from === INLINE_PARAMS ? 'the params of this file' : `\`${from}\``;
      return `\`${writeKeys(element.keys)}\` = \`${valueText(found.node)}\`\n\nfrom ${where}`;
    }
  }
}
