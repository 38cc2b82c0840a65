import type { Difference } from '../../records/report';
import { deltaText, placeText, sideText } from '../values';
import { alignDecimals } from './alignDecimals';
import type { ValueRow } from './comparison';

/** The differences of one file as rows: numbers aligned, how far each moved beside the others. */
export function valueRows(differences: readonly Difference[], comparator: string): ValueRow[] {
  const was = alignDecimals(differences.map((one) => sideText(one, 'was', MOST)));
  const is = alignDecimals(differences.map((one) => sideText(one, 'is', MOST)));
  const moved = differences.map((difference) => parts(deltaText(difference)));
  const deltas = alignDecimals(moved.map(([delta]) => delta));
  const shares = alignShares(moved.map(([, share]) => share));
  const sizes = differences.map(sizeOf);
  const largest = Math.max(0, ...sizes);
  return differences.map((difference, at) => ({
    place: placeText(difference.at, comparator).replace(/^\$\./, ''),
    was: was[at] ?? '',
    is: is[at] ?? '',
    delta: deltas[at] ?? '',
    share: shares[at] ?? '',
    number: difference.delta !== null,
    bar: largest === 0 ? 0 : (sizes[at] ?? 0) / largest,
  }));
}

/** The most characters of a value: who wants all of a text opens the editor. */
const MOST = 200;

/** `−0.006 (−0.66 %)` in two. */
function parts(delta: string): readonly [string, string] {
  const [, moved, share] = /^(\S+)(?: \((\S+) %\))?$/u.exec(delta) ?? [];
  return [moved ?? '', share ?? ''];
}

function alignShares(shares: readonly string[]): string[] {
  return alignDecimals(shares).map((share) => {
    if (share === '') return '';
    const figure = share.trimEnd();
    return `(${figure} %)${share.slice(figure.length)}`;
  });
}

/** How far a number moved in proportion to what it was, so that numbers of any unit stand beside each other. */
function sizeOf({ delta, was }: Difference): number {
  if (delta === null || typeof was !== 'number' || was === 0) return 0;
  const share = Math.abs(delta / was);
  return Number.isFinite(share) ? share : 0;
}
