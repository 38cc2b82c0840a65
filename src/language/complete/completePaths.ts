import { joinRelative, leaves } from '../../base/paths';
import { hasExpression } from '../../pipeline/expressions';
import { environmentPart, isNeverTaken } from '../../pipeline/neverTaken';
import { isPattern } from '../../pipeline/patterns';
import type { CursorPlace } from '../cursorPlace';
import type { Completion } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';
import { otherSteps, stepOf, writtenPaths } from '../stepTexts';

import { offer } from './offer';

/** More names than this nobody looks through; a part of the name narrows them. */
const MOST = 300;

/** What kind of path belongs at a place. */
type PathUse = 'input' | 'output' | 'source' | 'params' | 'lock' | 'python' | 'run';

/** Paths of the disk, and for an input what other steps write. */
export function completePaths(document: ParsedDocument, place: CursorPlace): readonly Completion[] {
  const use = pathUseAt(place);
  if (use === null) return [];
  const inRun = use === 'run';
  const typed = inRun ? (/[^\s"'=]*$/.exec(place.typed)?.[0] ?? '') : place.typed;
  // A word of a command is a path once it has a slash.
  if (hasExpression(typed) || (inRun && typed !== '' && !typed.includes('/'))) return [];
  const start = place.word.start + place.typed.length - typed.length;
  const word = { start, end: place.word.end };
  const listed = place.slot === 'key';
  const gap = document.text[start - 1] === ':' ? ' ' : '';
  const write = (path: string): string => {
    const written = place.quoted || inRun ? path : quotedWhereNeeded(path, place.inFlow);
    return `${listed ? '- ' : gap}${written}`;
  };
  const taken = new Set(place.taken);
  const found = use === 'input' ? writtenByOthers(document, place) : new Map<string, string>();
  const outputs = [...found].map(([path, by], rank) =>
    offer({
      label: path,
      kind: 'output',
      detail: `written by ${by}`,
      edit: { ...word, text: write(path) },
      rank,
    }),
  );
  const onDisk = entriesAt(document, typed, use)
    .filter(({ path }) => !found.has(path))
    .map(({ path, isFolder }) => {
      const label = isFolder && use !== 'python' ? `${path}/` : path;
      const likely = isLikely(document, path, use);
      return offer({
        label,
        kind: isFolder ? 'folder' : 'file',
        detail: likely,
        edit: { ...word, text: write(label) },
        rank: likely !== null ? 0 : isFolder ? 2000 : 1000,
        again: isFolder && use !== 'python',
      });
    });
  return [...outputs, ...onDisk].filter(({ label }) => !taken.has(label));
}

function pathUseAt({ way, slot, inFlow }: CursorPlace): PathUse | null {
  const [first, second, list, item] = way;
  const isItem = slot === 'item' || (slot === 'key' && !inFlow);
  if (first === 'params' && way.length === 1 && slot === 'value') return 'params';
  if (first === 'source' && isItem && (second === '-' || second === undefined)) return 'source';
  if (first === 'environment' && way.length === 2 && slot === 'value') {
    return second === 'lock' || second === 'python' ? second : null;
  }
  if (first !== 'steps') return null;
  if (list === 'run' && way.length === 3 && slot === 'value') return 'run';
  if (list !== 'inputs' && list !== 'outputs') return null;
  const isInList = way.length === 4 ? item === '-' && slot === 'item' : way.length === 3 && isItem;
  return isInList ? (list === 'inputs' ? 'input' : 'output') : null;
}

/** What other steps declare as outputs, by path: where a matrix makes many, the pattern of all. */
function writtenByOthers(
  document: ParsedDocument,
  place: CursorPlace,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const step of otherSteps(document.steps(), stepOf(document, place.way))) {
    for (const output of writtenPaths(step.value, 'outputs')) {
      const path = output?.path.text.replaceAll(/\$\{\{.*?\}\}/g, '*');
      if (path === undefined || path === '' || hasExpression(path)) continue;
      if (!found.has(path) && found.size < MOST) found.set(path, step.key);
    }
  }
  return found;
}

/** What lies in the folder that was typed so far, as paths from the folder of the pipeline file. */
function entriesAt(
  document: ParsedDocument,
  typed: string,
  use: PathUse,
): readonly { readonly path: string; readonly isFolder: boolean }[] {
  if (isPattern(typed)) return [];
  const stem = typed.slice(0, typed.lastIndexOf('/') + 1);
  const begun = typed.slice(stem.length);
  const folder = joinRelative(document.folder, stem === '' ? '.' : stem);
  if (leaves(folder) || folder.startsWith('/')) return [];
  return document.project
    .list(folder)
    .filter(({ name, isFolder }) => {
      if (name.startsWith('.') && !begun.startsWith('.') && use !== 'python') return false;
      if (joinRelative(folder, name) === document.file) return false;
      return suits(name, isFolder, use);
    })
    .slice(0, MOST)
    .map(({ name, isFolder }) => ({ path: stem + name, isFolder }));
}

function suits(name: string, isFolder: boolean, use: PathUse): boolean {
  if (use === 'python') return isFolder && name !== '.git' && name !== '.reprise';
  if (isNeverTaken(name, isFolder) || environmentPart(name) !== null) return false;
  return isFolder || use !== 'params' || /\.(?:ya?ml|json)$/i.test(name);
}

/** Why a path is most likely meant, or null. */
function isLikely(document: ParsedDocument, path: string, use: PathUse): string | null {
  if (use === 'lock' && /(?:lock|requirements)[^/]*$/i.test(path)) return 'a lock file';
  if (use !== 'python') return null;
  const isThere = (name: string): boolean =>
    document.project.kindOf(joinRelative(document.folder, `${path}/${name}`)) !== 'missing';
  return isThere('pyvenv.cfg') || isThere('conda-meta') ? 'an environment' : null;
}

/** A path as YAML takes it for a text. */
export function quotedWhereNeeded(path: string, inFlow: boolean): string {
  const odd =
    /^[\s*&!|>%@`"'#{}[\],?:-]|: |\s#|[\s:]$/.test(path) || (inFlow && /[,[\]{}]/.test(path));
  return odd ? `"${path.replaceAll(/["\\]/g, '\\$&')}"` : path;
}
