import type { Locator } from 'playwright-core';

/** A drawn text as it is read: VS Code draws spaces that do not break. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}

/** What matches this text and no other; an expression stays as it is. */
export function matcher(wanted: string | RegExp): RegExp {
  if (typeof wanted !== 'string') return wanted;
  return new RegExp(`^\\s*${wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}\\s*$`);
}

/** What is read of an element in the window, where its types are not known. */
interface Drawn {
  querySelector(selector: string): { readonly textContent: string | null } | null;
  getAttribute(name: string): string | null;
}

/**
 * The texts of these parts of every row, by name, each with its attribute `aria-level`, in the order of the list:
 * rows that are drawn anew stand elsewhere in the document.
 */
export async function partsOf(
  rows: Locator,
  parts: Readonly<Record<string, string>>,
): Promise<Record<string, string>[]> {
  const read = await rows.evaluateAll(
    (elements: unknown, selectors) =>
      (elements as readonly Drawn[]).map((element) => [
        ...Object.entries(selectors).map(([name, selector]) => [
          name,
          element.querySelector(selector)?.textContent ?? '',
        ]),
        ['level', element.getAttribute('aria-level') ?? ''],
        ['id', element.getAttribute('id') ?? ''],
      ]),
    parts,
  );
  const byPlace = (a: Record<string, string>, b: Record<string, string>): number =>
    (a.id ?? '').localeCompare(b.id ?? '', 'en', { numeric: true });
  return read
    .map((row) => Object.fromEntries(row.map(([name = '', text = '']) => [name, plain(text)])))
    .sort(byPlace);
}
