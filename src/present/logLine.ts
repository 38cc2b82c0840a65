import { shortened } from './amounts';

/**
 * A line of somebody else's log, safe to print within an answer: what a progress bar left standing, no
 * escape codes or other control characters, and no longer than a few lines of a terminal.
 */
export function logLine(text: string): string {
  const standing = text.split('\r').findLast((part) => part !== '') ?? '';
  const plain = standing
    .replace(CODES, '')
    .replace(/\t/g, '    ')
    .replace(/\p{Cc}/gu, '');
  return shortened(plain, MOST);
}

const MOST = 400;
const ESC = String.fromCharCode(0x1b);
const BEL = String.fromCharCode(0x07);
/** Colours and movements of the cursor; titles and links; everything shorter. */
const CODES = new RegExp(
  [
    `${ESC}\\[[0-?]*[ -/]*[@-~]`,
    `${ESC}[\\]PX^_][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)`,
    `${ESC}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);
