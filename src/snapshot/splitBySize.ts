import { byCodeUnit } from '../base/paths';
import type { ScannedFile } from './scan';

/** Undeclared, untracked files over this many bytes are not captured. */
export const MOST_BYTES_EACH = 10 * 2 ** 20;

/** Of the rest, the largest are not captured either, until all together are no more than this. */
export const MOST_BYTES_TOGETHER = 200 * 2 ** 20;

/** Parts undeclared files into those to capture and those that are too large; tracked ones are never too large. */
export function splitBySize(files: readonly ScannedFile[]): {
  readonly small: readonly ScannedFile[];
  /** Sorted by path. */
  readonly large: readonly ScannedFile[];
} {
  const isEachTooLarge = (file: ScannedFile): boolean =>
    !file.tracked && file.stat.size > MOST_BYTES_EACH;
  const rest = files.filter((file) => !file.tracked && !isEachTooLarge(file));
  let together = rest.reduce((sum, { stat }) => sum + stat.size, 0);
  const large = new Set(files.filter(isEachTooLarge));
  if (together > MOST_BYTES_TOGETHER) {
    const largestFirst = [...rest].sort(
      (a, b) => b.stat.size - a.stat.size || byCodeUnit(a.path, b.path),
    );
    for (const file of largestFirst) {
      if (together <= MOST_BYTES_TOGETHER) break;
      large.add(file);
      together -= file.stat.size;
    }
  }
  return {
    small: files.filter((file) => !large.has(file)),
    large: [...large].sort((a, b) => byCodeUnit(a.path, b.path)),
  };
}
