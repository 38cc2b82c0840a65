import { relativeTime } from '../../src/present/durations';
import type { Fact, PageReason, Phrase, ReportPage } from '../../src/present/reportPage/pageModel';
import { button, el } from './dom';
import type { Host } from './host';
import { verdictIcon } from './icons';
import { say } from './notice';
import { foreign } from './text';

/** The top of the page: the verdict, what it hangs on, why, and the facts. */
export function headerView(page: ReportPage, host: Host): HTMLElement {
  return el(
    'header',
    { class: `top verdict-${page.verdict}` },
    verdictIcon(page.verdict, 32),
    el(
      'div',
      { class: 'said' },
      el('h1', { text: page.words, attributes: { tabindex: -1 } }),
      el('p', { class: 'lead' }, ...page.lead.map(phrase)),
      page.why === null ? null : reasonView(page.why, host),
      el('p', { class: 'facts' }, ...page.facts.flatMap(factNodes)),
    ),
    actions(page, host),
  );
}

/** Why it came out otherwise, with what can be done about it. */
export function reasonView(reason: PageReason, host: Host): HTMLElement {
  const evidence =
    reason.evidence.length === 0
      ? null
      : el(
          'details',
          { class: 'evidence' },
          el('summary', { text: 'Evidence' }),
          el('ul', {}, ...reason.evidence.map((one) => el('li', {}, foreign(one)))),
        );
  const fix =
    reason.suggestion === null
      ? null
      : el(
          'p',
          { class: 'fix' },
          foreign(reason.suggestion),
          ' ',
          button('Show Step in Pipeline File', () => {
            void say(host.ask('revealStep', { step: reason.step }));
          }),
        );
  return el(
    'div',
    { class: 'why' },
    el('p', {}, 'Most likely, in ', foreign(reason.step, 'strong'), ': ', foreign(reason.sentence)),
    fix,
    evidence,
  );
}

function actions(page: ReportPage, host: Host): HTMLElement {
  const again = button('Verify Again', () => {
    again.disabled = true;
    void say(host.ask('verifyAgain', {})).finally(() => (again.disabled = false));
  });
  return el(
    'div',
    { class: 'actions' },
    page.canVerify ? again : null,
    button('Copy Summary', () => void say(host.ask('copySummary', {}), 'Summary copied.')),
  );
}

function phrase({ text, as }: Phrase): Node {
  switch (as) {
    case 'plain':
      return foreign(text);
    case 'strong':
      return foreign(text, 'strong');
    case 'code':
      return el('code', {}, foreign(text));
  }
}

function factNodes(fact: Fact, index: number): Node[] {
  const separator =
    index === 0 ? [] : [document.createTextNode(index === 1 && fact.strong ? ' ' : ' · ')];
  const shown = foreign(fact.text, fact.strong ? 'strong' : '');
  if (fact.at === null) return [...separator, el('span', { class: 'fact' }, shown)];
  const time = el('time', {
    text: relativeTime(fact.at, Date.now()),
    title: fact.exact ?? '',
    attributes: { datetime: new Date(fact.at).toISOString(), 'data-at': fact.at },
  });
  return [...separator, el('span', { class: 'fact' }, shown, ' ', time)];
}

/** Brings every relative time on the page up to now. */
export function renewTimes(root: ParentNode, now: number): void {
  for (const time of root.querySelectorAll<HTMLElement>('time[data-at]')) {
    time.textContent = relativeTime(Number(time.dataset['at']), now);
  }
}
