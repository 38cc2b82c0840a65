import type { Icon } from '../icons';
import type { OutlineItem, OutlineNode } from './outlineModel';

/** What a builder of a row gives; the rest has a plain default. */
export type Row = Pick<OutlineItem, 'node' | 'label' | 'context'> & {
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon?: Icon | null;
  readonly folding?: OutlineItem['folding'];
  readonly click?: OutlineItem['click'];
  /** Said instead of label and description. */
  readonly spoken?: string;
};

/** A row of the tree, with an id made of what it stands for. */
export function item(row: Row): OutlineItem {
  const { node, label, context } = row;
  const description = row.description ?? '';
  return {
    id: idOf(node),
    node,
    label,
    context,
    description,
    tooltip: row.tooltip ?? '',
    spoken: row.spoken ?? (description === '' ? label : `${label}, ${description}`),
    icon: row.icon ?? null,
    folding: row.folding ?? 'none',
    click: row.click ?? null,
  };
}

/** The same text for the same thing: names may hold any character, so they are written as JSON. */
export function idOf(node: OutlineNode): string {
  const { kind, file, ...rest } = node;
  return JSON.stringify([kind, file, ...Object.values(rest)]);
}
