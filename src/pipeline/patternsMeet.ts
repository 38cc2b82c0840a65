import { isWithin } from '../base/paths';

import { startsWithDot } from './globs';
import type { GlobSegment, GlobToken } from './globs';
import { compilePath } from './patterns';
import type { CompiledPath } from './patterns';

/** A path written out may be a folder: then everything below it is meant, dot files too. */
type Segment = GlobSegment | { readonly kind: 'below' };

/** Whether some path could be taken by both declarations: files, folders and patterns. */
export function patternsMeet(a: string, b: string): boolean {
  return pathsMeet(compilePath(a), compilePath(b));
}

/** The same for two declarations that were taken apart before. */
export function pathsMeet(a: CompiledPath, b: CompiledPath): boolean {
  if (!isWithin(a.anchor, b.anchor) && !isWithin(b.anchor, a.anchor)) return false;
  if (!a.isPattern && !b.isPattern) return true;
  return a.alternatives.some((left) =>
    b.alternatives.some((right) => segmentsMeet(wholeOf(a, left), wholeOf(b, right))),
  );
}

function wholeOf(compiled: CompiledPath, segments: readonly GlobSegment[]): readonly Segment[] {
  return compiled.isPattern ? segments : [...segments, { kind: 'below' }];
}

/** Walks both lists at once; what was found not to lead to an end is remembered. */
function segmentsMeet(a: readonly Segment[], b: readonly Segment[]): boolean {
  const failed = new Set<number>();
  const meet = (i: number, j: number): boolean => {
    const key = i * (b.length + 1) + j;
    if (failed.has(key)) return false;
    const [left, right] = [a[i], b[j]];
    let found = left === undefined && right === undefined;
    if (left !== undefined && isMany(left)) {
      found ||= meet(i + 1, j);
      found ||= right !== undefined && !isMany(right) && takes(left, right) && meet(i, j + 1);
    }
    if (right !== undefined && isMany(right)) {
      found ||= meet(i, j + 1);
      found ||= left !== undefined && !isMany(left) && takes(right, left) && meet(i + 1, j);
    }
    if (left !== undefined && right !== undefined && !isMany(left) && !isMany(right)) {
      found ||= namesMeet(left, right) && meet(i + 1, j + 1);
    }
    if (!found) failed.add(key);
    return found;
  };
  return meet(0, 0);
}

function isMany(segment: Segment): boolean {
  return segment.kind === 'folders' || segment.kind === 'below';
}

function takes(many: Segment, one: Segment): boolean {
  return many.kind === 'below' || !needsDot(one);
}

function needsDot(segment: Segment): boolean {
  if (segment.kind === 'name') return segment.name.startsWith('.');
  return segment.kind === 'pattern' && startsWithDot(segment.tokens);
}

function namesMeet(a: Segment, b: Segment): boolean {
  if (a.kind === 'name' && b.kind === 'name') return a.name === b.name;
  if (needsDot(a) !== needsDot(b)) return false;
  return tokensMeet(tokensOf(a), tokensOf(b), needsDot(a));
}

function tokensOf(segment: Segment): readonly GlobToken[] {
  if (segment.kind === 'pattern') return segment.tokens;
  if (segment.kind !== 'name') return [{ kind: 'star' }];
  return Array.from(segment.name, (each) => ({
    kind: 'char',
    code: each.codePointAt(0) as number,
  }));
}

/** Whether some name fits both; `begun` is false until it has a first character, which may be a dot only if written. */
function tokensMeet(
  a: readonly GlobToken[],
  b: readonly GlobToken[],
  mayStartWithDot: boolean,
): boolean {
  const failed = new Set<number>();
  const meet = (i: number, j: number, begun: boolean): boolean => {
    const key = (i * (b.length + 1) + j) * 2 + (begun ? 1 : 0);
    if (failed.has(key)) return false;
    const [left, right] = [a[i], b[j]];
    let found = left === undefined && right === undefined && begun;
    if (left?.kind === 'star') found ||= meet(i + 1, j, begun);
    if (right?.kind === 'star') found ||= meet(i, j + 1, begun);
    if (!found && left !== undefined && right !== undefined) {
      const bothStar = left.kind === 'star' && right.kind === 'star';
      found =
        haveCommon(left, right, begun || mayStartWithDot) &&
        (bothStar
          ? !begun && meet(i, j, true)
          : meet(left.kind === 'star' ? i : i + 1, right.kind === 'star' ? j : j + 1, true));
    }
    if (!found) failed.add(key);
    return found;
  };
  return meet(0, 0, false);
}

function haveCommon(a: GlobToken, b: GlobToken, dotAllowed: boolean): boolean {
  return rangesOf(a).some(([aLow, aHigh]) =>
    rangesOf(b).some(([bLow, bHigh]) => {
      const [low, high] = [Math.max(aLow, bLow), Math.min(aHigh, bHigh)];
      return low < high || (low === high && (dotAllowed || low !== DOT));
    }),
  );
}

function rangesOf(token: GlobToken): readonly (readonly [number, number])[] {
  switch (token.kind) {
    case 'char':
      return [[token.code, token.code]];
    case 'class':
      return token.ranges;
    case 'any':
    case 'star':
      return ANYTHING;
  }
}

const DOT = 0x2e;
const ANYTHING = [[0, 0x10ffff]] as const;
