/**
 * Whether a name is git's or the store's own on any file system: those without regard to case, Windows with
 * its short names and its trailing dots and spaces, and macOS with its characters that count for nothing.
 */
export function isOwnedName(name: string): boolean {
  const plain = name.replace(IGNORABLE, '').replace(/[. ]+$/, '');
  return /^(?:\.git|git~[0-9]+|\.reprise|repris~[0-9]+)$/i.test(plain);
}

/** What HFS+ leaves out when it compares names. */
const IGNORABLE = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
