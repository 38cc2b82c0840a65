/**
 * Whether a name is git's or the store's own on any file system: those without regard to case, Windows with
 * its short names and its trailing dots and spaces, and macOS with its characters that count for nothing.
 */
export function isOwnedName(name: string): boolean {
  // Asked of every name of a project, of which hardly any may be one.
  const first = name.charCodeAt(0);
  if (first !== DOT && first < FIRST_IGNORABLE && !name.includes('~')) return false;
  const plain = name.replace(IGNORABLE, '').replace(/[. ]+$/, '');
  return /^(?:\.git|git~[0-9]+|\.reprise|repris~[0-9]+)$/i.test(plain);
}

/** Whether a name is such a one on some file systems only, and so may be anybody's here. */
export function isLookalike(name: string): boolean {
  return name !== '.git' && name !== '.reprise' && isOwnedName(name);
}

/** What HFS+ leaves out when it compares names. */
const IGNORABLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const FIRST_IGNORABLE = 0x200c;
const DOT = 0x2e;
