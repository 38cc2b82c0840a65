import * as assert from 'node:assert/strict';

import { ignorePattern } from '../../../../src/pipeline/ignorePattern';
import { staysInLine } from '../../../../src/verify/comparators/staysInLine';

const stays = (pattern: string): boolean => {
  const expression = ignorePattern(pattern);
  assert.ok(expression, pattern);
  return staysInLine(expression);
};

describe('whether a pattern stays in a line', () => {
  it('is said where nothing in it takes the end of one', () => {
    for (const pattern of [
      'in [0-9.]+ s',
      '^at .*$',
      '\\d\\d:\\d\\d',
      '\\bworker-\\w+\\B',
      '[^\\n]+',
      '[^\\s,]+',
      '\\S+',
      '(?:a|b)(?=c)(?!d)(?<=e)(?<!f)(?<name>g)\\k<name>',
      '(a)\\1',
      '[ -~]',
      '\\x0b\\u{1F388}\\t\\[',
      '[a\\]]',
      '',
    ]) {
      assert.ok(stays(pattern), pattern);
    }
  });

  it('is not said where something may', () => {
    for (const pattern of [
      'a\\s*b',
      '[^,]+',
      '[\\s]',
      '[\\S\\s]',
      '[]|[^]',
      '\\n',
      'a\nb',
      '\\x0a',
      '\\u000A',
      '\\u{a}',
      '\\cJ',
      '\\W',
      '\\D',
      '\\P{L}',
      '\\p{Cc}',
      '[\\t-\\r]',
      '[\\0-~]',
      '\\12\\-',
      '(?!\\s)a',
    ]) {
      assert.ok(!stays(pattern), pattern);
    }
  });

  it('holds for what it is said of: parts come out as in the whole', () => {
    const text = 'a b\n\nab \n a,b\r\n\n\nb\ta\nba';
    const parts = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    for (const pattern of ['a.?', '^b', 'b$', '(?<=a).', '^.*a(?!b)', '[^\\n]b', '\\bb?', '.+']) {
      const expression = new RegExp(pattern, 'gum');
      assert.ok(stays(pattern), pattern);
      assert.equal(
        parts.map((part) => part.replace(expression, '')).join(''),
        text.replace(expression, ''),
        pattern,
      );
    }
  });
});
