import type { Api } from '../../../src/extension/extension';
import type { OutlineItem } from '../../../src/present/outline/outlineModel';
import { reprise } from './extension';

/** What the extension under test gives to others. */
export function api(): Api {
  return reprise().exports as Api;
}

/** Looks again whenever something changes until something holds. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const { pipelines } = api();
  await pipelines.found;
  for (;;) {
    let changed: () => void = () => undefined;
    const change = new Promise<void>((resolve) => (changed = resolve));
    const watching = pipelines.onDidChange(changed);
    try {
      const found = await look();
      if (found !== undefined) return found;
      await change;
    } finally {
      watching.dispose();
    }
  }
}

/** The rows below the one that a path of labels leads to, each as `label: description`. */
export async function rowsBelow(...labels: readonly string[]): Promise<string[]> {
  return (await itemsBelow(...labels)).map(({ label, description }) =>
    description === '' ? label : `${label}: ${description}`,
  );
}

/** The same rows as they are. */
export async function itemsBelow(...labels: readonly string[]): Promise<OutlineItem[]> {
  let items = await api().rows.getChildren();
  for (const label of labels) {
    const found = items.find((item) => item.label === label);
    if (found === undefined) {
      throw new Error(`no row ${label} among ${items.map((item) => item.label).join(', ')}`);
    }
    items = await api().rows.getChildren(found);
  }
  return items;
}
