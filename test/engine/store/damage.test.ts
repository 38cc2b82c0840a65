import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import { findings } from '../../contract/objectStore';
import { failure, value } from '../../support/results';
import { filesBelow, newStore, overwrite } from './support';

describe('a damaged store', () => {
  it('with a pack cut anywhere tells which objects are lost, and reads the others', async () => {
    const { store, folder, open } = newStore();
    const texts = ['first', 'second object', 'third '.repeat(50), ''];
    for (const text of texts) value(await store.putBytes(Buffer.from(text)));
    value(await store.sync());
    await store.close();
    const pack = packOf(folder);
    const good = fs.readFileSync(pack);
    for (let length = 0; length < good.length; length += length < 60 ? 1 : 7) {
      overwrite(pack, good.subarray(0, length));
      const cut = open();
      const found = await findings(cut);
      const damaged = new Set(found.flatMap((f) => (f.kind === 'damaged' ? [f.digest] : [])));
      assert.ok(found.length > 0, `cut at ${length}`);
      for (const text of texts) {
        const digest = digestOf(text);
        const read = await cut.getBytes(digest);
        if (damaged.has(digest) && text !== '') {
          assert.equal(failure(read).code, 'object-damaged', `cut at ${length}: ${text}`);
        } else {
          assert.equal(value(read).toString(), text);
        }
      }
      await cut.close();
    }
    overwrite(pack, good);
    const whole = open();
    assert.deepEqual(await findings(whole), []);
    await whole.close();
  });

  it('with an index cut or altered anywhere says so, and believes none of it', async () => {
    const { store, folder, open } = newStore();
    const digest = value(await store.putBytes(Buffer.from('indexed')));
    value(await store.sync());
    await store.close();
    const index = packOf(folder).replace(/\.pack$/, '.index');
    const good = fs.readFileSync(index);
    const altered = Array.from({ length: good.length }, (_, at) => {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] as number) ^ 0x40;
      return bytes;
    });
    const cut = altered.map((_, length) => good.subarray(0, length));
    for (const bytes of [...altered, ...cut]) {
      overwrite(index, bytes);
      const later = open();
      assert.equal(failure(await later.getBytes(digest)).code, 'object-missing');
      const found = await findings(later);
      assert.deepEqual(
        found.map((finding) => finding.kind),
        ['damaged'],
      );
      await later.close();
    }
    const healing = open();
    assert.equal(value(await healing.putBytes(Buffer.from('indexed'))), digest);
    value(await healing.sync());
    assert.equal(value(await healing.getBytes(digest)).toString(), 'indexed');
    assert.deepEqual(await findings(healing), [], 'the same pack came again and replaced it');
    await healing.close();
  });

  it('with every bit of a pack flipped in turn is never believed', async () => {
    const { store, folder, open } = newStore();
    const digest = value(await store.putBytes(Buffer.from('bits')));
    value(await store.sync());
    await store.close();
    const pack = packOf(folder);
    const good = fs.readFileSync(pack);
    for (let bit = 0; bit < good.length * 8; bit++) {
      const bytes = Buffer.from(good);
      bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
      overwrite(pack, bytes);
      const later = open();
      assert.equal((await findings(later)).length, 1, `bit ${bit}`);
      const read = await later.getBytes(digest);
      if (read.ok) assert.equal(read.value.toString(), 'bits');
      await later.close();
    }
  });

  it('names stray files, and leaves them', async () => {
    const { store, folder } = newStore();
    value(await store.putBytes(Buffer.from('x')));
    value(await store.sync());
    const strays = [
      ['tmp', '1999999999-abc.pack'],
      ['objects', 'packs', 'no-index.pack'],
      ['objects', 'sha256', 'zz', 'not-hexadecimal'],
      ['trees', 'ab', 'cdef.json.tmp'],
    ].map((parts) => path.join(folder, ...parts));
    for (const stray of strays) {
      fs.mkdirSync(path.dirname(stray), { recursive: true });
      fs.writeFileSync(stray, 'stray');
    }
    const young = path.join(folder, 'trees', 'ab', 'young.json.tmp'); // perhaps being written
    fs.writeFileSync(young, '');
    const then = new Date(Date.now() - 120_000);
    fs.utimesSync(strays[3] as string, then, then);
    const found = await findings(store);
    assert.deepEqual(
      found.map((finding) => finding.kind === 'stray' && finding.where).sort(),
      [...strays].sort(),
    );
    for (const stray of strays) assert.ok(fs.existsSync(stray));
    await store.close();
  });

  it('finds a damaged document, and reads it from the objects meanwhile', async () => {
    const { store, folder, open } = newStore();
    const tree = value(await store.putTree([{ path: 'a', kind: 'folder' }]));
    value(await store.publishDocument(tree));
    const [document] = filesBelow(path.join(folder, 'trees'));
    assert.ok(document);
    fs.writeFileSync(document, fs.readFileSync(document, 'utf8').replace('folder', 'golden'));
    const found = await findings(store);
    assert.deepEqual(
      found.map((finding) => finding.kind === 'damaged' && finding.where),
      [document],
    );
    assert.equal(value(await store.getTree(tree)).entries.length, 1);
    value(await store.publishDocument(tree));
    assert.deepEqual(await findings(store), []);
    for (const file of filesBelow(path.join(folder, 'objects'))) fs.rmSync(file);
    await store.close();
    const clone = open();
    assert.equal(value(await clone.getTree(tree)).entries.length, 1, 'as in a fresh clone');
    fs.writeFileSync(document, 'damaged');
    assert.equal(failure(await clone.getTree(tree)).code, 'tree-damaged');
    await clone.close();
  });
});

function packOf(folder: string): string {
  const packs = filesBelow(path.join(folder, 'objects')).filter((file) => file.endsWith('.pack'));
  assert.equal(packs.length, 1);
  return packs[0] as string;
}
