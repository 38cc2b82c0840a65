import type { MapMember, Span } from '../../pipeline/textNode';
import type { Completion } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';

import { offer } from './offer';

/** An expression that is being written. */
export interface OpenExpression {
  readonly document: ParsedDocument;
  readonly step: MapMember | null;
  /** From its first character that is no space to the cursor. */
  readonly typed: string;
  readonly word: Span;
  /** What has to be written before and behind a whole reference. */
  readonly before: string;
  readonly behind: string;
}

/** A whole reference in place of what was typed. */
export function reference(
  { word, before, behind }: OpenExpression,
  written: string,
  more: {
    readonly kind: Completion['kind'];
    readonly detail: string | null;
    readonly rank?: number;
  },
): Completion {
  const edit = { ...word, text: before + written + behind };
  return offer({ label: written, edit, ...more });
}
