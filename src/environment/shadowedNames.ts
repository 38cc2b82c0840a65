import * as fs from 'node:fs';
import * as path from 'node:path';

import { namesIn, readTextOrNull } from '../base/look';
import { linkTo } from './linkTo';

/**
 * Modules that Python finds before it comes to what a `.pth` file or a finder in this site-packages folder
 * adds: those of its own library, and those installed there. What leads elsewhere by a link is not counted.
 */
export function namesBeforeWays(site: string): ReadonlySet<string> {
  const library = libraryOf(site);
  return new Set([
    ...BUILT_IN,
    ...modulesIn(library),
    ...modulesIn(path.join(library, 'lib-dynload')),
    ...modulesIn(site, { links: false }),
  ]);
}

/**
 * A folder to put on `PYTHONPATH` in the place of another one: that one itself, or, where modules in it would
 * now be found before others of their names, a new folder of links to all the rest.
 */
export function searchableFolder(
  folder: string,
  options: { readonly hidden: ReadonlySet<string>; readonly into: string },
): string {
  const { hidden, into } = options;
  const isHidden = (name: string): boolean => {
    const module = moduleOf(folder, name);
    return module !== null && hidden.has(module);
  };
  const names = namesIn(folder);
  if (!names.some(isHidden)) return folder;
  for (const name of names) {
    if (!isHidden(name)) linkTo(path.join(folder, name), path.join(into, name));
  }
  fs.mkdirSync(into, { recursive: true });
  return into;
}

/** The standard library beside site-packages, or, of a virtual environment, that of the Python it was made from. */
function libraryOf(site: string): string {
  const beside = path.dirname(site);
  const isWindows = path.basename(beside) === 'Lib';
  const prefix = isWindows ? path.dirname(beside) : path.dirname(path.dirname(beside));
  const config = readTextOrNull(path.join(prefix, 'pyvenv.cfg')) ?? '';
  const home = /^home\s*=\s*(.+?)\s*$/m.exec(config)?.[1];
  if (home === undefined) return beside;
  return isWindows
    ? path.join(home, 'Lib')
    : path.join(path.dirname(home), 'lib', path.basename(beside));
}

function modulesIn(folder: string, { links = true } = {}): string[] {
  const isLink = (name: string): boolean =>
    fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return namesIn(folder).flatMap((name) => {
    const module = moduleOf(folder, name);
    return module === null || (!links && isLink(name)) ? [] : [module];
  });
}

/** The module that a name in a folder is; a folder without `__init__.py` comes after all others and hides none. */
function moduleOf(folder: string, name: string): string | null {
  const file = /^([A-Za-z_]\w*)(\.py|\.pyd|\.so|\.(?:cpython|abi3|pypy|cp)[^/]*\.(?:so|pyd))$/.exec(
    name,
  );
  if (file !== null) return file[1] ?? null;
  if (!/^[A-Za-z_]\w*$/.test(name)) return null;
  return fs.existsSync(path.join(folder, name, '__init__.py')) ? name : null;
}

/** What is compiled into the interpreter in one build or another, and of the library in all. */
const BUILT_IN = (
  'array atexit binascii builtins cmath errno faulthandler fcntl gc grp itertools marshal math mmap nt posix ' +
  'pwd pyexpat resource select sys syslog termios time unicodedata winreg zlib'
).split(' ');
