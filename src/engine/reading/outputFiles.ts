import type { FileChange, FileFacts, OutputFiles } from '../../present/reportPage/comparison';
import type { Report } from '../../records/report';
import type { OutputFacts } from '../../records/reportFacts';
import { subTree } from '../../snapshot/subTree';
import { sameEntry } from '../../store/sameEntry';
import type { TreeEntry } from '../../store/treeModel';

type Outcomes = ReadonlyMap<string, readonly TreeEntry[]>;

/** What each output of a report holds on both sides. */
export function outputFacts(report: Report, was: Outcomes, is: Outcomes): OutputFacts[] {
  return report.steps.flatMap(({ name: step, outputs }) =>
    outputs.map(({ path }) => {
      const before = subTree(was.get(step) ?? [], path);
      const now = subTree(is.get(step) ?? [], path);
      const changes = fileChanges(before, now);
      return {
        step,
        path,
        files: changes.length,
        differing: changes.filter(({ differs }) => differs).length,
        size: { was: sizeOf(before), is: sizeOf(now) },
      };
    }),
  );
}

/** The files of an output that a page shows: those that differ first, in the order of their paths. */
export function outputFiles(
  was: readonly TreeEntry[],
  is: readonly TreeEntry[],
  most: number,
): OutputFiles {
  const changes = fileChanges(was, is);
  const differing = changes.filter(({ differs }) => differs);
  const others = changes.filter(({ differs }) => !differs);
  return {
    files: [...differing, ...others].slice(0, most),
    total: changes.length,
    differing: differing.length,
  };
}

/** Every file and link of both sides, side by side; folders only where nothing else is there, or they alone tell. */
function fileChanges(was: readonly TreeEntry[], is: readonly TreeEntry[]): FileChange[] {
  const [before, now] = [byPath(was), byPath(is)];
  const paths = [...new Set([...before.keys(), ...now.keys()])].sort();
  return paths.flatMap((path) => {
    const [a, b] = [before.get(path) ?? null, now.get(path) ?? null];
    const differs = !sameEntry(a, b);
    const folders = (a ?? b)?.kind === 'folder' && (b ?? a)?.kind === 'folder';
    if (folders && !differs) return [];
    return [{ path, was: factsOf(a), is: factsOf(b), differs }];
  });
}

function byPath(entries: readonly TreeEntry[]): ReadonlyMap<string, TreeEntry> {
  return new Map(entries.map((entry) => [entry.path, entry]));
}

/** What a page is told of an entry. */
export function factsOf(entry: TreeEntry | null): FileFacts | null {
  switch (entry?.kind) {
    case undefined:
      return null;
    case 'file':
      return {
        kind: 'file',
        size: entry.size,
        content: entry.digest,
        executable: entry.executable,
      };
    case 'link':
      return { kind: 'link', size: 0, content: entry.target, executable: false };
    case 'folder':
      return { kind: 'folder', size: 0, content: '', executable: false };
  }
}

function sizeOf(entries: readonly TreeEntry[]): number | null {
  if (entries.length === 0) return null;
  return entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.size : 0), 0);
}
