import { middlePath, visibleText } from '../../src/present/reportPage/visibleText';
import { el } from './dom';
import { copyIcon } from './icons';
import type { Host } from './host';
import { say } from './notice';

/** A name or a value that came from a project: as text, in the direction it is written, nothing hidden in it. */
export function foreign(text: string, className = ''): HTMLElement {
  return el('bdi', { class: className, text: visibleText(text) });
}

/** A path, shortened in its middle where it is long; the whole of it in the tooltip. */
export function pathText(path: string, most: number): HTMLElement {
  const visible = visibleText(path);
  const short = middlePath(visible, most);
  const names = short.split('/').flatMap((name, at) => [...(at === 0 ? [] : ['/']), foreign(name)]);
  // Folders stand from left to right, in whatever direction each name is written.
  const made = { class: 'path', attributes: { dir: 'ltr' } };
  return el('bdi', short === visible ? made : { ...made, title: visible }, ...names);
}

/** A digest in short, with the whole in the tooltip and a button that copies it. */
export function digestText(digest: string, host: Host): HTMLElement {
  const hex = digest.slice(digest.indexOf(':') + 1);
  const short = hex.length > 16 ? `${hex.slice(0, 8)}…${hex.slice(-4)}` : hex;
  return el(
    'span',
    { class: 'digest' },
    el('code', { text: short, title: digest }),
    copyButton(digest, 'Copy digest', host),
  );
}

/** A small button that copies a text. */
export function copyButton(text: string, label: string, host: Host): HTMLButtonElement {
  return el(
    'button',
    {
      class: 'copy',
      title: label,
      attributes: { type: 'button', 'aria-label': label },
      onClick: () => void say(host.ask('copy', { text }), 'Copied.'),
    },
    copyIcon(),
  );
}
