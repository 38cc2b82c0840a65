import { parseKeys } from '../../pipeline/expressions';
import { findParam } from '../../pipeline/params';
import { itemsOf, memberOf, membersOf } from '../../pipeline/textNode';
import type { MapMember, TextNode } from '../../pipeline/textNode';
import type { CursorPlace } from '../cursorPlace';
import type { Completion } from '../editorModel';
import type { ParsedDocument } from '../parsedDocument';
import { stepOf, variablesFor } from '../stepTexts';
import { valueText } from '../valueText';

import { completeOutputs } from './completeOutputs';
import { offer } from './offer';
import { reference } from './openExpression';
import type { OpenExpression } from './openExpression';

/** What may be written between `${{` and `}}`, closed or not. */
export function completeReferences(
  document: ParsedDocument,
  place: CursorPlace,
): readonly Completion[] {
  const { text } = document;
  const typed = place.typed.trimStart();
  const start = place.word.start + place.typed.length - typed.length;
  const expression: OpenExpression = {
    document,
    step: stepOf(document, place.way),
    typed,
    word: { start, end: place.word.end },
    before: text[start - 1] === '{' ? ' ' : '',
    behind: closingAt(text, place.word.end),
  };
  const root = /^(\w+)[.[]/.exec(typed)?.[1];
  switch (root) {
    case undefined:
      return completeRoots(expression);
    case 'params':
      return completeParams(expression);
    case 'matrix':
      return completeMatrix(expression);
    case 'env':
      return completeVariables(expression);
    case 'steps':
      return completeOutputs(expression);
    default:
      return [];
  }
}

/**
 * The words that a reference may begin with, those first behind which there is something. The others say what they
 * need: who does not see them cannot know that they exist.
 */
function completeRoots({ document, step, word, before }: OpenExpression): readonly Completion[] {
  const hasParams = memberOf(document.root(), 'params') !== null;
  const roots: readonly Root[] = [
    {
      label: 'params',
      detail: 'a param',
      is: document.params().root !== null,
      lack: hasParams
        ? ['the params cannot be read', 'There are no params in what `params:` names.']
        : ['needs params: in this file', 'Such as `params: params.yaml` or `params: { lr: 0.1 }`.'],
    },
    {
      label: 'matrix',
      detail: 'a value of the matrix of this step',
      is: matrixOf(step).length > 0,
      lack: ['needs matrix: in this step', 'Such as `matrix: { model: [forest, linear] }`.'],
    },
    {
      label: 'env',
      detail: 'a declared variable',
      is: variablesFor(document, step?.value ?? null).size > 0,
      lack: [
        'needs environment: with variables',
        'Such as `environment: { variables: { REGION: eu } }`, in the file or in the step.',
      ],
    },
    {
      label: 'steps',
      detail: 'an output of another step',
      is: document.steps().length > 1,
      lack: ['needs another step', 'An output of another step, as `steps.prepare.outputs[0]`.'],
    },
  ];
  const there = roots.filter(({ is }) => is);
  const lacking = roots.filter(({ is, label }) => !is && (step !== null || label === 'params'));
  return [...there, ...lacking].map(({ label, detail, is, lack }, rank) =>
    offer({
      label,
      kind: 'word',
      detail: is ? detail : lack[0],
      documentation: is ? null : lack[1],
      edit: { ...word, text: `${before}${label}.` },
      rank,
      again: is,
    }),
  );
}

/** A word that a reference may begin with. */
interface Root {
  readonly label: string;
  readonly detail: string;
  /** Whether there is something behind it. */
  readonly is: boolean;
  /** What it takes where there is nothing, in a few words and as an example. */
  readonly lack: readonly [string, string];
}

function completeParams(expression: OpenExpression): readonly Completion[] {
  const { typed, document, word, before, behind } = expression;
  const { root, from } = document.params();
  const cut = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf('['));
  const keys = parseKeys(typed.slice(0, cut))?.slice(1);
  if (root === null || keys === undefined) return [];
  const found = findParam(root, keys);
  if (!('node' in found)) return [];
  const stem = typed.slice(0, cut);
  return childrenOf(found.node).map(({ written, value }, rank) => {
    const whole = stem + written;
    const isLeaf = value.kind === 'scalar';
    return offer({
      label: whole,
      kind: 'param',
      detail: valueText(value),
      documentation: from === null ? null : `from \`${from}\``,
      edit: { ...word, text: before + whole + (isLeaf ? behind : '') },
      rank,
    });
  });
}

function childrenOf(node: TextNode): readonly { written: string; value: TextNode }[] {
  if (node.kind === 'list') {
    return node.items.slice(0, MOST_ITEMS).map((value, at) => ({ written: `[${at}]`, value }));
  }
  return membersOf(node).map(({ key, value }) => ({
    written: /^[^.[\]\s"'{}]+$/.test(key) ? `.${key}` : `["${key}"]`,
    value,
  }));
}

const MOST_ITEMS = 50;

function completeMatrix(expression: OpenExpression): readonly Completion[] {
  return matrixOf(expression.step).map(({ key, value }, rank) => {
    const detail = itemsOf(value).map(valueText).join(', ');
    return reference(expression, `matrix.${key}`, { kind: 'matrix', detail, rank });
  });
}

function matrixOf(step: MapMember | null): readonly MapMember[] {
  return membersOf(memberOf(step?.value ?? null, 'matrix'));
}

function completeVariables(expression: OpenExpression): readonly Completion[] {
  const { document, step } = expression;
  return [...variablesFor(document, step?.value ?? null)].map(([name, { member }], rank) =>
    reference(expression, `env.${name}`, {
      kind: 'variable',
      detail: valueText(member.value),
      rank,
    }),
  );
}

/** What closes an expression behind a place where it is not closed yet. */
function closingAt(text: string, offset: number): string {
  const line = text.slice(offset, offset + 200).split('\n', 1)[0] ?? '';
  const close = line.indexOf('}}');
  const open = line.indexOf('${{');
  return close >= 0 && (open < 0 || close < open) ? '' : ' }}';
}
