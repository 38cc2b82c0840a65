import * as assert from 'node:assert/strict';

import { PrefixedLines } from '../../../src/present/prefixedLines';

describe('lines of a log on a terminal', () => {
  const PREFIX = '\u001b[36mtrain │\u001b[0m ';
  const shown = (text: string): string => {
    const lines = new PrefixedLines('train', 5, 0);
    return lines.take(text) + lines.end();
  };
  const line = (text: string): string => `${PREFIX}${text}\u001b[0m\r\n`;

  it('have the name of their step before them', () => {
    assert.equal(shown('one\ntwo\n'), line('one') + line('two'));
  });

  it('are held back until they are whole', () => {
    const lines = new PrefixedLines('train', 5, 0);
    assert.equal(lines.take('half'), '');
    assert.equal(lines.take(' whole\n'), line('half whole'));
  });

  it('keep the last state of what is written over and over', () => {
    assert.equal(shown('10 %\r50 %\r100 %\n'), line('100 %'));
  });

  it('keep colours and tabs', () => {
    assert.equal(
      shown('\u001b[1;31mred\u001b[0m\tand \u001b[38;5;9mmore\u001b[m\n'),
      line('\u001b[1;31mred\u001b[0m\tand \u001b[38;5;9mmore\u001b[m'),
    );
  });

  const steering: readonly (readonly [string, string])[] = [
    ['a title', '\u001b]0;owned\u0007'],
    ['the clipboard', '\u001b]52;c;cm0gLXJmIC8=\u001b\\'],
    ['a command that a shell is said to have run', '\u001b]633;E;rm -rf /\u0007'],
    ['a link', '\u001b]8;;https://example.com\u001b\\'],
    ['a device control string', '\u001bPq#0\u001b\\'],
    ['a cursor move', '\u001b[5A'],
    ['a cleared screen', '\u001b[2J\u001b[H'],
    ['a private mode', '\u001b[?1049h'],
    ['a reset', '\u001bc'],
    ['a question to the terminal', '\u001b[6n'],
    ['eight-bit controls', '\u009b2J\u009d0;owned\u009c'],
    ['bells and backspaces', '\u0007\b\b\u0000'],
  ];
  for (const [what, text] of steering) {
    it(`do without ${what}`, () => assert.equal(shown(`be${text}fore\n`), line('before')));
  }

  it('do without an escape at the end', () => assert.equal(shown('text\u001b\n'), line('text')));

  it('do without a sequence that has no end', () => {
    assert.equal(shown('text\u001b]52;c;cm0gLXJmIC8=\nnext\n'), line('text') + line('next'));
  });
});
