import * as assert from 'node:assert/strict';

import { commandChange } from '../../../src/pipeline/commandChange';

const STEP = { name: 's', group: null };

/** What changed between two commands that a template may have made. */
function change(template: string, was: string, is: string) {
  const text = `steps:\n  s:\n    run: |-\n      ${template}\n    outputs: [o]\n`;
  return commandChange(text)(STEP, { was: [was], is: [is] });
}

const LR = { kind: 'params', keys: ['train', 'lr'] };

describe('commandChange', () => {
  it('names the values that are others, where the rest of the command is the same', () => {
    const template = 'train --lr ${{ params.train.lr }} --n ${{ params.n }} > o';
    assert.deepEqual(change(template, 'train --lr 0.1 --n 5 > o', 'train --lr 0.25 --n 5 > o'), [
      { reference: LR, was: '0.1', is: '0.25' },
    ]);
    assert.deepEqual(change(template, 'train --lr 0.1 --n 5 > o', 'train --lr 1 --n 6 > o'), [
      { reference: LR, was: '0.1', is: '1' },
      { reference: { kind: 'params', keys: ['n'] }, was: '5', is: '6' },
    ]);
    assert.deepEqual(change(template, 'train --lr  --n 5 > o', 'train --lr x --n 5 > o'), [
      { reference: LR, was: '', is: 'x' },
    ]);
  });

  it('takes one value for a param that stands in it twice', () => {
    const template = '${{ params.train.lr }} and ${{ params.train.lr }}';
    assert.deepEqual(change(template, '1 and 1', '2 and 2'), [
      { reference: LR, was: '1', is: '2' },
    ]);
    assert.equal(change(template, '1 and 3', '2 and 2'), null);
  });

  it('says nothing of a command that was another one', () => {
    const template = 'train --lr ${{ params.train.lr }}';
    assert.equal(change(template, 'train -v --lr 0.1', 'train --lr 0.2'), null);
    assert.equal(change(template, 'train --rate 0.1', 'train --lr 0.2'), null);
    assert.equal(change('train', 'trains', 'train'), null);
    assert.deepEqual(change('train', 'train', 'train'), []);
  });

  it('says nothing where more than one reading fits', () => {
    const template = 'a ${{ params.x }} ${{ params.y }} b';
    assert.equal(change(template, 'a 1 2 3 b', 'a 1 2 b'), null);
    assert.equal(change('a${{ params.x }}${{ params.y }}b', 'a12b', 'a13b'), null);
    assert.equal(change('${{ nothing }}', 'a', 'b'), null);
    assert.equal(change('${{ params.x', 'a', 'b'), null);
  });

  it('finds the text of a group, and none of a step that is not there', () => {
    const text = 'steps:\n  t:\n    matrix: { m: [a] }\n    run: x ${{ params.p }}\n';
    const commands = { was: ['x 1'], is: ['x 2'] };
    const changed = commandChange(text);
    assert.equal(changed({ name: 't@a', group: 't' }, commands)?.length, 1);
    assert.equal(changed({ name: 'u', group: null }, commands), null);
    assert.equal(changed({ name: 't@a', group: 't' }, { was: ['x 1', 'y'], is: ['x 2'] }), null);
    assert.equal(commandChange('{')(STEP, commands), null);
  });
});
