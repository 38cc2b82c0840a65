import assert from 'node:assert/strict';

import { digestOf } from '../../../../src/base/digest';
import { Claims, FIRST_CALL } from '../../../../src/store/take/claims';
import { KnownPacks } from '../../../../src/store/packs/knownPacks';
import type { KnownPack } from '../../../../src/store/packs/knownPacks';
import { decodeIndex, encodeIndex, packName, RECORD } from '../../../../src/store/packs/packFormat';
import { readUint, writeUint } from '../../../../src/store/packs/packFormat';
import { rawOf } from '../../../../src/store/rawDigest';

describe('an index', () => {
  it('comes back sorted, whatever the order of its records', () => {
    const records = recordsOf(['c', 'a', 'b']);
    const index = decodeIndex(encodeIndex(records, 999));
    assert.equal(index?.count, 3);
    assert.equal(index.packLength, 999);
    const found = digestsIn(Buffer.from(index.records));
    assert.deepEqual(found, [...found].sort());
    assert.deepEqual(new Set(found), new Set(digestsIn(records)));
    assert.equal(packName(encodeIndex(recordsOf(['a', 'b', 'c']), 999)).length, 64);
  });

  it('is nothing once a byte of it is other or missing', () => {
    const index = encodeIndex(recordsOf(['x', 'y']), 123);
    assert.equal(decodeIndex(Buffer.alloc(0)), null);
    for (let at = 0; at < index.length; at++) {
      const altered = Buffer.from(index);
      altered[at] = (altered[at] as number) ^ 1;
      assert.equal(decodeIndex(altered), null, `byte ${at}`);
      assert.equal(decodeIndex(index.subarray(0, at)), null, `cut at ${at}`);
    }
  });

  it('holds numbers up to 2^53', () => {
    const bytes = Buffer.alloc(8);
    for (const number of [0, 1, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 7, Number.MAX_SAFE_INTEGER]) {
      writeUint(bytes, number, 0);
      assert.equal(readUint(bytes, 0), number);
    }
  });
});

describe('known packs', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `object ${index}`);

  it('find every object among many packs, and no other', () => {
    const known = new KnownPacks();
    for (let pack = 0; pack < 50; pack++) {
      known.add(packOf(`pack${pack}`, names.slice(pack * 100, (pack + 1) * 100)));
    }
    const shared = new KnownPacks(known.share());
    for (const packs of [known, shared]) {
      names.forEach((name, index) => {
        const place = packs.find(rawOf(digestOf(name)).words, 0);
        assert.equal(place?.pack, Math.floor(index / 100));
        assert.equal(place.offset, 1000 + (index % 100));
        assert.equal(place.size, name.length);
      });
      assert.equal(packs.find(rawOf(digestOf('unknown')).words, 0), null);
    }
  });

  it('answer a few looks and many alike, also while packs come', () => {
    const known = new KnownPacks();
    for (let pack = 0; pack < 10; pack++) {
      known.add(packOf(`pack${pack}`, names.slice(pack * 100, (pack + 1) * 100)));
      for (let index = 0; index < (pack + 1) * 100; index += 7) {
        const { words } = rawOf(digestOf(names[index] as string));
        assert.equal(known.find(words, 0)?.offset, 1000 + (index % 100));
        assert.equal(known.packOf(words, 0), Math.floor(index / 100));
      }
      assert.equal(known.packOf(rawOf(digestOf('unknown')).words, 0), -1);
    }
  });

  it('prefer the later of two places, and tell of both', () => {
    const known = new KnownPacks();
    known.add(packOf('one', ['a', 'b']));
    known.add(packOf('two', ['b', 'c']));
    const b = rawOf(digestOf('b'));
    assert.equal(known.find(b.words, 0)?.pack, 1);
    assert.deepEqual(
      known.findAll(b).map((place) => place.pack),
      [1, 0],
    );
    known.forget((pack) => pack.name === 'two');
    assert.equal(known.find(b.words, 0)?.pack, 0);
    assert.equal(known.find(rawOf(digestOf('c')).words, 0), null);
    assert.deepEqual(known.findAll(rawOf(digestOf('c'))), []);
  });
});

describe('claims', () => {
  it('are for the first of a call, and for everybody once confirmed', () => {
    const claims = Claims.for(10);
    const other = new Claims(claims.buffer);
    const { words } = rawOf(digestOf('a'));
    assert.equal(claims.claim(words, 0, FIRST_CALL), true);
    assert.equal(other.claim(words, 0, FIRST_CALL), false);
    assert.equal(other.claim(words, 0, FIRST_CALL + 1), true, 'the first call may fail yet');
    other.confirm(words, 0);
    assert.equal(claims.claim(words, 0, FIRST_CALL + 2), false);
  });

  it('tell apart digests that fall on one slot, and give up when full', () => {
    const claims = Claims.for(1);
    const words = new Int32Array(8 * 1000);
    for (let index = 0; index < 1000; index++) words[index * 8 + 7] = index + 1;
    const claimed = Array.from({ length: 1000 }, (_, index) =>
      claims.claim(words, index * 8, FIRST_CALL),
    );
    assert.ok(claimed.every(Boolean), 'each of them is another one');
    assert.equal(claims.claim(words, 0, FIRST_CALL), false);
    assert.equal(claims.claim(words, 999 * 8, FIRST_CALL), true, 'beyond the table all are kept');
  });
});

function recordsOf(texts: readonly string[]): Buffer {
  const records = Buffer.alloc(texts.length * RECORD);
  texts.forEach((text, index) => {
    rawOf(digestOf(text)).bytes.copy(records, index * RECORD);
    writeUint(records, 1000 + index, index * RECORD + 32);
    writeUint(records, text.length, index * RECORD + 40);
  });
  return records;
}

function digestsIn(records: Buffer): string[] {
  return Array.from({ length: records.length / RECORD }, (_, index) =>
    records.toString('hex', index * RECORD, index * RECORD + 32),
  );
}

function packOf(name: string, texts: readonly string[]): KnownPack {
  const bytes = encodeIndex(recordsOf(texts), 0);
  const index = new SharedArrayBuffer(bytes.length);
  Buffer.from(index).set(bytes);
  return { name, index, count: texts.length };
}
