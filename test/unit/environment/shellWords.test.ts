import assert from 'node:assert/strict';

import { simpleCommands } from '../../../src/environment/shellWords';

/** Commands as texts; a word that only the shell knows is `?`. */
function read(script: string): string[] {
  return simpleCommands(script).map((words) => words.map((word) => word ?? '?').join(' '));
}

describe('simpleCommands', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['one', 'python a.py  x', ['python a.py x']],
    ['separators', 'a; b && c || d | e & f\ng', ['a', 'b', 'c', 'd', 'e', 'f', 'g']],
    ['quotes', `'my prog' "a b" c\\ d "it's"`, ["my prog a b c d it's"]],
    ['a line that goes on', 'python \\\n  a.py', ['python a.py']],
    ['comments', '# python no\na # b c\nx#y', ['a', 'x#y']],
    ['expansions', 'a $X "${Y}" "$@" $1 z$', ['a ? ? ? ? z$']],
    ['redirections', 'a <in >out 2>&1 &>all >> more b; c 2>/dev/null', ['a b', 'c']],
    ['a substitution', 'a $(b "$(c x)") `d`', ['c x', 'b ?', 'd', 'a ? ?']],
    ['one inside quotes', 'a "n: $(wc -l < f)"', ['wc -l', 'a ?']],
    ['arithmetic', 'a $((1 + 2)); (( i++ )); b', ['a ?', 'b']],
    ['process substitution', 'diff <(sort a) >(tee b)', ['sort a', 'tee b', 'diff ? ?']],
    ['if', 'if a x; then b; elif c; then d; else e; fi', ['a x', 'b', 'c', 'd', 'e']],
    ['for', 'for f in 1 2; do cp $f x; done; b', ['cp ? x', 'b']],
    ['while', 'while read x; do a; done < f', ['read x', 'a']],
    [
      'case',
      'case "$X" in a|b) one x;; (c) two;; *) three;; esac; d',
      ['one x', 'two', 'three', 'd'],
    ],
    ['a test', '[[ -f a && b < c ]] && d; [ -f x ] || e', ['[[', 'd', '[ -f x ]', 'e']],
    ['groups', '{ a; b; } ; (c; d) && ! e', ['a', 'b', 'c', 'd', 'e']],
    ['a function', 'f() { a; }; function g { b; }\nf', ['a', 'b', 'f']],
    ['an array', 'X=(a b c) d; e', ['X= d', 'e']],
    ['a heredoc', 'cat > f <<EOF\npython no\nEOF\na', ['cat', 'a']],
    ['a heredoc with tabs', "cat <<-'E O'\n\tx; y\n\tE O\na <<<word b", ['cat', 'a b']],
    ['two heredocs', 'a <<A; b <<B\n1\nA\n2\nB\nc', ['a', 'b', 'c']],
    ['nothing', ' \n ;; \n', []],
  ];
  for (const [name, script, expected] of cases) {
    it(`reads ${name}`, () => assert.deepEqual(read(script), expected));
  }

  it('returns on any beginning of any script', () => {
    const all = cases.map(([, script]) => script).join('\n');
    for (let end = 0; end <= all.length; end++) {
      const commands = simpleCommands(all.slice(0, end));
      assert.ok(commands.every((words) => words.length > 0));
    }
  });

  it('is not thrown off by deep nesting', () => {
    assert.ok(simpleCommands(`${'$('.repeat(5000)}a${')'.repeat(5000)}`).length < 20);
  });
});
