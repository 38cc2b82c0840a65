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
  return el(
    'button',
    {
      class: `row verdict-${output.verdict}${output.first ? ' first' : ''}`,
      attributes: { type: 'button', 'aria-expanded': String(isOpen), tabindex: -1 },
      onClick,
    },
    el('span', { class: 'twist', attributes: { 'aria-hidden': 'true' } }),
    outputName(output, width),
    el('span', { class: 'verdict' }, verdictIcon(output.verdict, 14, output.carried), output.words),
    el('span', { class: 'dim comparator', text: output.comparator }),
    el('span', { class: 'dim amount', text: output.amount }),
  );
}

/** The step and the path of an output, shortened to what a row of this width has room for. */
export function outputName({ step, path }: PageOutput, width: number): HTMLElement {
  const others = width + MARGINS <= NARROW ? OTHERS_NARROW : OTHERS;
  const room = Math.max(18, Math.floor((width - others) / CHARACTER));
  const most = Math.min(step.length, Math.max(Math.floor(room * 0.4), room - path.length - 3));
  return el(
    'span',
    { class: 'where' },
    el('span', { class: 'dim' }, pathText(step, most), ' / '),
    el('b', {}, pathText(path, room - most - 3)),
  );
}

/** Where the style sheet leaves columns out, and what stands beside the list there; CSS pixels. */
const NARROW = 720;
const MARGINS = 32;
/** What the other columns of a row take, and a character of a name. */
const OTHERS = 378;
const OTHERS_NARROW = 186;
const CHARACTER = 7.8;
