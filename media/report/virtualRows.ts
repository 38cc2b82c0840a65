/** What a long list is made of. */
export interface RowSource {
  /** The element of a row, made when it comes into sight. */
  readonly make: (key: string) => HTMLElement;
  /** The height of a row before it was ever seen, in CSS pixels. */
  readonly height: (key: string) => number;
  /** Makes a row that is shown fit another width. */
  readonly fit: (key: string, row: HTMLElement) => void;
}

const AHEAD = 400;

/**
 * A list of which only the rows in sight are in the document. Rows may be of any height and change it; the
 * page itself scrolls. The row that has the focus stays, in sight or not.
 */
export class VirtualRows {
  readonly element: HTMLElement;
  readonly #source: RowSource;
  readonly #heights = new Map<string, number>();
  readonly #shown = new Map<string, HTMLElement>();
  readonly #observer: ResizeObserver;
  readonly #renew = (): void => this.#draw();
  readonly #resized = (): void => {
    const width = this.element.clientWidth;
    if (width !== this.#width) for (const [key, row] of this.#shown) this.#source.fit(key, row);
    this.#width = width;
    this.#draw();
  };
  #width = 0;
  #keys: readonly string[] = [];
  #indexes: ReadonlyMap<string, number> = new Map();
  #tops: Float64Array = new Float64Array(1);

  constructor(element: HTMLElement, source: RowSource) {
    this.element = element;
    this.#source = source;
    element.classList.add('rows');
    this.#observer = new ResizeObserver((entries) => this.#measure(entries));
    window.addEventListener('scroll', this.#renew, { passive: true });
    window.addEventListener('resize', this.#resized, { passive: true });
  }

  /** The keys of the rows, in their order. Those that stay keep their elements. */
  set(keys: readonly string[]): void {
    this.#keys = keys;
    this.#indexes = new Map(keys.map((key, index) => [key, index]));
    this.#place();
    this.#draw();
  }

  /** The element of a row, if it is in the document. */
  at(key: string): HTMLElement | null {
    return this.#shown.get(key) ?? null;
  }

  /** Heights that were measured, of rows that are not as high as a fresh one. */
  heightOf(key: string): number | null {
    return this.#heights.get(key) ?? null;
  }

  /** Forgets how high a row was; it is measured again. */
  forget(key: string): void {
    this.#heights.delete(key);
    this.#place();
  }

  /** Scrolls until a row is in sight, and comes back with its element. */
  reveal(key: string): HTMLElement | null {
    const index = this.#indexes.get(key);
    if (index === undefined) return null;
    const top = this.#tops[index] ?? 0;
    const { top: start } = this.element.getBoundingClientRect();
    const [from, to] = [start + top, start + (this.#tops[index + 1] ?? top)];
    const visible = from >= EDGE && Math.min(to, from + LINE) <= window.innerHeight - EDGE;
    if (!visible) window.scrollBy(0, from - window.innerHeight / 4);
    this.#draw();
    return this.at(key);
  }

  /** Lets go of the page. */
  close(): void {
    this.#observer.disconnect();
    window.removeEventListener('scroll', this.#renew);
    window.removeEventListener('resize', this.#resized);
    this.element.replaceChildren();
    this.#shown.clear();
  }

  #measure(entries: readonly ResizeObserverEntry[]): void {
    let changed = false;
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement) || !target.isConnected) continue;
      const key = target.dataset['key'] ?? '';
      const height = target.offsetHeight;
      if (height === 0 || this.#heights.get(key) === height) continue;
      this.#heights.set(key, height);
      changed = true;
    }
    if (!changed) return;
    this.#place();
    this.#draw();
  }

  #place(): void {
    const tops = new Float64Array(this.#keys.length + 1);
    this.#keys.forEach((key, index) => {
      const height = this.#heights.get(key) ?? this.#source.height(key);
      tops[index + 1] = (tops[index] ?? 0) + height;
    });
    this.#tops = tops;
    this.element.style.height = `${tops[this.#keys.length] ?? 0}px`;
  }

  #draw(): void {
    const { top } = this.element.getBoundingClientRect();
    const from = this.#indexAt(-top - AHEAD);
    const to = this.#indexAt(-top + window.innerHeight + AHEAD);
    const wanted = new Set(this.#keys.slice(from, to + 1));
    for (const [key, element] of this.#shown) {
      const focused = element.contains(document.activeElement) && this.#indexes.has(key);
      if (wanted.has(key)) continue;
      if (focused) {
        wanted.add(key);
        continue;
      }
      this.#observer.unobserve(element);
      element.remove();
      this.#shown.delete(key);
    }
    let before: Element | null = this.element.firstElementChild;
    const indexes = [...wanted].map((key) => this.#indexes.get(key) ?? 0).sort((a, b) => a - b);
    for (const index of indexes) {
      const key = this.#keys[index] ?? '';
      const element = this.#shown.get(key) ?? this.#make(key);
      element.setAttribute('aria-posinset', String(index + 1));
      element.setAttribute('aria-setsize', String(this.#keys.length));
      element.style.transform = `translateY(${this.#tops[index] ?? 0}px)`;
      if (element === before) before = before.nextElementSibling;
      else this.element.insertBefore(element, before);
    }
  }

  #make(key: string): HTMLElement {
    const element = this.#source.make(key);
    element.dataset['key'] = key;
    this.#shown.set(key, element);
    this.#observer.observe(element);
    return element;
  }

  /** The row at a height, the first or last one outside. */
  #indexAt(height: number): number {
    let [low, high] = [0, this.#keys.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#tops[middle] ?? 0) <= height) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  }
}

const EDGE = 8;
const LINE = 40;
