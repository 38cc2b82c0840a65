import * as vm from 'node:vm';

import { ignorePattern } from '../../pipeline/ignorePattern';
import type { Comparison, FilePair, FileSide, Rule } from './comparator';

/** Both sides as text, after what `ignore.patterns` match was taken out. */
export interface Texts {
  readonly was: string;
  readonly is: string;
  /** Which patterns took out something that was not equal. */
  readonly notes: readonly string[];
}

/** Reads both sides as UTF-8; comes back with a doubt where one is not, or where a pattern takes too long. */
export async function readTexts(pair: FilePair, rule: Rule): Promise<Texts | Comparison> {
  const was = await textOf(pair.was);
  if (typeof was !== 'string') return was;
  const is = await textOf(pair.is);
  if (typeof is !== 'string') return is;
  return withoutPatterns({ was, is, notes: [] }, rule.ignore?.patterns ?? []);
}

async function textOf(side: FileSide): Promise<string | Comparison> {
  const bytes = await side.bytes();
  if (!bytes.ok) return { verdict: 'gone', failure: bytes.failure };
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value);
  } catch {
    return { verdict: 'doubt', why: 'not UTF-8 text' };
  }
}

function withoutPatterns(texts: Texts, patterns: readonly string[]): Texts | Comparison {
  let { was, is } = texts;
  const notes: string[] = [];
  for (const source of patterns) {
    const pattern = ignorePattern(source);
    if (pattern === null) return { verdict: 'doubt', why: `${source} is no regular expression` };
    const [before, now] = [without(was, pattern), without(is, pattern)];
    if (before === null || now === null) {
      return { verdict: 'doubt', why: `the pattern ${source} takes too long on this text` };
    }
    if (matchesOf(was, before) || matchesOf(is, now)) {
      notes.push(
        `ignore ${source} took out ${was.length - before.length} characters before, ${is.length - now.length} now.`,
      );
    }
    [was, is] = [before, now];
  }
  return { was, is, notes };
}

function matchesOf(text: string, rest: string): boolean {
  return text.length !== rest.length;
}

/** A pattern can take longer than the universe lasts; the context of its own is what can be stopped. */
function without(text: string, pattern: RegExp): string | null {
  try {
    const context = vm.createContext({ text, source: pattern.source, flags: pattern.flags });
    return vm.runInContext("text.replace(new RegExp(source, flags), '')", context, {
      timeout: PATTERN_MS,
    }) as string;
  } catch {
    return null;
  }
}

const PATTERN_MS = 10_000;
