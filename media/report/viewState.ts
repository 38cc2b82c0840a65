import { isFlag, isNumber, isText, listOf, objectOf, recordOf } from '../../src/base/shape';
import type { Host } from './host';

/** What a person has made of the page: it comes back after a reload as it was left. */
export interface View {
  readonly onlyDifferences: boolean;
  readonly filter: string;
  /** Keys of the outputs that stand open. */
  readonly open: readonly string[];
  /** How high those were, so that the page has its length before they are filled again. */
  readonly heights: Readonly<Record<string, number>>;
  readonly scroll: number;
  readonly images: string;
  readonly details: boolean;
}

/** How a page looks that nobody has touched. */
export const FRESH_VIEW: View = {
  onlyDifferences: true,
  filter: '',
  open: [],
  heights: {},
  scroll: 0,
  images: 'side',
  details: false,
};

const isView = objectOf({
  onlyDifferences: isFlag,
  filter: isText,
  open: listOf(isText),
  heights: recordOf(isNumber),
  scroll: isNumber,
  images: isText,
  details: isFlag,
});

/** Keeps the view in the webview's own memory, beside what finds the report again. */
export class ViewKeeper {
  readonly #host: Host;
  #ref: unknown;
  #view: View;
  #timer: number | null = null;

  constructor(host: Host) {
    this.#host = host;
    const kept = host.readState() as { ref?: unknown; view?: unknown } | undefined;
    this.#ref = kept?.ref;
    this.#view = isView(kept?.view) ? (kept?.view as View) : FRESH_VIEW;
  }

  /** As it was left. */
  get view(): View {
    return this.#view;
  }

  /** Another report has come: what was open in the last one is nothing to it. */
  show(ref: unknown): void {
    const same = JSON.stringify(ref) === JSON.stringify(this.#ref);
    if (!same) this.#view = { ...FRESH_VIEW, images: this.#view.images };
    this.#ref = ref;
    this.#write();
  }

  /** Remembers a change, soon. */
  change(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    this.#timer ??= window.setTimeout(() => this.#write(), SOON_MS);
  }

  #write(): void {
    if (this.#timer !== null) window.clearTimeout(this.#timer);
    this.#timer = null;
    this.#host.keepState({ ref: this.#ref, view: this.#view });
  }
}

const SOON_MS = 100;
