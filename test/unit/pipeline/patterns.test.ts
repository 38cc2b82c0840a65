import * as assert from 'node:assert/strict';

import picomatch from 'picomatch';

import { fixedPart, isPattern, matcherOf } from '../../../src/pipeline/patterns';
import { seededRandom } from '../../support/seededRandom';

describe('patterns', () => {
  const MATCHES: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a.txt', ['a.txt'], ['a.txt/b', 'b/a.txt', 'A.txt']],
    ['*.txt', ['a.txt', 'a.b.txt'], ['.txt', '.a.txt', 'b/a.txt', 'a.txt2', 'txt']],
    ['*', ['a', 'a.b'], ['.a', 'a/b', '']],
    ['.*', ['.a', '.gitignore'], ['a', '..a/b']],
    ['.e*v', ['.env'], ['env', '.envs']],
    ['?.txt', ['a.txt', 'é.txt', '🎈.txt'], ['.txt', 'ab.txt', '..txt']],
    ['**', ['a', 'a/b', 'a/b/c'], ['.a', 'a/.b', '.a/b']],
    ['**/*.py', ['x.py', 'a/x.py', 'a/b/x.py'], ['.a/x.py', 'a/.x.py', 'a/x.pyc']],
    ['src/**', ['src/a', 'src/a/b'], ['src', 'src/.a', 'srcs/a', 'src/.a/b']],
    ['src/**/x', ['src/x', 'src/a/x', 'src/a/b/x'], ['src/ax', 'x', 'src/x/y']],
    ['a/**/b/**/c', ['a/b/c', 'a/x/b/y/z/c', 'a/b/b/c/c'], ['a/c', 'a/b', 'a/x/c']],
    ['**/.env', ['.env', 'a/.env'], ['.a/.env', 'env']],
    ['[ab]x', ['ax', 'bx'], ['cx', 'x', 'abx']],
    ['[!ab]x', ['cx', '🎈x'], ['ax', '/x', '.x']],
    ['[^ab]x', ['cx'], ['bx']],
    ['[a-cx]', ['a', 'b', 'c', 'x'], ['d', '-']],
    ['[]]', [']'], ['[']],
    ['[!]]', ['a'], [']']],
    ['[-a]', ['-', 'a'], ['b']],
    ['[[]1].csv', ['[1].csv'], ['1.csv']],
    ['{a,b}.txt', ['a.txt', 'b.txt'], ['c.txt', '{a,b}.txt']],
    ['{a,b/c}/x', ['a/x', 'b/c/x'], ['b/x']],
    ['{a,b{c,d}}', ['a', 'bc', 'bd'], ['b', 'bcd']],
    ['{,.}a', ['a', '.a'], ['..a']],
    ['{*.txt,.env}', ['a.txt', '.env'], ['.a.txt']],
    ['data set/*.csv', ['data set/a b.csv'], ['data/a.csv']],
    ['ünï/**', ['ünï/résumé 🎈.txt'], ['uni/x']],
    ['a+(b)', ['a+(b)'], []],
    ['a\\*', ['a\\', 'a\\b'], ['a*']],
    ['*a*b*c*', ['abc', 'xaxbxcx'], ['acb', '.abc']],
  ];

  for (const [pattern, takes, leaves] of MATCHES) {
    it(`${pattern} takes ${takes.join(' ')}`, () => {
      const matches = matcherOf(pattern);
      assert.deepEqual(
        takes.filter((path) => !matches(path)),
        [],
        'should be taken',
      );
      assert.deepEqual(
        leaves.filter((path) => matches(path)),
        [],
        'should be left',
      );
    });
  }

  it('tells patterns from paths', () => {
    assert.deepEqual(
      ['*', 'a?', '[a]', '{a}', 'a/**'].filter((each) => !isPattern(each)),
      [],
    );
    assert.deepEqual(['a', 'a b/c.txt', '.env', '~x', 'a!', 'a(b)'].filter(isPattern), []);
  });

  it('knows the folder to walk from', () => {
    const fixed = ['*.txt', 'a/b/*.txt', 'a/b', 'a/{b,c}/d', 'a/**', '**', 'a b/x?', 'a*/b'].map(
      fixedPart,
    );
    assert.deepEqual(fixed, ['.', 'a/b', 'a/b', 'a', 'a', '.', 'a b', '.']);
  });

  it('does not take for ever on what makes other matchers explode', () => {
    const matches = matcherOf(`${'*a'.repeat(40)}b`);
    assert.equal(matches('a'.repeat(5000)), false);
    assert.equal(matcherOf('**/a/'.repeat(30) + 'b')(`${'a/'.repeat(2000)}c`), false);
  });

  it('agrees with picomatch where both mean the same', () => {
    const random = seededRandom('patterns');
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const some = (from: readonly string[], most: number): string =>
      Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(from)).join('');
    let matched = 0;
    for (let round = 0; round < 3000; round++) {
      const segments = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        random() < 0.2 ? '**' : some(['a', 'b', '.', '*', '?', '[ab]', '{a,b}'], 3),
      );
      const names = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
        some(['a', 'b', '.'], 3),
      );
      const [pattern, path] = [segments.join('/'), names.join('/')];
      // A name of dots alone is none; a `**` at the end takes the folder itself there; and a dot in a class or
      // behind a star at the start of a name is settled in another way.
      if (names.some((name) => /^\.+$/.test(name)) || segments.at(-1) === '**') continue;
      if (
        segments.some(
          (segment) =>
            /^(?:[*?{[].*|\.+$)/.test(segment) && segment !== '**' && segment.includes('.'),
        )
      )
        continue;
      if (segments.some((segment) => segment !== '**' && segment.includes('**'))) continue;
      const expected = picomatch(pattern, { noextglob: true, nonegate: true })(path);
      assert.equal(matcherOf(pattern)(path), expected, `${pattern} and ${path}`);
      if (expected) matched++;
    }
    assert.ok(matched > 50, `only ${matched} matched`);
  });
});
