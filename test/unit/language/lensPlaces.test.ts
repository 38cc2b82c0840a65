import * as assert from 'node:assert/strict';

import { lensPlaces } from '../../../src/language/lensPlaces';
import { documentIn } from '../../support/languageCases';

describe('where lenses go', () => {
  const placesIn = (text: string): ReturnType<typeof lensPlaces> => lensPlaces(documentIn(text));

  it('over each step as it is written, a matrix once', () => {
    const text =
      'version: 1.0\nsteps:\n  a:\n    run: x\n  b:\n    matrix: { m: [1, 2] }\n    run: y\n';
    assert.deepEqual(placesIn(text), {
      label: '1.0',
      steps: [
        { name: 'a', at: text.indexOf('a:') },
        { name: 'b', at: text.indexOf('b:') },
      ],
    });
  });

  it('over what can be read of a broken text', () => {
    const text = 'steps:\n  a:\n    run: x\n  b: [\n';
    assert.equal(placesIn(text).label, null);
    assert.equal(placesIn(text).steps[0]?.name, 'a');
  });

  it('nowhere in an empty text', () => assert.deepEqual(placesIn(''), { label: null, steps: [] }));
});
