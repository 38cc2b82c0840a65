import * as fs from 'node:fs';
import * as path from 'node:path';

import ignore from 'ignore';
import type { Ignore } from 'ignore';

import { excludesOf, gitTop } from '../base/git';
import { relativeTo } from '../base/paths';

/** The ignore rules in force in a folder; those of folders below are added on the way down. */
export interface IgnoreRules {
  /** Whether a path is ignored whose folder is not; relative to the project. */
  ignores(path: string, isFolder: boolean): boolean;
  /** These rules and over them those of the `.gitignore` of a folder, where it has one. */
  below(folder: string, absolute: string): IgnoreRules;
}

/**
 * The rules that git would follow in a folder: the user's own, the repository's, and every `.gitignore`
 * from the repository's top downwards. Outside git the user's own and the `.gitignore` files count too.
 */
export async function ignoreRulesOf(folder: string): Promise<IgnoreRules> {
  const root = path.resolve(folder);
  const excludes = await excludesOf(root);
  const general = [excludes.global, excludes.repository].filter((text) => text !== null);
  const top = gitTop(root) ?? root;
  const prefix = top === root ? '' : `${relativeTo(top, root)}/`;
  const above = foldersBetween(top, root).map(([folder, file]) => rewritten(textOf(file), folder));
  const texts = [...general, ...above];
  // A project that an outer repository ignores as a whole is a world of its own.
  const outside = prefix !== '' && matcherOf(texts).ignores(prefix);
  return outside ? rulesOf(general, '') : rulesOf(texts, prefix);
}

/** `texts` hold patterns relative to the repository's top, weakest first; `prefix` leads from there to the project. */
function rulesOf(texts: readonly string[], prefix: string): IgnoreRules {
  const matcher = matcherOf(texts);
  const mayMatch = nameFilter(texts);
  return {
    ignores: (path, isFolder) => {
      if (!mayMatch.test(path.slice(path.lastIndexOf('/') + 1))) return false;
      const whole = `${prefix}${path}`;
      return matcher.ignores(isFolder && !whole.endsWith('/') ? `${whole}/` : whole);
    },
    below: (folder, absolute) => {
      const text = textOf(path.join(absolute, '.gitignore'));
      if (text === '') return rulesOf(texts, prefix);
      const base = folder === '.' ? prefix.slice(0, -1) : `${prefix}${folder}`;
      return rulesOf([...texts, rewritten(text, base)], prefix);
    },
  };
}

function matcherOf(texts: readonly string[]): Ignore {
  const matcher = ignore({ ignoreCase: false, allowRelativePaths: true });
  for (const text of texts) matcher.add(text);
  return matcher;
}

/**
 * Names that some pattern could match: it has to match the last name of a path by its own last part, all
 * else being the business of the folders above. The library decides; this spares it most questions.
 */
function nameFilter(texts: readonly string[]): RegExp {
  const parts = new Set<string>();
  for (const line of texts.flatMap((text) => text.split(/\r?\n/))) {
    const pattern = line.trimEnd();
    if (pattern === '' || pattern.startsWith('#') || pattern.startsWith('!')) continue;
    const last = pattern.replace(/\/+$/, '').split('/').at(-1) ?? '';
    // An escaped blank at the end is rare, and `**` matches every name.
    if (last.includes('**') || line !== pattern) return /^/;
    parts.add(last.replace(/\\.|\[.*\]|./gs, loosely));
  }
  return parts.size === 0 ? /(?!)/ : new RegExp(`^(?:${[...parts].join('|')})$`, 's');
}

function loosely(token: string): string {
  if (token === '*' || token.startsWith('[')) return '.*';
  if (token === '?') return '.';
  return token.replace(/^\\(?=.)/, '').replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

/**
 * The patterns of a file in a folder, written as if they stood in the top folder. So one set of rules
 * decides, and the last that matches wins, as in git.
 */
function rewritten(text: string, folder: string): string {
  if (folder === '') return text;
  const base = `/${folder.replace(/[\\*?[\]!# ]/g, '\\$&')}/`;
  const lines: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line === '' || line.startsWith('#')) continue;
    const negative = line.startsWith('!');
    const pattern = negative ? line.slice(1) : line;
    const anchored = /\/(?!\s*$)/.test(pattern);
    const body = anchored ? pattern.replace(/^\//, '') : `**/${pattern}`;
    lines.push(`${negative ? '!' : ''}${base}${body}`);
  }
  return lines.join('\n');
}

/** Folders from a repository's top down to, but not with, a folder below it, and their `.gitignore`. */
function foldersBetween(top: string, root: string): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (let at = root; at !== top && at !== path.dirname(at);) {
    at = path.dirname(at);
    const relative = relativeTo(top, at);
    found.unshift([relative === '.' ? '' : relative, path.join(at, '.gitignore')]);
  }
  return found;
}

/** Git reads no `.gitignore` that is a link. */
function textOf(file: string): string {
  try {
    return fs.lstatSync(file).isFile() ? fs.readFileSync(file, 'utf8').replace(/^\ufeff/, '') : '';
  } catch {
    return '';
  }
}
