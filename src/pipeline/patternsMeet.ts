import { isWithin } from '../base/paths';

import { startsWithDot } from './globs';
import type { GlobSegment, GlobToken } from './globs';
import { compilePath, matchesName } from './patterns';
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
  return a.alternatives().some((left) =>
    b.alternatives().some((right) => {
      const one: Side = { segments: left, mayBeFolder: !a.isPattern };
      const other: Side = { segments: right, mayBeFolder: !b.isPattern };
      return segmentsMeet(one, other, 0, 0, manyIn(left) * manyIn(right) > 1 ? new Set() : null);
    }),
  );
}

interface Side {
  readonly segments: readonly GlobSegment[];
  readonly mayBeFolder: boolean;
}

const BELOW: Segment = { kind: 'below' };

function segmentOf(side: Side, at: number): Segment | undefined {
  return at === side.segments.length && side.mayBeFolder ? BELOW : side.segments[at];
}

function manyIn(segments: readonly GlobSegment[]): number {
  let count = 1;
  for (const segment of segments) if (segment.kind === 'folders') count++;
  return count;
}

/** Walks both lists at once; what was found not to lead to an end is remembered where that could save much. */
function segmentsMeet(a: Side, b: Side, i: number, j: number, failed: Set<number> | null): boolean {
  const key = i * (b.segments.length + 2) + j;
  if (failed?.has(key) === true) return false;
  const [left, right] = [segmentOf(a, i), segmentOf(b, j)];
  let found = left === undefined && right === undefined;
  if (left !== undefined && isMany(left)) {
    found ||= segmentsMeet(a, b, i + 1, j, failed);
    found ||=
      right !== undefined &&
      !isMany(right) &&
      takes(left, right) &&
      segmentsMeet(a, b, i, j + 1, failed);
  }
  if (right !== undefined && isMany(right)) {
    found ||= segmentsMeet(a, b, i, j + 1, failed);
    found ||=
      left !== undefined &&
      !isMany(left) &&
      takes(right, left) &&
      segmentsMeet(a, b, i + 1, j, failed);
  }
  if (left !== undefined && right !== undefined && !isMany(left) && !isMany(right)) {
    found ||= namesMeet(left, right) && segmentsMeet(a, b, i + 1, j + 1, failed);
  }
  if (!found) failed?.add(key);
  return found;
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
  if (a.kind === 'name' && b.kind !== 'below') return matchesName(b, a.name);
  if (b.kind === 'name' && a.kind !== 'below') return matchesName(a, b.name);
  if (needsDot(a) !== needsDot(b)) return false;
  return tokensMeet(tokensOf(a), tokensOf(b), needsDot(a));
}

function tokensOf(segment: Segment): readonly GlobToken[] {
  return segment.kind === 'pattern' ? segment.tokens : [];
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
