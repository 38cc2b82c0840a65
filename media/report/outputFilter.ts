import type { PageOutput } from '../../src/present/reportPage/pageModel';
import { el } from './dom';
import type { View } from './viewState';

/** Which outputs are listed: those that differ or all, and of them those that hold the words of the filter. */
export class OutputFilter {
  readonly element: HTMLElement;
  readonly #select: HTMLSelectElement;
  readonly #input: HTMLInputElement;

  constructor(
    view: View,
    { onChange, onLeave }: { readonly onChange: () => void; readonly onLeave: () => void },
  ) {
    this.#select = el(
      'select',
      { attributes: { 'aria-label': 'Which outputs' } },
      el('option', { text: 'Only differences', attributes: { value: 'only' } }),
      el('option', { text: 'All outputs', attributes: { value: 'all' } }),
    );
    this.#input = el('input', {
      attributes: {
        type: 'search',
        placeholder: 'Filter…',
        'aria-label': 'Filter outputs by step or path',
        spellcheck: 'false',
      },
    });
    this.#select.value = view.onlyDifferences ? 'only' : 'all';
    this.#input.value = view.filter;
    this.#select.addEventListener('change', onChange);
    this.#input.addEventListener('input', onChange);
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#input.value !== '') {
        this.#input.value = '';
        onChange();
      } else if (event.key === 'ArrowDown') onLeave();
      else return;
      event.preventDefault();
    });
    this.element = el('span', { class: 'end' }, this.#input, this.#select);
  }

  /** What is chosen, to be remembered. */
  get state(): Pick<View, 'onlyDifferences' | 'filter'> {
    return { onlyDifferences: this.#select.value === 'only', filter: this.#input.value };
  }

  /** Whether an output is listed. */
  lets(output: PageOutput): boolean {
    const { onlyDifferences, filter } = this.state;
    if (onlyDifferences && output.verdict === 'identical') return false;
    const { step, path, words, comparator } = output;
    const text = `${step} / ${path} ${words} ${comparator}`.toLowerCase();
    return filter
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word));
  }

  /** Takes the filter away, and with `all` lists what does not differ too. */
  widen(all: boolean): void {
    this.#input.value = '';
    if (all) this.#select.value = 'all';
  }
}
