import { exactJson } from '../../base/json';
import type { Json } from '../../base/json';
import type { JsonCursor } from './jsonCursor';

/** A place in a document, in the form that rules are written in. */
export function pathText(steps: readonly (string | number)[]): string {
  const parts = steps.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return PLAIN_KEY.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return `$${parts.join('')}`;
}

const PLAIN_KEY = /^[^.[\]\s"'*]+$/;

/** The most characters of a value that a report shows. */
const MOST = 200;

/** A value for the report: itself where it is small and plain, else the beginning of its text. */
export function valueOf(cursor: JsonCursor, from: number, to: number): Json {
  const text = cursor.bytes.toString('utf8', from, Math.min(to, from + 4 * MOST));
  if (to - from > 4 * MOST || text.length > MOST) return `${text.slice(0, MOST)}…`;
  try {
    const value = JSON.parse(text) as Json;
    // A value with numbers that read back as others, as those beyond 2^53 do, stays as it was written.
    return JSON.stringify(exactJson(value)) === JSON.stringify(value) ? value : text;
  } catch {
    return text; // NaN or an infinity somewhere in it
  }
}
