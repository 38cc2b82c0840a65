import type { DetailRow, PageStep, ReportPage } from '../../src/present/reportPage/pageModel';
import { visibleText } from '../../src/present/reportPage/visibleText';
import { button, el } from './dom';
import { reasonView } from './headerView';
import type { Host } from './host';
import { verdictIcon } from './icons';
import { say } from './notice';
import { copyButton, foreign } from './text';
import type { ViewKeeper } from './viewState';

/** A section with its heading and how many things are in it. */
export function section(
  title: string,
  count: string,
  ...content: readonly (Node | null)[]
): HTMLElement {
  const id = `head-${title.toLowerCase().replace(/\W+/g, '-')}`;
  return el(
    'section',
    { attributes: { 'aria-labelledby': id } },
    el(
      'div',
      { class: 'section-head' },
      el('h2', { text: title, attributes: { id } }),
      count === '' ? null : el('span', { class: 'count', text: count }),
    ),
    ...content,
  );
}

/** What is to be said of single steps: failures with the ends of their logs, notes, reasons not told above. */
export function stepNotes(page: ReportPage, host: Host): HTMLElement | null {
  const told = page.steps.flatMap((step) => {
    const node = stepNote(step, page, host);
    return node === null ? [] : [node];
  });
  return told.length === 0 ? null : el('div', { class: 'step-notes' }, ...told);
}

function stepNote(step: PageStep, page: ReportPage, host: Host): HTMLElement | null {
  const reason = step.reason !== null && step.reason.step !== page.why?.step ? step.reason : null;
  const failure = step.failure;
  const hasLog = failure !== null && failure.log.length > 0;
  if (!hasLog && step.notes.length === 0 && reason === null) return null;
  const open = (): void => void say(host.ask('showLog', { step: step.name }));
  return el(
    'div',
    { class: 'step-note' },
    el(
      'h3',
      {},
      verdictIcon(step.verdict, 14, step.role === 'carrier'),
      foreign(step.name, 'strong'),
      el('span', { class: 'dim', text: step.part }),
      hasLog ? button('Show Log', open) : null,
    ),
    ...step.notes.map((note) => el('p', {}, foreign(note))),
    reason === null ? null : reasonView(reason, host),
    hasLog ? logTail(failure.log) : null,
  );
}

function logTail(lines: readonly string[]): HTMLElement {
  return el('pre', {
    class: 'log',
    text: lines.map(visibleText).join('\n'),
    attributes: { tabindex: 0, 'aria-label': 'The end of its log' },
  });
}

/** What of the machine is not as it was. */
export function driftView({ drift, sides }: ReportPage): HTMLElement | null {
  if (drift.length === 0) return null;
  const rows = drift.map(({ kind, name, was, is }) =>
    el(
      'tr',
      {},
      el(
        'th',
        { attributes: { scope: 'row' } },
        kind === '' ? null : `${kind} `,
        el('b', {}, foreign(name)),
      ),
      el('td', {}, el('code', {}, foreign(was))),
      el('td', {}, el('code', {}, foreign(is))),
    ),
  );
  return section(
    'Environment',
    `${drift.length} changed`,
    el(
      'div',
      { class: 'scroll' },
      el(
        'table',
        { class: 'drift' },
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('th', { text: 'What', attributes: { scope: 'col' } }),
            el('th', { attributes: { scope: 'col' } }, foreign(sides.was)),
            el('th', { attributes: { scope: 'col' } }, foreign(sides.is)),
          ),
        ),
        el('tbody', {}, ...rows),
      ),
    ),
  );
}

/** What the run told although it went on. */
export function warningsView({ warnings }: ReportPage): HTMLElement | null {
  if (warnings.length === 0) return null;
  const items = warnings.map((warning) => el('li', {}, foreign(warning)));
  return section('Warnings', String(warnings.length), el('ul', { class: 'warnings' }, ...items));
}

/** Everything else, folded away. */
export function detailsView(page: ReportPage, host: Host, keeper: ViewKeeper): HTMLElement {
  const details = el(
    'details',
    { class: 'all-details' },
    el('summary', { text: 'Machine, commands, digests, logs' }),
  );
  const fill = (): void => {
    if (details.childElementCount > 1) return;
    for (const { title, rows } of page.details) {
      details.append(
        el('h3', { text: title }),
        el('dl', {}, ...rows.flatMap((row) => rowOf(row, host))),
      );
    }
  };
  details.open = keeper.view.details;
  if (details.open) fill();
  details.addEventListener('toggle', () => {
    if (details.open) fill();
    keeper.change({ details: details.open });
  });
  return section('Details', '', details);
}

function rowOf(row: DetailRow, host: Host): HTMLElement[] {
  const { log } = row;
  const text = foreign(row.text);
  return [
    el('dt', {}, foreign(row.label)),
    el(
      'dd',
      {},
      row.code ? el('code', {}, text) : text,
      row.copy === null ? null : copyButton(row.copy, `Copy ${row.label}`, host),
      log === null
        ? null
        : button('Log', () => void say(host.ask('showLog', log)), { class: 'small' }),
    ),
  ];
}
