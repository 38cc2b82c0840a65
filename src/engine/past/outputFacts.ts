import type { OutputDeclaration } from '../../pipeline/model';
import type { OutputFacts } from '../../records/pastModel';
import { subTree } from '../../snapshot/subTree';
import type { FileEntry, TreeEntry } from '../../store/treeModel';

/** What each declared output of a step holds in an outcome. */
export function outputFacts(
  declared: readonly Pick<OutputDeclaration, 'path' | 'kind'>[],
  entries: readonly TreeEntry[],
): OutputFacts[] {
  return declared.map(({ path, kind }) => {
    const files = subTree(entries, path).filter((one): one is FileEntry => one.kind === 'file');
    const [only] = files;
    return {
      path,
      kind,
      files: files.length,
      size: files.reduce((sum, { size }) => sum + size, 0),
      digest: files.length === 1 && only?.path === path ? only.digest : null,
    };
  });
}
