import type { PageOutput, ReportPage } from '../../src/present/reportPage/pageModel';
import { countText, wholeText } from '../../src/present/amounts';
import { button, el } from './dom';
import type { Host } from './host';
import { outputDetail } from './outputDetail';
import { OutputFilter } from './outputFilter';
import { outputName, outputRow } from './outputRow';
import type { ViewKeeper } from './viewState';
import { VirtualRows } from './virtualRows';

/** How high a row is that is closed, in CSS pixels; as the style sheet has it. */
const CLOSED = 36;
const OPEN = 220;

/** The list of outputs: filtered, opened one by one, gone through with the keyboard. */
export class OutputList {
  readonly element: HTMLElement;
  readonly #page: ReportPage;
  readonly #host: Host;
  readonly #keeper: ViewKeeper;
  readonly #rows: VirtualRows;
  readonly #byKey: ReadonlyMap<string, PageOutput>;
  readonly #details = new Map<string, { readonly element: HTMLElement; close(): void }>();
  readonly #empty = el('div', { class: 'empty' });
  readonly #filter: OutputFilter;
  readonly #found = el('span', { class: 'spoken', attributes: { role: 'status' } });
  readonly #open: Set<string>;
  #keys: string[] = [];
  #current = '';

  constructor(page: ReportPage, host: Host, keeper: ViewKeeper) {
    this.#page = page;
    this.#host = host;
    this.#keeper = keeper;
    this.#byKey = new Map(page.outputs.map((output) => [keyOf(output), output]));
    this.#open = new Set(keeper.view.open.filter((key) => this.#byKey.has(key)));
    this.#filter = new OutputFilter(keeper.view, {
      onChange: () => this.#apply(),
      onLeave: () => {
        if (this.#keys[0] !== undefined) this.#focus(this.#keys[0]);
      },
    });
    const list = el('div', { attributes: { role: 'list', 'aria-label': 'Outputs' } });
    list.addEventListener('keydown', (event) => this.#onKey(event));
    this.#rows = new VirtualRows(list, {
      make: (key) => this.#row(key),
      height: (key) => (this.#open.has(key) ? (keeper.view.heights[key] ?? OPEN) : CLOSED),
      fit: (key, row) => {
        const output = this.#byKey.get(key);
        if (output === undefined) return;
        row.querySelector('.where')?.replaceWith(outputName(output, list.clientWidth));
      },
    });
    this.element = el(
      'section',
      { class: 'outputs', attributes: { 'aria-labelledby': 'outputs-head' } },
      el(
        'div',
        { class: 'section-head' },
        el('h2', { text: 'Outputs', attributes: { id: 'outputs-head' } }),
        el('span', { class: 'count', text: page.outputsCount }),
        this.#found,
        this.#filter.element,
      ),
      list,
      this.#empty,
    );
  }

  /** Fills the list; only once it is in the document is it known what is in sight. */
  start(): void {
    this.#apply();
  }

  /** Lets go of the page. */
  close(): void {
    this.#rows.close();
    for (const detail of this.#details.values()) detail.close();
  }

  /** Opens an output, or the first of a step that is worth seeing, and goes there. */
  reveal(step: string, output: string | null): boolean {
    const own = this.#page.outputs.filter((one) => one.step === step);
    const wanted =
      own.find(({ path }) => path === output) ??
      own.find(({ first }) => first) ??
      own.find(({ verdict }) => verdict !== 'identical') ??
      own[0];
    if (wanted === undefined) return false;
    const key = keyOf(wanted);
    if (!this.#keys.includes(key)) {
      this.#filter.widen(wanted.verdict === 'identical');
      this.#apply();
    }
    if (wanted.verdict !== 'identical') this.#setOpen(key, true);
    this.#focus(key);
    return true;
  }

  /** Goes to the next place that differs, or the one before; opens outputs on the way. */
  step(by: 1 | -1): void {
    const differing = this.#keys.filter((key) => this.#byKey.get(key)?.verdict !== 'identical');
    if (differing.length === 0) return;
    const isHere = this.#rows.element.contains(document.activeElement);
    const at = differing.indexOf(this.#current);
    const here = isHere ? this.#rows.at(this.#current) : null;
    const leaves = by === -1 && document.activeElement?.classList.contains('row') === true;
    if (here !== null && !leaves && this.#open.has(this.#current) && moveStop(here, by)) return;
    // Whoever comes from elsewhere begins where the list was left.
    const next = at === -1 ? (by === 1 ? 0 : differing.length - 1) : isHere ? at + by : at;
    const key = differing[(next + differing.length) % differing.length] ?? '';
    this.#setOpen(key, true);
    this.#focus(key);
    const row = this.#rows.at(key);
    if (row !== null && by === -1) moveStop(row, -1);
  }

  #apply(): void {
    const { outputs } = this.#page;
    this.#keys = outputs.filter((one) => this.#filter.lets(one)).map(keyOf);
    this.#rows.set(this.#keys);
    this.#keeper.change(this.#filter.state);
    this.#found.textContent = countText(this.#keys.length, 'output');
    const { onlyDifferences, filter } = this.#filter.state;
    // a page on which nothing differs is calm until somebody asks for more
    this.#filter.element.hidden =
      this.#page.verdict === 'identical' && onlyDifferences && filter === '';
    this.#showEmpty();
    if (!this.#keys.includes(this.#current)) this.#current = this.#keys[0] ?? '';
    this.#rove();
  }

  #showEmpty(): void {
    this.#empty.replaceChildren();
    if (this.#keys.length > 0) return;
    const { outputs } = this.#page;
    const { onlyDifferences, filter } = this.#filter.state;
    const words =
      outputs.length === 0
        ? 'No step declares an output.'
        : filter.trim() !== ''
          ? 'No output matches the filter.'
          : 'No output differs.';
    const all = button(`Show All ${wholeText(outputs.length)}`, () => {
      this.#filter.widen(true);
      this.#apply();
      if (this.#keys[0] !== undefined) this.#focus(this.#keys[0]);
    });
    const offered = outputs.length > 0 && (onlyDifferences || filter !== '');
    this.#empty.append(el('p', { class: 'dim' }, words, ' ', offered ? all : null));
  }

  #row(key: string): HTMLElement {
    const output = this.#byKey.get(key);
    if (output === undefined) return el('div');
    const isOpen = this.#open.has(key);
    const head = outputRow(output, {
      isOpen,
      width: this.#rows.element.clientWidth,
      onClick: () => {
        this.#current = key;
        this.#rove();
        this.#setOpen(key, !this.#open.has(key));
      },
    });
    const row = el(
      'div',
      { class: 'out', attributes: { role: 'listitem' } },
      el('h3', {}, head),
      isOpen ? this.#detail(key, output) : null,
    );
    row.addEventListener('focusin', () => {
      if (this.#current === key) return;
      this.#current = key;
      this.#rove();
    });
    if (key === this.#current) head.tabIndex = 0;
    return row;
  }

  /** What an open row holds stays made while it is open, also out of sight. */
  #detail(key: string, output: PageOutput): HTMLElement {
    const known = this.#details.get(key);
    if (known !== undefined) return known.element;
    const made = outputDetail(output, this.#page, this.#host, this.#keeper);
    this.#details.set(key, made);
    return made.element;
  }

  #setOpen(key: string, open: boolean): void {
    const output = this.#byKey.get(key);
    if (output === undefined || this.#open.has(key) === open) return;
    if (open) this.#open.add(key);
    else {
      this.#open.delete(key);
      this.#details.get(key)?.close();
      this.#details.delete(key);
    }
    const row = this.#rows.at(key);
    row?.querySelector('.row')?.setAttribute('aria-expanded', String(open));
    if (open) row?.append(this.#detail(key, output));
    else row?.querySelector('.detail')?.remove();
    this.#rows.forget(key);
    this.#rows.set(this.#keys);
    this.#keeper.change({ open: [...this.#open] });
  }

  /** How high the open rows are now, for the next time. */
  heights(): Record<string, number> {
    const known = [...this.#open].map((key) => [key, this.#rows.heightOf(key)] as const);
    return Object.fromEntries(known.filter((one): one is [string, number] => one[1] !== null));
  }

  #focus(key: string): void {
    this.#current = key;
    const row = this.#rows.reveal(key);
    this.#rove();
    row?.querySelector<HTMLElement>('.row')?.focus({ preventScroll: true });
  }

  /** One row alone can be reached with Tab; arrows go on from it. */
  #rove(): void {
    for (const key of this.#keys) {
      const head = this.#rows.at(key)?.querySelector<HTMLElement>('.row');
      if (head) head.tabIndex = key === this.#current ? 0 : -1;
    }
  }

  #onKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('.out');
    const key = row?.dataset['key'];
    if (key === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape' && this.#open.has(key)) {
      this.#focus(key);
      this.#setOpen(key, false);
    } else if (!target.classList.contains('row') || !this.#move(event.key, key)) {
      return;
    }
    event.preventDefault();
  }

  #move(pressed: string, key: string): boolean {
    const at = this.#keys.indexOf(key);
    const last = this.#keys.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, at + 1),
      ArrowUp: Math.max(0, at - 1),
      PageDown: Math.min(last, at + PAGE),
      PageUp: Math.max(0, at - PAGE),
      Home: 0,
      End: last,
    };
    if (pressed === 'ArrowRight') this.#setOpen(key, true);
    else if (pressed === 'ArrowLeft') this.#setOpen(key, false);
    else if (moves[pressed] === undefined) return false;
    else this.#focus(this.#keys[moves[pressed]] ?? key);
    return true;
  }
}

const PAGE = 10;

function keyOf({ step, path }: PageOutput): string {
  return `${step}\u0000${path}`;
}

/** Goes to the next place in an open row that differs; false where there is none left. */
function moveStop(row: HTMLElement, by: 1 | -1): boolean {
  const stops = [...row.querySelectorAll<HTMLElement>('[data-stop]')];
  const active = document.activeElement;
  const at = stops.findIndex((stop) => stop === active);
  const next = stops[at === -1 ? (by === 1 ? 0 : stops.length - 1) : at + by];
  if (next === undefined) return false;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}
