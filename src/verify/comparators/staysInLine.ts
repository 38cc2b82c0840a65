/**
 * Whether a pattern can match nothing that holds the end of a line. Then a text may be gone through in parts of
 * whole lines, and every part comes out as it would in the whole. In doubt it is said of none.
 */
export function staysInLine({ source, flags }: RegExp): boolean {
  const alone = flags.includes('u') ? 'u' : '';
  for (const [atom] of source.matchAll(ATOMS)) {
    if (atom === '\n' || /^\(\?[^:=!<]/.test(atom)) return false;
    if (atom.startsWith('[') || (atom.startsWith('\\') && !REFERENCE.test(atom))) {
      if (takesLineFeed(atom, alone)) return false;
    }
  }
  return !flags.includes('s');
}

/** A class of characters, an escape as a whole, the beginning of a group with a sign, or one character. */
const ATOMS =
  /\[(?:\\[^]|[^\]\\])*\]|\\(?:u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[pP]\{[^}]*\}|k<[^>]*>|[0-9]+|[^])|\(\?[^]|[^]/g;

/** What a group took, which holds none either, or a place between characters. */
const REFERENCE = /^\\(?:[1-9]$|k<|[bB]$)/;

function takesLineFeed(atom: string, flags: string): boolean {
  try {
    return new RegExp(`^(?:${atom})`, flags).test('\n');
  } catch {
    return true;
  }
}
