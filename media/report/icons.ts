import type { PageVerdict } from '../../src/present/reportPage/pageModel';
import { svg } from './dom';

/** A verdict as a sign: another shape for each, so that colour alone tells nothing. Its word stands beside it. */
export function verdictIcon(verdict: PageVerdict, size: number, carried = false): SVGElement {
  const drawn = carried && verdict === 'different' ? CARRIED : DRAWN[verdict];
  const icon = svg('svg', {
    width: size,
    height: size,
    viewBox: '0 0 16 16',
    'aria-hidden': 'true',
    class: `icon verdict-${verdict}`,
  });
  icon.append(...drawn().map((part) => part));
  return icon;
}

/** Two sheets, one behind the other. */
export function copyIcon(): SVGElement {
  return svg(
    'svg',
    { width: 12, height: 12, viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'copy-icon' },
    svg('rect', { x: 5.5, y: 5.5, width: 8, height: 8, rx: 1.5 }),
    svg('path', { d: 'M3.5 10.5h-.4a1 1 0 0 1-.6-.9V3.5a1 1 0 0 1 1-1h6.1a1 1 0 0 1 .9.6v.4' }),
  );
}

function disc(): SVGElement {
  return svg('circle', { cx: 8, cy: 8, r: 7, class: 'disc' });
}

function ring(): SVGElement {
  return svg('circle', { cx: 8, cy: 8, r: 6.2, class: 'ring' });
}

function mark(d: string, on: 'on-disc' | 'on-page'): SVGElement {
  return svg('path', { d, class: on });
}

const CHECK = 'M4.8 8.3l2.2 2.2 4.3-4.7';

const DRAWN: Readonly<Record<PageVerdict, () => SVGElement[]>> = {
  identical: () => [disc(), mark(CHECK, 'on-disc')],
  equivalent: () => [ring(), mark(CHECK, 'on-page')],
  incomparable: () => [
    ring(),
    mark('M6.2 6.3c.1-1 .9-1.6 1.8-1.6 1 0 1.8.7 1.8 1.6 0 1.3-1.8 1.4-1.8 2.7', 'on-page'),
    svg('circle', { cx: 8, cy: 11.2, r: 0.8, class: 'dot' }),
  ],
  'not-run': () => [ring(), mark('M3.8 12.2l8.4-8.4', 'on-page')],
  different: () => [disc(), mark('M5.5 5.5l5 5M10.5 5.5l-5 5', 'on-disc')],
};

/** Not begun here, only handed on. */
const CARRIED = (): SVGElement[] => [ring(), mark('M5.2 5v3.4h5M8.4 6.4l2 2-2 2', 'on-page')];
