import { item } from './item';
import type { OutlineItem } from './outlineModel';

/** A name in a folder of a saved version. */
export interface FileName {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

/** What lies in a folder of a saved version, folders first. `folder` is empty for the top. */
export function fileItems(
  of: { readonly file: string; readonly label: string; readonly folder: string },
  names: readonly FileName[],
): OutlineItem[] {
  const sorted = [...names].sort(
    (a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return sorted.map(({ name, kind }) => {
    const path = of.folder === '' ? name : `${of.folder}/${name}`;
    const isFolder = kind === 'folder';
    return item({
      node: { kind: 'version-file', file: of.file, label: of.label, path },
      label: name,
      icon: { id: isFolder ? 'folder' : kind === 'link' ? 'file-symlink-file' : 'file' },
      context: isFolder ? 'saved-folder' : 'saved-file',
      folding: isFolder ? 'closed' : 'none',
      click: isFolder ? null : 'open',
    });
  });
}

function rankOf({ kind }: FileName): number {
  return kind === 'folder' ? 0 : 1;
}
