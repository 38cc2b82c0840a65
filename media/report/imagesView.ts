import type { FileComparison, Images, SideName } from '../../src/present/reportPage/comparison';
import { MOST_BYTES } from '../../src/present/reportPage/messages';
import { el } from './dom';
import type { FileContext } from './fileContext';
import { pixelDifference } from './pixelDifference';
import { wordsOf } from './notice';
import { foreign } from './text';

const WAYS = [
  ['side', 'Side by side'],
  ['swipe', 'Swipe'],
  ['blink', 'Blink'],
  ['difference', 'Difference'],
] as const;

type Way = (typeof WAYS)[number][0];

const BLINK_MS = 700;

/** Two pictures: side by side, one over the other behind a slider, in turn, or what differs between them. */
export function imagesView(
  shown: Images,
  compared: FileComparison,
  context: FileContext,
): HTMLElement {
  const stage = el('div', { class: 'stage' }, el('p', { class: 'dim waiting', text: 'Reading…' }));
  const view = el('div', { class: 'images' });
  const fill = async (): Promise<void> => {
    try {
      const was = await load('was', shown, compared, context);
      const is = await load('is', shown, compared, context);
      if (was === null || is === null) {
        view.replaceChildren(
          figure((was ?? is) as HTMLImageElement, was === null ? 'is' : 'was', context),
        );
        return;
      }
      view.replaceChildren(chooser(stage, was, is, context), stage);
    } catch (error) {
      view.replaceChildren(el('p', { class: 'problem', text: wordsOf(error) }));
    }
  };
  view.append(stage);
  void fill();
  return view;
}

/** The bytes of a picture, piece by piece, as an image that is decoded; null for a side that has none. */
async function load(
  side: SideName,
  { type }: Images,
  compared: FileComparison,
  { host, place, onClose }: FileContext,
): Promise<HTMLImageElement | null> {
  const size = compared[side]?.size;
  if (size === undefined) return null;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let offset = 0; offset < size; offset += MOST_BYTES) {
    const ask = { ...place, file: compared.path, side, offset, length: MOST_BYTES };
    const { bytes } = await host.ask('bytes', ask);
    pieces.push(new Uint8Array(bytes));
  }
  const url = URL.createObjectURL(new Blob(pieces, { type }));
  onClose(() => URL.revokeObjectURL(url));
  const image = el('img', { attributes: { src: url, draggable: false } });
  try {
    await image.decode();
  } catch {
    throw new Error('One of the two cannot be drawn: it is no picture that a browser reads.');
  }
  return image;
}

function chooser(
  stage: HTMLElement,
  was: HTMLImageElement,
  is: HTMLImageElement,
  context: FileContext,
): HTMLElement {
  const { keeper, onClose, sides } = context;
  let stop: () => void = () => undefined;
  onClose(() => stop());
  const show = (way: Way): void => {
    stop();
    stop = () => undefined;
    keeper.change({ images: way });
    const pictures = { was: copyOf(was, sides.was), is: copyOf(is, sides.is) };
    switch (way) {
      case 'side':
        stage.replaceChildren(
          el(
            'div',
            { class: 'side-by-side' },
            figure(was, 'was', context),
            figure(is, 'is', context),
          ),
        );
        break;
      case 'swipe':
        stage.replaceChildren(...swipe(pictures, context));
        break;
      case 'blink': {
        const blinking = blink(pictures, context);
        stop = blinking.stop;
        stage.replaceChildren(...blinking.nodes);
        break;
      }
      case 'difference':
        stage.replaceChildren(...differenceOf(was, is));
        break;
    }
  };
  const name = `images-${String(Math.floor(performance.now() * 1000))}`;
  const chosen = WAYS.find(([way]) => way === keeper.view.images)?.[0] ?? 'side';
  const choices = WAYS.map(([way, words]) => {
    const input = el('input', { attributes: { type: 'radio', name, value: way } });
    input.checked = way === chosen;
    input.addEventListener('change', () => show(way));
    return el('label', {}, input, words);
  });
  show(chosen);
  return el(
    'div',
    { class: 'ways', attributes: { role: 'radiogroup', 'aria-label': 'How to compare' } },
    ...choices,
  );
}

interface Pictures {
  readonly was: HTMLElement;
  readonly is: HTMLElement;
}

function figure(image: HTMLImageElement, side: SideName, { sides }: FileContext): HTMLElement {
  const size = `${image.naturalWidth} × ${image.naturalHeight}`;
  return el(
    'figure',
    {},
    el('figcaption', {}, foreign(sides[side]), el('span', { class: 'dim', text: ` · ${size}` })),
    copyOf(image, sides[side]),
  );
}

function copyOf(image: HTMLImageElement, words: string): HTMLImageElement {
  return el('img', { attributes: { src: image.src, alt: words, draggable: false } });
}

function swipe({ was, is }: Pictures, { sides }: FileContext): Node[] {
  const slider = el('input', {
    attributes: {
      type: 'range',
      min: 0,
      max: 100,
      value: 50,
      'aria-label': `From ${sides.was} to ${sides.is}`,
    },
  });
  const set = (): void => {
    is.style.clipPath = `inset(0 0 0 ${slider.value}%)`;
    edge.style.left = `${slider.value}%`;
  };
  const edge = el('span', { class: 'swipe-edge', attributes: { 'aria-hidden': 'true' } });
  slider.addEventListener('input', set);
  set();
  return [
    el('div', { class: 'over' }, was, is, edge),
    el('div', { class: 'swipe-row' }, foreign(sides.was, 'dim'), slider, foreign(sides.is, 'dim')),
  ];
}

function blink({ was, is }: Pictures, { sides }: FileContext): { nodes: Node[]; stop: () => void } {
  const caption = el('p', { class: 'dim', attributes: { 'aria-live': 'off' } });
  let shown: SideName = 'was';
  const show = (side: SideName): void => {
    shown = side;
    is.style.visibility = side === 'is' ? 'visible' : 'hidden';
    caption.replaceChildren(foreign(sides[side]));
  };
  const turn = (): void => show(shown === 'was' ? 'is' : 'was');
  show('was');
  const nodes: Node[] = [el('div', { class: 'over' }, was, is), caption];
  let timer = 0;
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  const start = (): void => {
    timer = window.setInterval(turn, BLINK_MS);
  };
  const stop = (): void => window.clearInterval(timer);
  // Whoever wants no motion turns by hand.
  const control = el('button', { text: still ? 'Turn' : 'Pause', attributes: { type: 'button' } });
  let running = !still;
  control.addEventListener('click', () => {
    if (still) {
      turn();
      return;
    }
    running = !running;
    control.textContent = running ? 'Pause' : 'Go on';
    if (running) start();
    else stop();
  });
  if (!still) start();
  return { nodes: [...nodes, control], stop };
}

function differenceOf(was: HTMLImageElement, is: HTMLImageElement): Node[] {
  const difference = pixelDifference(was, is);
  return [
    el('div', { class: 'over' }, difference.canvas),
    ...difference.words.map((text) => el('p', { class: 'dim', text })),
  ];
}
