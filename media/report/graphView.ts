import type {
  GraphEdge,
  GraphLayout,
  PageStep,
  ReportPage,
} from '../../src/present/reportPage/pageModel';
import { visibleText } from '../../src/present/reportPage/visibleText';
import { el, svg } from './dom';
import { verdictIcon } from './icons';
import { foreign } from './text';

const AIR = 14;

/** The steps from left to right, each a button that leads to what came of it. */
export function graphView(page: ReportPage, onStep: (step: PageStep) => void): HTMLElement {
  const { graph, steps } = page;
  const board = el('div', { class: 'board', attributes: { role: 'list' } });
  board.style.width = `${graph.width + 2 * AIR}px`;
  board.style.height = `${graph.height + 2 * AIR}px`;
  board.append(edges(graph));
  for (const node of graph.nodes) {
    const step = steps[node.step];
    if (step === undefined) continue;
    const item = el(
      'div',
      { class: 'place', attributes: { role: 'listitem' } },
      nodeView(step, onStep),
    );
    item.style.left = `${node.x + AIR}px`;
    item.style.top = `${node.y + AIR}px`;
    item.style.width = `${node.width}px`;
    item.style.height = `${node.height}px`;
    board.append(item);
  }
  const window = el('div', { class: 'graph', attributes: { tabindex: -1 } }, board);
  showFirst(window, board);
  return el(
    'div',
    {},
    window,
    graph.note === null ? null : el('p', { class: 'dim', text: graph.note }),
  );
}

/** Brings the step where it began into sight, once the graph has a size; only the graph scrolls for it. */
function showFirst(window: HTMLElement, board: HTMLElement): void {
  const first = board.querySelector<HTMLElement>('.node.first')?.parentElement;
  if (!first) return;
  requestAnimationFrame(() => {
    window.scrollLeft = first.offsetLeft - (window.clientWidth - first.offsetWidth) / 2;
    window.scrollTop = first.offsetTop - (window.clientHeight - first.offsetHeight) / 2;
  });
}

function nodeView(step: PageStep, onStep: (step: PageStep) => void): HTMLElement {
  const marks = [step.first ? 'first' : '', step.role ?? '', `verdict-${step.verdict}`];
  const under = [step.part, ...(step.duration === null ? [] : [step.duration])].join(' · ');
  const whole = `${visibleText(step.name)}: ${under}`;
  return el(
    'button',
    {
      class: `node ${marks.join(' ')}`,
      title: whole,
      attributes: { type: 'button', 'aria-label': whole },
      onClick: () => onStep(step),
    },
    verdictIcon(step.verdict, 14, step.role === 'carrier'),
    el('span', { class: 'name' }, foreign(step.name)),
    el('span', { class: 'under', text: under }),
  );
}

function edges(graph: GraphLayout): SVGElement {
  const drawing = svg('svg', {
    class: 'edges',
    width: graph.width + 2 * AIR,
    height: graph.height + 2 * AIR,
    'aria-hidden': 'true',
  });
  for (const edge of graph.edges) {
    drawing.append(svg('path', { d: wayOf(edge), class: edge.differs ? 'edge differs' : 'edge' }));
  }
  return drawing;
}

function wayOf({ points }: GraphEdge): string {
  const [first, ...others] = points.map(([x, y]) => [x + AIR, y + AIR] as const);
  if (first === undefined) return '';
  let [x, y] = first;
  let way = `M${x} ${y}`;
  for (const [nextX, nextY] of others) {
    const bend = (nextX - x) / 2;
    way +=
      nextY === y ? `H${nextX}` : `C${x + bend} ${y} ${nextX - bend} ${nextY} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return way;
}
