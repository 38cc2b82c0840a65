import assert from 'node:assert/strict';

import { programsOf } from '../../../src/environment/programs';

function words(script: string, shell = 'sh'): string[] {
  return programsOf(script, shell).map(({ word }) => word);
}

describe('programsOf', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['what the shell does itself is none', 'cd x; echo a; export A=1; [ -f a ] && exit 1; : b', []],
    ['assignments come before a program', 'A=1 B="$C" python x.py', ['python']],
    ['a lone assignment is none', 'A=$(git rev-parse HEAD)', ['git']],
    [
      'exec and command are looked through',
      'exec -a n python x; command -v node; command cp a b',
      ['python', 'cp'],
    ],
    ['env names a program after its assignments', 'env -u A -i B=1 python x.py', ['env', 'python']],
    [
      'wrappers start another',
      'timeout -s KILL 10 nice -n 5 python x',
      ['timeout', 'nice', 'python'],
    ],
    ['xargs does', 'ls | xargs -P 2 -I {} cp {} d', ['ls', 'xargs', 'cp']],
    ['find does', 'find . -name x -exec sed -i s/a/b/ {} \\;', ['find', 'sed']],
    ['a script given to a shell', `bash -lc 'python a.py | tee b'`, ['bash', 'python', 'tee']],
    ['eval', `eval "python a.py; cp a b"`, ['python', 'cp']],
    [
      'a word that only the shell knows stays empty',
      '$PYTHON a.py; "$(which x)" y',
      ['', 'which', ''],
    ],
    ['paths stay as written', './run.sh; .venv/bin/python a.py', ['./run.sh', '.venv/bin/python']],
    ['time is a word of the shell', 'time -p python a.py', ['python']],
    ['a manager runs a command', 'uv run --with rich python a.py', ['uv', 'python']],
    ['or a script', 'poetry run train.py', ['poetry', 'python']],
    ['names of objects are no wrappers', 'constructor x; toString y', ['constructor', 'toString']],
  ];
  for (const [name, script, expected] of cases) {
    it(name, () => assert.deepEqual(words(script), expected));
  }

  it('knows which environment is active', () => {
    const found = programsOf('. .venv/bin/activate && python a.py; uv run python b.py', 'bash');
    assert.deepEqual(
      found.map(({ word, environment }) => [word, environment]),
      [
        ['python', '.venv'],
        ['uv', '.venv'],
        ['python', '.venv'],
      ],
    );
    assert.equal(programsOf('python a.py', 'sh')[0]?.environment, null);
  });

  it('reads the first words of a Windows script', () => {
    const script = 'python a.py && "C:\\My Tools\\x.exe" y | more\r\n%PY% z & copy a b';
    assert.deepEqual(words(script, 'cmd'), ['python', 'C:\\My Tools\\x.exe', 'more', '', 'copy']);
  });
});
