import { Asker } from '../../src/present/reportPage/talk';
import type { News } from '../../src/present/reportPage/messages';

interface CodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): CodeApi;

/** The page's way to its host, and the memory that outlives the page. */
export interface Host {
  readonly ask: Asker['ask'];
  readState(): unknown;
  keepState(state: unknown): void;
}

/** Takes hold of the host, once; news comes through `onNews`. */
export function openHost(onNews: (news: News) => void): Host {
  const api = acquireVsCodeApi();
  const asker = new Asker((message) => api.postMessage(message));
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const news = asker.receive(event.data);
    if (news !== null) onNews(news);
  });
  return {
    ask: (request, ask) => asker.ask(request, ask),
    readState: () => api.getState(),
    keepState: (state) => api.setState(state),
  };
}
