import assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import { leaveOpen, seal, unseal } from '../../../src/records/sealed';

describe('a sealed record', () => {
  const record = { b: [1, 'ü'], a: { c: null } };

  it('ends with the digest of the canonical JSON before it', () => {
    const text = '{"a":{"c":null},"b":[1,"ü"]}';
    assert.equal(seal(record), `${text.slice(0, -1)},"digest":"${digestOf(text)}"}\n`);
    assert.equal(seal({}), `{"digest":"${digestOf('{}')}"}\n`);
    assert.equal(leaveOpen(record), `${text}\n`);
  });

  it('is proven however it is laid out', () => {
    const pretty = JSON.stringify(JSON.parse(seal(record)), null, 2);
    for (const text of [seal(record), pretty]) {
      assert.deepEqual(unseal(text), { state: 'whole', value: record, sealed: true });
    }
    assert.deepEqual(unseal(leaveOpen(record)), { state: 'whole', value: record, sealed: false });
  });

  it('is damaged where anything differs', () => {
    const text = seal(record);
    const harmed = [
      text.replace('null', 'true'),
      text.replace('"c"', '"d"'),
      text.replace(/"digest":".*"/, '"digest":"sha256:0"'),
      text.replace(/"digest":".*"/, '"digest":7'),
      text.replace('[1,', '[1e999,'),
      text.slice(0, 20),
      'null',
      '[]',
      '',
    ];
    for (const one of harmed) assert.deepEqual(unseal(one), { state: 'damaged' }, one);
  });
});
