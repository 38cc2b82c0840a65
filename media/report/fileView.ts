import { sizeText } from '../../src/present/amounts';
import type { FileComparison, FileFacts, SideName } from '../../src/present/reportPage/comparison';
import { bytesView } from './bytesView';
import { button, el } from './dom';
import type { FileContext } from './fileContext';
import type { Host } from './host';
import { imagesView } from './imagesView';
import { linesView } from './linesView';
import { say, wordsOf } from './notice';
import { tableView } from './tableView';
import { digestText, foreign } from './text';
import { valuesView } from './valuesView';

/** A file of an output on both sides, shown in the way that suits it. */
export function fileView(context: FileContext): HTMLElement {
  const view = el(
    'div',
    { class: 'file-view' },
    el('p', { class: 'dim waiting', text: 'Reading…' }),
  );
  const fill = async (): Promise<void> => {
    try {
      const compared = await context.host.ask('compare', {
        ...context.place,
        file: context.file,
      });
      view.replaceChildren(...partsOf(compared, context));
    } catch (error) {
      view.replaceChildren(el('p', { class: 'problem', text: wordsOf(error) }));
    }
  };
  void fill();
  return view;
}

function partsOf(compared: FileComparison, context: FileContext): Node[] {
  const shown = context.notRun ? null : shownView(compared, context);
  return [
    ...goneNotes(compared, context),
    ...(shown === null ? [] : [shown]),
    ...modeNote(compared),
    footOf(compared, context),
  ];
}

function shownView(compared: FileComparison, context: FileContext): HTMLElement | null {
  const { shown } = compared;
  switch (shown.kind) {
    case 'values':
      return valuesView(shown, context.sides);
    case 'lines':
      return linesView(shown);
    case 'table':
      return tableView(shown, context.sides);
    case 'images':
      return imagesView(shown, compared, context);
    case 'bytes':
      return bytesView(shown, context.sides);
    case 'nothing':
      return null;
  }
}

function goneNotes({ gone }: FileComparison, { sides }: FileContext): HTMLElement[] {
  return gone.map((side) =>
    el('p', {
      class: 'note',
      text: `The bytes of ${sides[side]} are not kept any more; their digest is all that is left.`,
    }),
  );
}

function modeNote({ was, is }: FileComparison): HTMLElement[] {
  if (was?.kind !== 'file' || is?.kind !== 'file' || was.executable === is.executable) return [];
  const words = (facts: FileFacts): string => (facts.executable ? 'executable' : 'not executable');
  return [el('p', { class: 'note', text: `Mode: ${words(was)} → ${words(is)}` })];
}

/** Sizes and digests of both sides, and the buttons that open the file elsewhere. */
function footOf(compared: FileComparison, context: FileContext): HTMLElement {
  const { was, is, gone, text } = compared;
  const { host, place, sides } = context;
  const at = { ...place, file: compared.path };
  const diff = button('Open Diff Editor', () => void say(host.ask('openDiff', at)));
  const open = (side: SideName): HTMLButtonElement =>
    button(`Open ${sides[side]}`, () => void say(host.ask('openFile', { ...at, side })));
  const can = (side: SideName): boolean => compared[side]?.kind === 'file' && !gone.includes(side);
  const differ = was?.content !== is?.content;
  return el(
    'div',
    { class: 'foot' },
    el(
      'div',
      { class: 'buttons' },
      text && differ && can('was') && can('is') ? diff : null,
      can('was') ? open('was') : null,
      can('is') && differ ? open('is') : null,
    ),
    el('div', { class: 'content' }, ...contentOf(compared, context)),
  );
}

function contentOf({ was, is }: FileComparison, { host, sides, notRun }: FileContext): Node[] {
  if (was !== null && is !== null && was.content === is.content) {
    return [el('span', { class: 'dim', text: 'byte for byte ' }), factsView(was, host)];
  }
  const side = (name: SideName, facts: FileFacts | null): Node[] => [
    el('span', { class: 'dim side' }, foreign(sides[name])),
    facts === null
      ? el('span', { class: 'dim', text: notRun ? 'not made' : 'missing' })
      : factsView(facts, host),
  ];
  return [
    el('div', { class: 'pair' }, ...side('was', was)),
    el('div', { class: 'pair' }, ...side('is', is)),
  ];
}

function factsView(facts: FileFacts, host: Host): HTMLElement {
  if (facts.kind === 'folder') return el('span', { text: 'folder' });
  if (facts.kind === 'link') return el('span', {}, 'link to ', foreign(facts.content));
  return el(
    'span',
    { class: 'facts-of' },
    el('span', { class: 'size', text: sizeText(facts.size), title: `${facts.size} bytes` }),
    ' ',
    digestText(facts.content, host),
  );
}
