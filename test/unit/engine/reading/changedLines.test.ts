import assert from 'node:assert/strict';

import { changedLines } from '../../../../src/engine/reading/changedLines';
import type { Lines } from '../../../../src/present/reportPage/comparison';

/** Hunks as a diff is usually written. */
function written({ hunks }: Lines): string[] {
  return hunks.map(({ lines }) =>
    lines
      .map(({ was, is, text }) => {
        const sign = was === null ? '+' : is === null ? '-' : ' ';
        return `${was ?? ''}:${is ?? ''}${sign}${text}`;
      })
      .join('\n'),
  );
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `l${at}`);
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('changed lines', () => {
  it('stand with three lines around them, numbered on both sides', () => {
    const lines = numbered(20);
    const now = lines.with(10, 'new').toSpliced(11, 0, 'more');
    const changed = changedLines(text(lines), text(now));
    assert.deepEqual(written(changed), [
      '8:8 l7\n9:9 l8\n10:10 l9\n11:-l10\n:11+new\n:12+more\n12:13 l11\n13:14 l12\n14:15 l13',
    ]);
    assert.deepEqual([changed.changed, changed.shown, changed.byPlace], [3, 3, false]);
  });

  it('are one hunk where they are near, two where they are not', () => {
    const lines = numbered(30);
    const near = changedLines(text(lines), text(lines.with(5, 'x').with(10, 'y')));
    assert.equal(near.hunks.length, 1);
    assert.equal(
      near.hunks[0]?.lines.filter(({ was, is }) => was === null || is === null).length,
      4,
    );
    const far = changedLines(text(lines), text(lines.with(5, 'x').with(20, 'y')));
    assert.equal(far.hunks.length, 2);
    const shown = far.hunks.flatMap((hunk) => hunk.lines.flatMap(({ was }) => was ?? []));
    assert.equal(new Set(shown).size, shown.length, 'a line is shown once');
  });

  it('are counted in all, and the first two hundred shown', () => {
    const was = numbered(400);
    const { changed, shown, hunks } = changedLines(text(was), text(was.map((line) => `${line}!`)));
    assert.deepEqual([changed, shown], [800, 200]);
    assert.equal(hunks.flatMap(({ lines }) => lines).length, 200);
  });

  it('are compared by place where nothing can be aligned', () => {
    const was = numbered(3000);
    const now = was.map((line) => `${line} other`);
    const { byPlace, changed } = changedLines(text(was), text(now));
    assert.equal(byPlace, true);
    assert.equal(changed, 6000);
  });

  it('say where the last line has no end', () => {
    const changed = changedLines('a\nb\n', 'a\nb');
    assert.deepEqual(written(changed), ['1:1 a\n2:-b\n:2+b ⟨no end of line⟩']);
  });

  it('keep the part of a long line around its difference', () => {
    const long = `${'x'.repeat(2000)}A${'y'.repeat(2000)}`;
    const changed = changedLines(`${long}\n`, `${long.replace('A', 'B')}\n`);
    const [removed, added] = changed.hunks[0]?.lines ?? [];
    assert.match(removed?.text ?? '', /^…x+Ay+…$/);
    assert.match(added?.text ?? '', /^…x+By+…$/);
    assert.ok((removed?.text.length ?? 0) < 510);
  });

  it('of one side alone are all of it', () => {
    assert.deepEqual(written(changedLines('', 'a\nb\n')), [':1+a\n:2+b']);
    assert.deepEqual(changedLines('same\n', 'same\n').hunks, []);
  });
});
