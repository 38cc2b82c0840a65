import assert from 'node:assert/strict';

import { logLine } from '../../../src/present/logLine';

describe('a line of a log within an answer', () => {
  const ESC = '\u001b';

  it('is what a progress bar left standing', () => {
    assert.equal(logLine('epoch 1\repoch 2\repoch 3'), 'epoch 3');
    assert.equal(logLine('epoch 1\repoch 2\r'), 'epoch 2');
    assert.equal(logLine('\r'), '');
  });

  it('has no escape codes and no control characters', () => {
    assert.equal(logLine(`${ESC}[1;31mred${ESC}[0m and ${ESC}[2Kplain`), 'red and plain');
    assert.equal(logLine(`${ESC}]0;title\u0007a ${ESC}]8;;http://x${ESC}\\link`), 'a link');
    assert.equal(logLine(`${ESC}cback\u0008 bell\u0007\u009b1m`), 'back bell1m');
    assert.equal(logLine('a\tb'), 'a    b');
    assert.equal(logLine('größer → ☃'), 'größer → ☃');
  });

  it('is no longer than a few lines of a terminal', () => {
    const line = logLine(`begin${'x'.repeat(3_000_000)}end`);
    assert.ok(line.length <= 400, String(line.length));
    assert.match(line, /^begin.*….*end$/);
  });
});
