import type { Locator } from 'playwright-core';

/** A drawn text as it is read: VS Code draws spaces that do not break. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}

/** Whether a drawn text is this one, or matches. */
export function fits(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? plain(text) === wanted : wanted.test(plain(text));
}

/** What is read of an element in the window, where its types are not known. */
interface Drawn {
  querySelector(selector: string): { readonly textContent: string | null } | null;
  getAttribute(name: string): string | null;
}

/** The texts of these parts of every row, by name, each with its attribute `aria-level`. */
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
      ]),
    parts,
  );
  return read.map((row) =>
    Object.fromEntries(row.map(([name = '', text = '']) => [name, plain(text)])),
  );
}
