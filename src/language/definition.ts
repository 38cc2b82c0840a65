import { joinRelative, leaves } from '../base/paths';
import { INLINE_PARAMS } from '../pipeline/model';
import { findParam } from '../pipeline/params';
import { memberOf, membersOf } from '../pipeline/textNode';
import type { MapMember, Span } from '../pipeline/textNode';

import type { Definition, Place } from './editorModel';
import { elementAt } from './elementAt';
import type { Element } from './elementAt';
import type { ParsedDocument } from './parsedDocument';
import { stepNamed, variablesFor, writtenPaths } from './stepTexts';
import { writersOf } from './writers';

/** Where what stands at an offset is defined, or null where nothing is known of it. */
export function definitionAt(document: ParsedDocument, offset: number): Definition | null {
  const element = elementAt(document, offset);
  if (element === null) return null;
  const targets = targetsOf(document, element);
  return targets.length === 0 ? null : { origin: element.span, targets };
}

function targetsOf(document: ParsedDocument, element: Element): readonly Place[] {
  switch (element.kind) {
    case 'key':
    case 'step':
      return [];
    case 'param':
      return paramPlace(document, element.keys);
    case 'path':
      return pathPlaces(document, element);
    case 'reference':
      return referencePlaces(document, element);
  }
}

function referencePlaces(
  document: ParsedDocument,
  { reference, step }: Element & { kind: 'reference' },
): readonly Place[] {
  const here = (span: Span | undefined): readonly Place[] =>
    span === undefined ? [] : [{ file: document.file, span }];
  const keyIn = (members: readonly MapMember[], key: string): Span | undefined =>
    members.find((member) => member.key === key)?.keySpan;
  switch (reference.kind) {
    case 'params':
      return paramPlace(document, reference.keys);
    case 'matrix':
      return here(keyIn(membersOf(memberOf(step?.value ?? null, 'matrix')), reference.key));
    case 'env':
      return here(variablesFor(document, step?.value ?? null).get(reference.name)?.member.keySpan);
    case 'output': {
      const target = stepNamed(document, reference.step);
      if (target === null) return [];
      const output = writtenPaths(target.value, 'outputs')[reference.index];
      return here(output?.path.span ?? target.keySpan);
    }
  }
}

/** The value of a param, in the params file or in the pipeline file itself. */
function paramPlace(document: ParsedDocument, keys: readonly string[]): readonly Place[] {
  const { root, from } = document.params();
  if (root === null || from === null) return [];
  const found = findParam(root, keys);
  if (!('node' in found)) return [];
  const file = from === INLINE_PARAMS ? document.file : from;
  return [{ file, span: found.node.span }];
}

function pathPlaces(
  document: ParsedDocument,
  { path, role, step }: Element & { kind: 'path' },
): readonly Place[] {
  if (role === 'output') return [];
  if (role === 'input' || role === 'word') {
    const writers = writersOf(document, path, step);
    if (writers.length > 0) return writers.map((span) => ({ file: document.file, span }));
  }
  const file = joinRelative(document.folder, path);
  if (leaves(file) || document.project.kindOf(file) !== 'file') return [];
  return [{ file, span: { start: 0, end: 0 } }];
}
