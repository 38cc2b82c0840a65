import { wholeText } from '../../src/present/amounts';
import { el } from './dom';

/** The most pixels that are laid over each other one by one. */
const MOST_PIXELS = 40_000_000;

/** A drawing of what differs between two pictures, on what stays the same in pale, with the numbers. */
export function pixelDifference(
  was: HTMLImageElement,
  is: HTMLImageElement,
): { readonly canvas: HTMLCanvasElement; readonly words: readonly string[] } {
  const width = Math.max(was.naturalWidth, is.naturalWidth);
  const height = Math.max(was.naturalHeight, is.naturalHeight);
  const canvas = el('canvas', { attributes: { role: 'img', 'aria-label': 'What differs' } });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null || width * height === 0 || width * height > MOST_PIXELS) {
    return { canvas, words: ['The pictures are too large to be laid over each other here.'] };
  }
  canvas.width = width;
  canvas.height = height;
  const read = (image: HTMLImageElement): ImageData => {
    context.clearRect(0, 0, width, height);
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, width, height);
  };
  const [before, now] = [read(was), read(is)];
  const { differing, largest } = paint(before.data, now.data);
  context.putImageData(before, 0, 0);
  const share = (100 * differing) / (width * height);
  const sizes =
    was.naturalWidth === is.naturalWidth && was.naturalHeight === is.naturalHeight
      ? []
      : [
          `The pictures are not of one size: ${was.naturalWidth} × ${was.naturalHeight}, ${is.naturalWidth} × ${is.naturalHeight}.`,
        ];
  const words =
    differing === 0
      ? 'Every pixel is the same: only the way the picture is written differs.'
      : `${wholeText(differing)} of ${wholeText(width * height)} pixels differ (${share < 0.01 ? 'under 0.01' : share.toFixed(2)} %), by up to ${largest} of 255.`;
  return { canvas, words: [...sizes, words] };
}

/** Paints the difference over the first picture: what differs stands out, the rest is pale. */
function paint(
  was: Uint8ClampedArray,
  is: Uint8ClampedArray,
): { differing: number; largest: number } {
  let [differing, largest] = [0, 0];
  for (let at = 0; at < was.length; at += 4) {
    let most = 0;
    for (let channel = 0; channel < 4; channel++) {
      most = Math.max(most, Math.abs((was[at + channel] ?? 0) - (is[at + channel] ?? 0)));
    }
    if (most === 0) {
      const grey = 0.3 * (was[at] ?? 0) + 0.59 * (was[at + 1] ?? 0) + 0.11 * (was[at + 2] ?? 0);
      const pale = 200 + grey * 0.2;
      was.set([pale, pale, pale, was[at + 3] ?? 0], at);
      continue;
    }
    differing += 1;
    largest = Math.max(largest, most);
    // Even the smallest difference can be seen; the largest are the darkest.
    was.set([255 - most * 0.35, 40, 70 - most * 0.2, 255], at);
  }
  return { differing, largest };
}
