import type { Json } from '../base/json';
import type { Difference } from '../records/report';
import { shortDigest, shortened } from './amounts';

/** A value of a difference in at most this many characters: text in quotes, a digest short, absence as `nothing`. */
export function valueText(value: Json, most = 60): string {
  if (value === null) return 'nothing';
  if (typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value)) return shortDigest(value);
  return shortened(JSON.stringify(value), most);
}

/** `0.913 → 0.907`; `differs` where only that is known. */
export function changeText(difference: Values, most = 60): string {
  const { was, is, writtenNull } = difference;
  if (was === null && is === null && writtenNull === undefined) return 'differs';
  return `${sideText(difference, 'was', most)} → ${sideText(difference, 'is', most)}`;
}

/** The value of one side of a difference: a `null` that is written there as `null`, absence as `nothing`. */
export function sideText(difference: Values, side: 'was' | 'is', most = 60): string {
  return difference.writtenNull === side ? 'null' : valueText(difference[side], most);
}

type Values = Pick<Difference, 'was' | 'is' | 'writtenNull'>;

/** How far a number moved: `−0.006 (−0.66 %)`; empty where it is no number. */
export function deltaText(difference: Difference): string {
  const { delta, was } = difference;
  if (delta === null) return '';
  const exact = Number.isSafeInteger(delta) ? delta : Number(delta.toPrecision(3));
  const moved = signed(String(exact));
  if (typeof was !== 'number' || was === 0) return moved;
  const share = (delta / Math.abs(was)) * 100;
  if (!Number.isFinite(share)) return moved;
  return `${moved} (${signed(Number(share.toPrecision(2)).toString())} %)`;
}

/** Where in a file two outputs part, in words: `line 3`, `byte 12`, `$.loss`; empty for the file as a whole. */
export function placeText(at: string | null, comparator: string): string {
  if (at === null) return '';
  if (!/^\d+$/.test(at)) return at;
  return comparator === 'bytes' ? `byte ${at}` : `line ${at}`;
}

/** A true minus sign, and a plus where there is none. */
function signed(number: string): string {
  return number.startsWith('-') ? `−${number.slice(1)}` : `+${number}`;
}
