import * as assert from 'node:assert/strict';

import { cursorPlace } from '../../../src/language/cursorPlace';
import { CURSOR } from '../../support/languageCases';

/** Where the mark stands: the way, the slot, and what is typed. */
function placeOf(marked: string): string {
  const { way, slot, typed } = cursorPlace(marked.replace(CURSOR, ''), marked.indexOf(CURSOR));
  return `${way.join('/')} ${slot} ${JSON.stringify(typed)}`;
}

describe('the place of a cursor', () => {
  const places: Readonly<Record<string, string>> = {
    '‸': ' key ""',
    'na‸me: x': ' key "na"',
    'name: ch‸': 'name value "ch"',
    'name:‸': 'name value ""',
    'steps:\n  a:\n    ‸': 'steps/a key ""',
    'steps:\n  a:\n    run: x\n  ‸': 'steps key ""',
    'steps:\n  a:\n    inputs:\n      - ‸': 'steps/a/inputs/- item ""',
    'steps:\n  a:\n    inputs:\n    - x/‸': 'steps/a/inputs/- item "x/"',
    'steps:\n  a:\n    inputs:\n    - x\n    ru‸': 'steps/a key "ru"',
    'steps:\n  a:\n    inputs: [x, y‸': 'steps/a/inputs/- item "y"',
    'steps:\n  a:\n    inputs: [x, "y z‸"]': 'steps/a/inputs/- item "y z"',
    'steps:\n  a:\n    inputs: [x: { ca‸': 'steps/a/inputs/-/x key "ca"',
    'steps:\n  a: { run: ‸': 'steps/a/run value ""',
    'steps: { a: { run: x, ‸ } }': 'steps/a key ""',
    'steps:\n  a: {\n    run: x,\n    ‸\n  }': 'steps/a key ""',
    'steps:\n  a:\n    outputs:\n      - m.json:\n          ki‸':
      'steps/a/outputs/-/m.json key "ki"',
    'steps:\n  a:\n    outputs:\n      - m/${{ matrix.m }}.json:\n          ki‸':
      'steps/a/outputs/-/m/${{ matrix.m }}.json key "ki"',
    'steps:\n  a:\n    run: |\n      x: y\n      z‸\n    inputs: []': 'steps/a/run value "z"',
    'steps:\n  a:\n    run: |\n      x ${{ params.‸\n': 'steps/a/run expression " params."',
    'steps:\n  a: { run: "x ${{ en‸': 'steps/a/run expression " en"',
    'steps:\n  a: { run: "x ${{ y }} z‸': 'steps/a/run value "x ${{ y }} z"',
    'name: x # ‸': 'name nothing ""',
    'name: "x # ‸': 'name value "x # "',
    '# a\n‸name: x': ' key ""',
    'steps:\r\n  a:\r\n    ti‸\r\n': 'steps/a key "ti"',
  };

  for (const [marked, place] of Object.entries(places)) {
    it(JSON.stringify(marked), () => assert.equal(placeOf(marked), place));
  }

  it('knows the keys beside it, above and below, in lines and in braces', () => {
    const taken = (marked: string): readonly string[] =>
      [...cursorPlace(marked.replace(CURSOR, ''), marked.indexOf(CURSOR)).taken].sort();
    assert.deepEqual(
      taken('steps:\n  a:\n    run: x\n    ‸\n    shell: sh\n  b:\n    inputs: []'),
      ['run', 'shell'],
    );
    assert.deepEqual(taken('steps:\n  a: { run: x, ‸, shell: sh }'), ['run', 'shell']);
    assert.deepEqual(taken('source:\n  - a\n  - ‸\n  - "b"\n'), ['a', 'b']);
  });
});
