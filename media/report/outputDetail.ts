import { countText, sizeText } from '../../src/present/amounts';
import type { FileChange, FileFacts } from '../../src/present/reportPage/comparison';
import type { PageOutput, ReportPage } from '../../src/present/reportPage/pageModel';
import { el } from './dom';
import { fileView } from './fileView';
import type { FileContext } from './fileContext';
import type { Host } from './host';
import { wordsOf } from './notice';
import { foreign, pathText } from './text';
import type { ViewKeeper } from './viewState';

/** What an output that was opened shows: its notes, and the comparison of its file or of each of its files. */
export function outputDetail(
  output: PageOutput,
  page: ReportPage,
  host: Host,
  keeper: ViewKeeper,
): { readonly element: HTMLElement; close(): void } {
  const closing: (() => void)[] = [];
  const body = el('div', { class: 'body' }, el('p', { class: 'dim waiting', text: 'Reading…' }));
  const element = el(
    'div',
    {
      class: 'detail',
      attributes: { role: 'region', 'aria-label': `${output.step}, ${output.path}` },
    },
    ...output.notes.map((note) => el('p', { class: 'note' }, foreign(note))),
    body,
  );
  const place = { step: output.step, output: output.path };
  const context: Omit<FileContext, 'file'> = {
    place,
    host,
    keeper,
    sides: page.sides,
    notRun: output.verdict === 'not-run',
    onClose: (close) => closing.push(close),
  };
  const fill = async (): Promise<void> => {
    try {
      const { files, total, differing } = await host.ask('files', place);
      const [only] = files;
      if (only === undefined) body.replaceChildren(nothing(output));
      else if (total === 1) body.replaceChildren(fileView({ ...context, file: only.path }));
      else {
        const left = total - files.length;
        const count = `${differing} of ${countText(total, 'file')} ${differing === 1 ? 'differs' : 'differ'}.`;
        body.replaceChildren(
          el('p', { class: 'dim files-count', text: count }),
          ...files.filter(({ differs }) => differs).map((file) => fileRow(file, context)),
          ...sameFiles(files),
          ...(left > 0 ? [el('p', { class: 'dim', text: `… and ${left} more.` })] : []),
        );
      }
    } catch (error) {
      body.replaceChildren(el('p', { class: 'problem', text: wordsOf(error) }));
    }
  };
  void fill();
  return { element, close: () => closing.forEach((close) => close()) };
}

function nothing(output: PageOutput): HTMLElement {
  const words =
    output.verdict === 'not-run'
      ? 'It was not made again, and nothing was saved of it.'
      : 'Nothing is kept of it on either side.';
  return el('p', { class: 'dim', text: words });
}

/** One file among others: it is compared when it is opened. */
function fileRow(file: FileChange, context: Omit<FileContext, 'file'>): HTMLElement {
  const details = el(
    'details',
    { class: 'file' },
    el(
      'summary',
      { attributes: { 'data-stop': '' } },
      pathText(file.path, 64),
      el('span', { class: 'dim change', text: changeOf(file) }),
    ),
  );
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      details.append(fileView({ ...context, file: file.path }));
    }
  });
  return details;
}

function sameFiles(files: readonly FileChange[]): HTMLElement[] {
  const same = files.filter(({ differs }) => !differs);
  if (same.length === 0) return [];
  return [
    el(
      'details',
      { class: 'file' },
      el(
        'summary',
        {},
        el('span', { class: 'dim', text: `${countText(same.length, 'file')} identical` }),
      ),
      el('ul', { class: 'plain' }, ...same.map(({ path }) => el('li', {}, pathText(path, 80)))),
    ),
  ];
}

function changeOf({ was, is }: FileChange): string {
  if (is === null) return 'missing now';
  if (was === null) return 'missing before';
  return was.content === is.content ? 'mode' : `${sizeOf(was)} → ${sizeOf(is)}`;
}

function sizeOf({ kind, size }: FileFacts): string {
  return kind === 'file' ? sizeText(size) : kind;
}
