import type { Complaints } from './complaints';
import { shorten } from './textNode';
import type { Span } from './textNode';

/** Says that a mapping has a key twice; the first one is read. */
export function complainOfDuplicate(
  key: string,
  { keySpan, before }: { readonly keySpan: Span; readonly before: Span },
  complaints: Complaints,
): void {
  const message = `The key \`${shorten(key)}\` was given before${complaints.placeOf(before)}, and that one is read. Remove or rename one of them.`;
  const related = [{ span: before, message: 'The first one stands here.' }];
  complaints.add('key-duplicate', keySpan, message, { related });
}
