import assert from 'node:assert/strict';

import { resolveInside } from '../../../src/snapshot/links';

const LINKS: Readonly<Record<string, string>> = {
  here: '.',
  'a/latest': 'run_1',
  chain: 'a/latest',
  one: 'two',
  two: 'one',
  out: '/etc',
};

function end(path: string, target: string): string | null {
  return resolveInside(path, target, (at) => LINKS[at] ?? null);
}

describe('resolveInside', () => {
  it('says where a link comes out below its folder', () => {
    assert.equal(end('x', 'y'), 'y');
    assert.equal(end('a/b/x', '../../y'), 'y');
    assert.equal(end('a/x', './/c/'), 'a/c');
    assert.equal(end('x', 'chain/m.json'), 'a/run_1/m.json');
    assert.equal(end('a/x', '..'), '.');
  });

  it('gives null for what leaves, is absolute, or goes in circles', () => {
    assert.equal(end('x', '../y'), null);
    assert.equal(end('a/x', '../../y'), null);
    assert.equal(end('x', '/y'), null);
    assert.equal(end('x', 'C:/y'), null);
    assert.equal(end('x', 'here/../y'), null);
    assert.equal(end('x', 'out/passwd'), null);
    assert.equal(end('x', 'one'), null);
  });
});
