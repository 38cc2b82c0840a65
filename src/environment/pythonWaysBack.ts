import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';

import { namesIn, readTextOrNull } from '../base/look';
import { insideOf, isInEnvironment } from './redirectVariables';

/** Where an environment leads Python into the project. */
export interface PythonWaysBack {
  /**
   * Folders relative to the project that have to come first on `PYTHONPATH`, with the site-packages folders that
   * lead to them; `''` is the project itself.
   */
  readonly folders: ReadonlyMap<string, ReadonlySet<string>>;
  /** The files that lead to these folders, absolute. */
  readonly redirected: readonly string[];
  /** Files, absolute, that lead there in a way that no search path can redirect. */
  readonly notRedirected: readonly string[];
}

/** Looks through site-packages folders for path files, editable installs and links that lead into the project. */
export function pythonWaysBack(sites: readonly string[], project: string): PythonWaysBack {
  const folders = new Map<string, Set<string>>();
  const redirected: string[] = [];
  const all: Hidden[] = [];
  for (const site of sites) {
    for (const name of namesIn(site)) {
      const way = lookAt(site, name, project);
      all.push(...way.hidden);
      if (way.folders.length > 0) redirected.push(path.join(site, name));
      for (const folder of way.folders) {
        folders.set(folder, (folders.get(folder) ?? new Set()).add(site));
      }
    }
  }
  const hidden = all.filter((way) => !leadsTo([...folders.keys()], way.into));
  return { folders, redirected, notRedirected: [...new Set(hidden.map(({ file }) => file))] };
}

/** What one name in site-packages leads to. */
interface Way {
  readonly folders: readonly string[];
  /** Ways whose kind is not known: no harm where a folder found elsewhere covers them. */
  readonly hidden: readonly Hidden[];
}

interface Hidden {
  readonly file: string;
  readonly into: string | null;
}

const NOWHERE: Way = { folders: [], hidden: [] };

function lookAt(site: string, name: string, project: string): Way {
  const file = path.join(site, name);
  if (name.endsWith('.pth')) return pathFile(file, site, project);
  if (/^__editable__.*finder\.py$/.test(name)) return editableFinder(file, project);
  if (name.endsWith('.dist-info')) return directUrl(path.join(file, 'direct_url.json'), project);
  return linkIn(file, project);
}

/** A line of a path file is a folder, or begins with `import` and is code. */
function pathFile(file: string, site: string, project: string): Way {
  const ways = (readTextOrNull(file) ?? '').split(/\r?\n/).map((line): Way => {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) return NOWHERE;
    if (/^import[ \t]/.test(text)) {
      const leads = text.includes(project);
      return leads ? { folders: [], hidden: [{ file, into: null }] } : NOWHERE;
    }
    const inside = ownPart(path.resolve(site, text), project);
    return inside === null ? NOWHERE : { folders: [inside], hidden: [] };
  });
  return { folders: ways.flatMap((one) => one.folders), hidden: ways.flatMap((one) => one.hidden) };
}

/** Setuptools' finder is asked last, so a search path that has the same package is asked before it. */
function editableFinder(file: string, project: string): Way {
  const text = readTextOrNull(file) ?? '';
  const pairs = [...mapping(text, 'MAPPING'), ...mapping(text, 'NAMESPACES')];
  if (pairs.length === 0 && text.includes(project))
    return { folders: [], hidden: [{ file, into: null }] };
  const folders: string[] = [];
  const hidden: Hidden[] = [];
  for (const [module, target] of pairs) {
    if (ownPart(target, project) === null) continue;
    const root = rootOf(module, target);
    const inside = root === null ? null : ownPart(root, project);
    if (inside === null) hidden.push({ file, into: null });
    else folders.push(inside);
  }
  return { folders, hidden };
}

/** The pairs of `NAME: dict[str, str] = {'module': '/folder/module', …}`; a list of folders counts as each of them. */
function mapping(text: string, name: string): [string, string][] {
  const start = new RegExp(`^${name}\\b[^=\\n]*=\\s*\\{`, 'm').exec(text);
  if (!start) return [];
  const from = start.index + start[0].length;
  const body = text.slice(from, text.indexOf('}', from));
  const entries = body.matchAll(/(['"])(.*?)\1\s*:\s*(\[[^\]]*\]|(['"])(?:\\.|(?!\4).)*\4)/g);
  return [...entries].flatMap(([, , key = '', value = '']): [string, string][] =>
    [...value.matchAll(/(['"])((?:\\.|(?!\1).)*)\1/g)].map(([, , target = '']) => [
      key,
      target.replace(/\\(.)/g, '$1'),
    ]),
  );
}

/** The folder that has to be searched for a module to be found at a place; null where the names part. */
function rootOf(module: string, target: string): string | null {
  let at = target.replace(/\.py$/, '');
  for (const part of module.split('.').reverse()) {
    if (path.basename(at) !== part) return null;
    at = path.dirname(at);
  }
  return at;
}

/** An editable install says where its project is; how it leads there is for the other files to tell. */
function directUrl(file: string, project: string): Way {
  const text = readTextOrNull(file);
  if (text === null) return NOWHERE;
  try {
    const read = JSON.parse(text) as { url?: unknown; dir_info?: { editable?: unknown } };
    if (typeof read.url !== 'string' || read.dir_info?.editable !== true) return NOWHERE;
    const inside = read.url.startsWith('file:') ? ownPart(fileURLToPath(read.url), project) : null;
    return inside === null ? NOWHERE : { folders: [], hidden: [{ file, into: inside }] };
  } catch {
    return NOWHERE;
  }
}

function linkIn(file: string, project: string): Way {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isSymbolicLink()) return NOWHERE;
  const target = path.resolve(path.dirname(file), fs.readlinkSync(file));
  if (ownPart(target, project) === null) return NOWHERE;
  const root = rootOf(path.basename(file).replace(/\.py$/, ''), target);
  const inside = root === null ? null : ownPart(root, project);
  return inside === null
    ? { folders: [], hidden: [{ file, into: null }] }
    : { folders: [inside], hidden: [] };
}

/** A path's part below the project, where it is the project's own and no environment's. */
function ownPart(file: string, project: string): string | null {
  const inside = insideOf(file, project);
  return inside === null || isInEnvironment(project, inside) ? null : inside;
}

/** Whether one of these folders lies where an editable install does. */
function leadsTo(folders: readonly string[], into: string | null): boolean {
  if (into === null) return false;
  return folders.some(
    (one) => one === into || insideOf(path.join('/', one), path.join('/', into)) !== null,
  );
}
