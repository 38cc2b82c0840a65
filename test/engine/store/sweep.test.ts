import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import { looseFile, placesOf } from '../../../src/store/places';
import { removeOld } from '../../../src/store/upkeep/removeOld';
import { findings } from '../../contract/objectStore';
import { failure, value } from '../../support/results';
import { writeFiles } from '../../support/temporary';
import { damageObject, filesBelow, newStore } from './support';

const DAY = 86_400_000;

describe('sweeping a disk', () => {
  it('puts small packs together and loses nothing that is kept', async () => {
    const { store, folder, open } = newStore();
    const kept: Digest[] = [];
    const dropped: Digest[] = [];
    for (let round = 0; round < 12; round++) {
      kept.push(value(await store.putBytes(Buffer.from(`kept ${round}`))));
      dropped.push(value(await store.putBytes(Buffer.from(`dropped ${round}`))));
      value(await store.sync());
    }
    makeOld(folder);
    const other = open(); // knows the packs as they are now
    assert.ok(other.has(kept[0] as Digest));
    const swept = value(
      await store.sweep({ keep: new Set(kept), graceMs: DAY / 2, dryRun: false }),
    );
    assert.deepEqual(swept.digests, [...dropped].sort());
    assert.equal(packs(folder).length, 1);
    for (const reader of [store, other]) {
      for (const [round, digest] of kept.entries()) {
        assert.equal(value(await reader.getBytes(digest)).toString(), `kept ${round}`);
      }
      for (const digest of dropped) {
        assert.equal(failure(await reader.getBytes(digest)).code, 'object-missing');
      }
    }
    assert.deepEqual(await findings(store), []);
    await store.close();
    await other.close();
  });

  it('spares what a later take found in the store and relies on', async () => {
    const { store, root, folder, open } = newStore();
    fs.writeFileSync(path.join(root, 'large'), Buffer.alloc(2_000_000, 3));
    fs.writeFileSync(path.join(root, 'small'), 'small');
    const files = ['large', 'small'].map((name) => ({ path: name, stat: null, keep: true }));
    const taken = value(await store.takeFiles(root, files, { cached: false }));
    value(await store.sync());
    await store.close();
    makeOld(folder);
    const writer = open();
    value(await writer.takeFiles(root, files, { cached: false }));
    value(await writer.sync());
    const sweeper = open();
    const options = { keep: new Set<Digest>(), graceMs: DAY / 2, dryRun: false };
    assert.equal(value(await sweeper.sweep(options)).objects, 0);
    for (const { digest } of taken) assert.ok(writer.has(digest));
    await writer.close();
    await sweeper.close();
  });

  it('takes again what a sweep beside it has removed', async () => {
    const { store, root, folder, open } = newStore();
    fs.writeFileSync(path.join(root, 'small'), 'small');
    const files = [{ path: 'small', stat: null, keep: true }];
    value(await store.takeFiles(root, files, { cached: true }));
    value(await store.sync());
    await store.close();
    const writer = open();
    assert.ok(writer.has(digestOf('small')));
    const sweeper = open();
    makeOld(folder);
    value(await sweeper.sweep({ keep: new Set(), graceMs: DAY / 2, dryRun: false }));
    value(await writer.takeFiles(root, files, { cached: true }));
    value(await writer.sync());
    assert.equal(value(await sweeper.getBytes(digestOf('small'))).toString(), 'small');
    await writer.close();
    await sweeper.close();
  });

  it('removes what is old only where nobody finds it any more, and puts back what became young', () => {
    const { folder } = newStore();
    const places = placesOf(folder);
    const files = ['index', 'pack'].map((name) => path.join(folder, name));
    for (const file of files) fs.writeFileSync(file, path.basename(file));
    const hidden: boolean[] = [];
    const asked = (old: boolean) => (): boolean => {
      hidden.push(files.every((file) => !fs.existsSync(file)));
      return old;
    };
    assert.equal(removeOld(places, files, asked(false)), false);
    for (const file of files) assert.equal(fs.readFileSync(file, 'utf8'), path.basename(file));
    assert.equal(removeOld(places, files, asked(true)), true);
    assert.deepEqual(hidden, [true, true]);
    assert.deepEqual(fs.readdirSync(places.temporary), []);
  });

  it('puts back what a sweep that was killed had moved away, before it removes anything', async () => {
    const { store, folder, open } = newStore();
    const places = placesOf(folder);
    const small = value(await store.putBytes(Buffer.from('small')));
    const large = value(await store.putBytes(Buffer.alloc(2_000_000, 5)));
    value(await store.sync());
    const [pack = ''] = packs(folder);
    const files = [pack.replace(/pack$/, 'index'), pack, looseFile(places, large)];
    const killed = (): never => {
      throw new Error('killed');
    };
    assert.throws(() => removeOld(places, files.slice(0, 2), killed));
    assert.throws(() => removeOld(places, files.slice(2), killed));
    assert.deepEqual(files.filter(fs.existsSync), []);
    const sweep = { keep: new Set([small, large]), graceMs: DAY / 2, dryRun: false };
    value(await store.sweep(sweep));
    assert.deepEqual(files.filter(fs.existsSync), [], 'its process lives');
    for (const name of fs.readdirSync(places.temporary)) {
      const dead = name.replace(/^[0-9]+/, '1999999999');
      fs.renameSync(path.join(places.temporary, name), path.join(places.temporary, dead));
    }
    makeOld(folder);
    const later = open();
    value(await later.sweep(sweep));
    assert.equal(value(await later.getBytes(small)).toString(), 'small');
    assert.equal(value(await later.getBytes(large)).length, 2_000_000);
    assert.deepEqual(await findings(later), []);
    await store.close();
    await later.close();
  });

  it('finishes the removal of a pack that was begun', async () => {
    const { store, folder, open } = newStore();
    const places = placesOf(folder);
    value(await store.putBytes(Buffer.from('small')));
    value(await store.sync());
    const [pack = ''] = packs(folder);
    const index = pack.replace(/pack$/, 'index');
    const left = `1999999999-${'a'.repeat(16)}.packs-${path.basename(index)}.leaving`;
    fs.mkdirSync(places.temporary, { recursive: true });
    fs.renameSync(index, path.join(places.temporary, left));
    fs.rmSync(pack);
    makeOld(folder);
    const later = open();
    value(await later.sweep({ keep: new Set(), graceMs: DAY / 2, dryRun: false }));
    assert.deepEqual(filesBelow(path.join(folder, 'objects')), []);
    assert.deepEqual(fs.readdirSync(places.temporary), []);
    await store.close();
    await later.close();
  });

  it('leaves to another sweep what that one has begun to remove', () => {
    const { folder } = newStore();
    const pack = path.join(folder, 'pack');
    fs.writeFileSync(pack, 'its index is gone already');
    const files = [path.join(folder, 'index'), pack];
    assert.equal(
      removeOld(placesOf(folder), files, () => true),
      false,
    );
    assert.ok(fs.existsSync(pack));
  });

  it('spares what was written long before it is published', async () => {
    const { store, folder, open } = newStore();
    const digest = value(await store.putBytes(Buffer.from('small')));
    const large = value(await store.putBytes(Buffer.alloc(2_000_000)));
    makeOld(folder);
    value(await store.sync());
    const sweeper = open();
    const options = { keep: new Set<Digest>(), graceMs: DAY / 2, dryRun: false };
    assert.equal(value(await sweeper.sweep(options)).objects, 0);
    for (const kept of [digest, large]) assert.ok(sweeper.has(kept));
    await store.close();
    await sweeper.close();
  });

  it('spares what was put back from the store a moment ago', async () => {
    const { store, root, folder, open } = newStore();
    const digest = value(await store.putBytes(Buffer.from('small')));
    value(await store.sync());
    makeOld(folder);
    const entry = { path: 'back', kind: 'file', executable: false, size: 5, digest } as const;
    value(await store.restore(path.join(root, 'made'), [entry], { overwrite: false }));
    const sweeper = open();
    const options = { keep: new Set<Digest>(), graceMs: DAY / 2, dryRun: false };
    assert.equal(value(await sweeper.sweep(options)).objects, 0);
    await store.close();
    await sweeper.close();
  });

  it('removes half documents, old ones', async () => {
    const { store, folder } = newStore();
    const tree = value(await store.putTree([]));
    value(await store.publishDocument(tree));
    const [whole = ''] = filesBelow(path.join(folder, 'trees'));
    for (const name of ['old.tmp', 'young.tmp']) fs.writeFileSync(`${whole}.${name}`, '');
    const then = new Date(Date.now() - DAY);
    for (const file of [whole, `${whole}.old.tmp`]) fs.utimesSync(file, then, then);
    value(await store.sweep({ keep: new Set(), graceMs: 0, dryRun: false }));
    assert.deepEqual(filesBelow(path.join(folder, 'trees')), [whole, `${whole}.young.tmp`]);
    await store.close();
  });

  it('keeps anew what it had published itself, and a sweep has removed since', async () => {
    const { store, root, folder, open } = newStore();
    fs.writeFileSync(path.join(root, 'small'), 'small');
    fs.writeFileSync(path.join(root, 'large'), Buffer.alloc(2_000_000, 'large'));
    const files = ['large', 'small'].map((name) => ({ path: name, stat: null, keep: true }));
    const sweeper = open();
    for (const cached of [false, true, false]) {
      const taken = value(await store.takeFiles(root, files, { cached }));
      const put = value(await store.putBytes(Buffer.from('put')));
      value(await store.sync());
      const other = open();
      for (const digest of [...taken.map((file) => file.digest), put])
        value(await other.getBytes(digest));
      await other.close();
      makeOld(folder);
      value(await sweeper.sweep({ keep: new Set(), graceMs: DAY / 2, dryRun: false }));
    }
    await store.close();
    await sweeper.close();
  });

  it('leaves a pack alone in which something that is kept is damaged', async () => {
    const { store, folder, open } = newStore();
    const kept = value(await store.putBytes(Buffer.from('kept, but damaged')));
    value(await store.putBytes(Buffer.from('dropped')));
    value(await store.sync());
    await store.close();
    damageObject(folder, kept);
    makeOld(folder);
    const before = packs(folder);
    const later = open();
    const options = { keep: new Set([kept]), graceMs: DAY / 2, dryRun: false };
    assert.equal(value(await later.sweep(options)).objects, 0);
    assert.deepEqual(packs(folder), before);
    await later.close();
  });

  it('removes old strays, never young ones or those of a process that runs', async () => {
    const { store, folder } = newStore();
    value(await store.putBytes(Buffer.from('open pack')));
    const old = path.join(folder, 'tmp', `1999999999-${'a'.repeat(16)}.pack`);
    fs.writeFileSync(old, '');
    makeOld(folder);
    const young = path.join(folder, 'tmp', `1999999999-${'b'.repeat(16)}.pack`);
    fs.writeFileSync(young, '');
    value(await store.sweep({ keep: new Set(), graceMs: DAY / 2, dryRun: true }));
    assert.ok(fs.existsSync(old));
    value(await store.sweep({ keep: new Set(), graceMs: DAY / 2, dryRun: false }));
    assert.equal(fs.existsSync(old), false);
    assert.ok(fs.existsSync(young));
    value(await store.sync());
    assert.equal(value(await store.getBytes(digestOf('open pack'))).toString(), 'open pack');
    await store.close();
  });

  it('removes nothing that has not a name of its own making', async () => {
    const { store, folder } = newStore();
    value(await store.putBytes(Buffer.from('something')));
    value(await store.sync());
    const foreign = ['objects/sha256/notes/a.txt', 'objects/packs/pack-1.pack', 'tmp/thesis.txt'];
    writeFiles(folder, Object.fromEntries(foreign.map((name) => [name, 'theirs'])));
    makeOld(folder);
    const swept = value(await store.sweep({ keep: new Set(), graceMs: DAY / 2, dryRun: false }));
    assert.deepEqual(swept.digests, [digestOf('something')]);
    for (const name of foreign) {
      assert.equal(fs.readFileSync(path.join(folder, name), 'utf8'), 'theirs');
    }
    await store.close();
  });
});

function makeOld(folder: string): void {
  const then = new Date(Date.now() - DAY);
  for (const part of ['objects', 'tmp']) {
    for (const file of filesBelow(path.join(folder, part))) fs.utimesSync(file, then, then);
  }
}

function packs(folder: string): string[] {
  return filesBelow(path.join(folder, 'objects')).filter((file) => file.endsWith('.pack'));
}
