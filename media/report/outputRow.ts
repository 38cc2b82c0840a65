import type { PageOutput } from '../../src/present/reportPage/pageModel';
import { el } from './dom';
import { verdictIcon } from './icons';
import { pathText } from './text';

/** The line of an output, which opens it. It is reached with arrows; the list says which one Tab stops at. */
export function outputRow(
  output: PageOutput,
  isOpen: boolean,
  onClick: () => void,
): HTMLButtonElement {
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
      el('span', { class: 'dim' }, pathText(output.step, MOST_STEP), ' / '),
      el('b', {}, pathText(output.path, MOST_PATH)),
    ),
    el('span', { class: 'verdict' }, verdictIcon(output.verdict, 14, output.carried), output.words),
    el('span', { class: 'dim comparator', text: output.comparator }),
    el('span', { class: 'dim amount', text: output.amount }),
  );
}

/** Characters for which there is room in a row. */
const MOST_STEP = 28;
const MOST_PATH = 48;
