import type { PageOutput } from '../../src/present/reportPage/pageModel';
import { el } from './dom';
import { verdictIcon } from './icons';
import { pathText } from './text';

/** The line of an output, which opens it. It is reached with arrows; the list says which one Tab stops at. */
export function outputRow(
  output: PageOutput,
  options: { readonly isOpen: boolean; readonly width: number; readonly onClick: () => void },
): HTMLButtonElement {
  const { isOpen, width, onClick } = options;
  const room = Math.max(24, Math.floor((width - OTHERS) / CHARACTER));
  const step = Math.min(output.step.length, Math.floor(room * 0.4));
  return el(
    'button',
    {
      class: `row verdict-${output.verdict}${output.first ? ' first' : ''}`,
      attributes: { type: 'button', 'aria-expanded': String(isOpen), tabindex: -1 },
      onClick,
    },
    el('span', { class: 'twist', attributes: { 'aria-hidden': 'true' } }),
    el(
      'span',
      { class: 'where' },
      el('span', { class: 'dim' }, pathText(output.step, step), ' / '),
      el('b', {}, pathText(output.path, room - step - 3)),
    ),
    el('span', { class: 'verdict' }, verdictIcon(output.verdict, 14, output.carried), output.words),
    el('span', { class: 'dim comparator', text: output.comparator }),
    el('span', { class: 'dim amount', text: output.amount }),
  );
}

/** What the other columns of a row take, and a character of a name; CSS pixels. */
const OTHERS = 378;
const CHARACTER = 7.8;
