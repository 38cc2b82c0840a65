import type { News, Opened } from '../../src/present/reportPage/messages';
import type { ReportPage } from '../../src/present/reportPage/pageModel';
import { button, el } from './dom';
import { graphView } from './graphView';
import { headerView, renewTimes } from './headerView';
import { openHost } from './host';
import type { Host } from './host';
import { noticeLine, say, wordsOf } from './notice';
import { OutputList } from './outputList';
import { detailsView, driftView, section, stepNotes, warningsView } from './sectionViews';
import { ViewKeeper } from './viewState';

const MINUTE_MS = 60_000;

/** The whole page: asks for its report, shows it, and follows what the host tells. */
export class ReportView {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #keeper: ViewKeeper;
  #list: OutputList | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#host = openHost((news) => this.#onNews(news));
    this.#keeper = new ViewKeeper(this.#host);
    window.addEventListener('keydown', (event) => this.#onKey(event));
    window.addEventListener('scroll', () => this.#remember(), { passive: true });
    window.setInterval(() => renewTimes(root, Date.now()), MINUTE_MS);
  }

  /** Asks for the report; where there is none, says why and lets it be tried again. */
  async start(): Promise<void> {
    const root = this.#root;
    root.replaceChildren(el('p', { class: 'dim waiting', text: 'Reading the report…' }));
    try {
      this.#show(await this.#host.ask('ready', {}));
      window.scrollTo(0, this.#keeper.view.scroll);
    } catch (error) {
      root.removeAttribute('aria-busy');
      root.replaceChildren(
        el('h1', { text: 'The report cannot be shown' }),
        el('p', { class: 'problem', text: wordsOf(error) }),
        button('Try Again', () => void this.start()),
      );
    }
  }

  #onNews(news: News): void {
    if (news.kind === 'reveal') {
      this.#list?.reveal(news.step, news.output);
      return;
    }
    this.#show(news);
    window.scrollTo(0, 0);
  }

  #show({ ref, page }: Opened): void {
    this.#keeper.show(ref);
    this.#list?.close();
    const list = new OutputList(page, this.#host, this.#keeper);
    this.#list = list;
    document.title = page.title;
    this.#root.removeAttribute('aria-busy');
    this.#root.replaceChildren(...this.#parts(page, list));
    list.start();
  }

  #parts(page: ReportPage, list: OutputList): Node[] {
    const host = this.#host;
    const graph = graphView(page, ({ name }) => {
      if (!list.reveal(name, null)) void say(host.ask('revealStep', { step: name }));
    });
    const parts = [
      headerView(page, host),
      section('Steps', String(page.steps.length), graph, stepNotes(page, host)),
      list.element,
      driftView(page),
      warningsView(page),
      detailsView(page, host, this.#keeper),
      noticeLine(),
    ];
    return parts.filter((part) => part !== null);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== 'F7' || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#list?.step(event.shiftKey ? -1 : 1);
  }

  #remember(): void {
    this.#keeper.change({ scroll: window.scrollY, heights: this.#list?.heights() ?? {} });
  }
}
