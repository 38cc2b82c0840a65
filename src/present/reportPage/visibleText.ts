/**
 * Text in which nothing hides: control characters, marks that turn the direction of reading, and blanks of
 * no width are written out, because a name or a line could otherwise look like another one.
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const sign = SIGNS.get(code);
    return sign ?? `\\u{${code.toString(16)}}`;
  });
}

const SIGNS = new Map([
  [0x0a, '␊'],
  [0x0d, '␍'],
  [0x00, '␀'],
  [0x1b, '␛'],
]);

/** Everything of Unicode's categories Cc and Cf, but for the tab; line and paragraph separators; lone surrogates. */
const HIDDEN = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A path in at most so many characters: the middle is left out, whole folders where that is enough, and the
 * file's name stays as long as it can.
 */
export function middlePath(path: string, most: number): string {
  const points = Array.from(path);
  if (points.length <= most) return path;
  const names = path.split('/');
  const last = names.at(-1) ?? '';
  const [first = ''] = names;
  const short = `${first}/…/${last}`;
  if (names.length > 2 && Array.from(short).length <= most) {
    return widened(names, most) ?? short;
  }
  const head = Math.floor((most - 1) / 3);
  return `${points.slice(0, head).join('')}…${points.slice(points.length - (most - 1 - head)).join('')}`;
}

/** As many folders before the last name as there is room for. */
function widened(names: readonly string[], most: number): string | null {
  for (let from = 2; from < names.length - 1; from++) {
    const text = `${names[0] ?? ''}/…/${names.slice(from).join('/')}`;
    if (Array.from(text).length <= most) return text;
  }
  return null;
}
