import * as assert from 'node:assert/strict';

import { isPattern, matcherOf } from '../../../src/pipeline/patterns';
import { patternsMeet } from '../../../src/pipeline/patternsMeet';
import { seededRandom } from '../../support/seededRandom';

describe('patterns that meet', () => {
  const MEET: readonly (readonly [string, string])[] = [
    ['a', 'a'],
    ['a', 'a/b'],
    ['.', 'a/b'],
    ['models', 'models/*.txt'],
    ['models/*.txt', 'models/a.txt'],
    ['models/a.txt', 'models/*'],
    ['data/**', 'data/x/y.csv'],
    ['**/*.csv', 'data'],
    ['**', 'a'],
    ['**/x', 'a/**'],
    ['a*c', '*b*'],
    ['[a-c]x', '[c-e]x'],
    ['{a,b}/x', 'b/*'],
    ['.e*', '.env'],
    ['out', 'out/.hidden/*.log'],
    ['out/.hidden', 'out/.hidden/**'],
    ['a/?/c', 'a/🎈/*'],
    ['m/*-1.json', 'm/f*.json'],
    ['[!a]', '[!b]'],
    ['*.x', '*.x'],
  ];
  const APART: readonly (readonly [string, string])[] = [
    ['a', 'b'],
    ['a', 'ab'],
    ['data', 'data2/x'],
    ['models/*.txt', 'models/a.csv'],
    ['models/*.txt', 'models/sub/a.txt'],
    ['models/*.txt', 'models/sub'],
    ['*.txt', 'a/b.txt'],
    ['*', '.env'],
    ['**', '.env'],
    ['**/*.csv', '.data/x.csv'],
    ['a*', 'b*'],
    ['*.csv', '*.json'],
    ['[a-c]x', '[d-e]x'],
    ['a/?', 'a/bc'],
    ['[.]env', '.env'],
    ['{a,b}/x', 'c/*'],
    ['src/**', 'src'.slice(0, 2)],
    ['a/*/c', 'a/b/*/d'],
    ['mod*', 'models/a.txt'],
    ['[a]', '[!a]'],
    ['.*', '*'],
  ];

  for (const [a, b] of MEET) {
    it(`${a} meets ${b}`, () => {
      assert.ok(patternsMeet(a, b));
      assert.ok(patternsMeet(b, a), 'the other way round');
    });
  }

  for (const [a, b] of APART) {
    it(`${a} does not meet ${b}`, () => {
      assert.ok(!patternsMeet(a, b));
      assert.ok(!patternsMeet(b, a), 'the other way round');
    });
  }

  it('is what trying every short path finds', () => {
    const names = ['a', 'b', 'ab', 'ba', 'aa', 'bb', '.a', '.b', 'abb', 'bab', 'a.', 'b.a'];
    const paths = names.flatMap((one) => [
      one,
      ...names.flatMap((two) => [
        `${one}/${two}`,
        ...['a', 'b', '.a'].map((three) => `${one}/${two}/${three}`),
      ]),
    ]);
    const takes = (declared: string): ((path: string) => boolean) =>
      isPattern(declared)
        ? matcherOf(declared)
        : (path) => path === declared || path.startsWith(`${declared}/`);
    const random = seededRandom('meet');
    const pick = (list: readonly string[]): string =>
      list[Math.floor(random() * list.length)] as string;
    const declare = (): string =>
      Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
        pick([
          'a',
          'b',
          '.a',
          '*',
          'a*',
          '*b',
          '?',
          '??',
          '[ab]',
          '[!a]',
          '**',
          '{a,b}',
          '.?',
          '*a*',
        ]),
      ).join('/');
    let met = 0;
    for (let round = 0; round < 1500; round++) {
      const [a, b] = [declare(), declare()];
      const [takesA, takesB] = [takes(a), takes(b)];
      const expected = paths.some((path) => takesA(path) && takesB(path));
      assert.equal(patternsMeet(a, b), expected, `${a} and ${b}`);
      if (expected) met++;
    }
    assert.ok(met > 200 && met < 1300, `${met} met`);
  });

  it('is quick where much could be tried', () => {
    assert.equal(patternsMeet(`${'**/a/'.repeat(20)}b`, `${'a/'.repeat(60)}c/*.txt`), false);
    assert.equal(patternsMeet(`${'*a'.repeat(30)}b`, `${'a*'.repeat(30)}c`), false);
  });
});
