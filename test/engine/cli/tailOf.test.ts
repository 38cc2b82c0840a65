import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { tailOf } from '../../../src/cli/tailOf';
import { temporaryFolder } from '../../support/temporary';

describe('the end of a log', () => {
  let file = '';
  beforeEach(() => {
    file = path.join(temporaryFolder(), '1.log');
  });

  it('is its last lines, whole, whether or not the last one is ended', () => {
    for (const end of ['', '\n', '\r\n']) {
      fs.writeFileSync(file, `one\r\ntwo\nthree${end}`);
      assert.deepEqual(tailOf(file, 2), ['two', 'three']);
      assert.deepEqual(tailOf(file, 9), ['one', 'two', 'three']);
    }
  });

  it('is empty where nothing was said', () => {
    fs.writeFileSync(file, '');
    assert.deepEqual(tailOf(file, 5), []);
  });

  it('does not begin within a line, however long the log is', () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `line ${index}`);
    fs.writeFileSync(file, lines.join('\n'));
    assert.deepEqual(tailOf(file, 3), lines.slice(-3));
    assert.deepEqual(tailOf(file, 250), lines.slice(-250));
  });

  it('has as many lines as asked for, long ones too, and of an endless one the end', () => {
    const long = `${'x'.repeat(50_000)}end`;
    fs.writeFileSync(file, `${long}\n`.repeat(30));
    assert.deepEqual(
      tailOf(file, 20),
      Array.from({ length: 20 }, () => long),
    );
    fs.writeFileSync(file, 'x'.repeat(17 << 20) + 'end');
    const [only, ...more] = tailOf(file, 5);
    assert.deepEqual(more, []);
    assert.match(only?.slice(-9) ?? '', /^x+end$/);
  });
});
