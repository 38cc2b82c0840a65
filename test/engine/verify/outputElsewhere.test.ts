import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Report } from '../../../src/records/report';
import { openStore } from '../../../src/store/diskStore';
import { git } from '../../support/gitRepository';
import { must } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { brief, saved, stepIn } from './support';

const NEAR = `
  a:
    run: python3 near.py > m.json
    inputs: [near.py]
    outputs: [{ m.json: { tolerance: { relative: 0.01 } } }]`;
const FILES = { 'near.py': 'import random; print(1 + random.random() * 1e-6)' };

/** As in a clone, which has lists and no bytes. */
function loseObjects(rig: Rig): void {
  fs.rmSync(path.join(rig.project.store, 'objects'), { recursive: true });
}

describe('Output A whose bytes the store has no longer', function () {
  this.timeout(60_000);

  it('is judged by what the workspace has with that digest', async () => {
    const { rig, verify } = await saved(NEAR, FILES);
    await rig.store.close();
    loseObjects(rig);
    const store = must(openStore(rig.project.store));
    try {
      const report = await verify({ store });
      assert.deepEqual(brief(report), { a: 'equivalent source' });
      assert.match(
        stepIn(report, 'a').outputs[0]?.notes.join() ?? '',
        /m\.json: bytes taken from the workspace/,
      );
      fs.rmSync(rig.path('m.json'));
    } finally {
      await store.close();
    }
    loseObjects(rig);
    const empty = must(openStore(rig.project.store));
    try {
      assert.deepEqual(brief(await verify({ store: empty })), { a: 'incomparable source' });
    } finally {
      await empty.close();
    }
  });

  it('is judged by what git has at the recorded commit', async () => {
    const first = await saved(NEAR, FILES, (rig) => git(rig.root, 'init', '-q'));
    const { rig } = first;
    git(rig.root, 'add', 'm.json', 'near.py', 'pipeline.yaml');
    git(rig.root, 'commit', '-qm', 'all');
    const version = { ...first.version, commit: git(rig.root, 'rev-parse', 'HEAD') };
    await rig.store.close();
    loseObjects(rig);
    fs.rmSync(rig.path('m.json'));
    const store = must(openStore(rig.project.store));
    try {
      const report = await first.verify({ store, version });
      assert.deepEqual(brief(report), { a: 'equivalent source' });
      assert.match(stepIn(report, 'a').outputs[0]?.notes.join() ?? '', /taken from git/);
    } finally {
      await store.close();
    }
  });

  it('is looked for on both sides of a diff', async () => {
    const { rig, diff, rerun } = await saved(NEAR, FILES);
    const first = rig.read('m.json');
    const second = await rerun();
    const [step] = second.steps;
    assert.ok(step?.outcome && step.inputTree && second.plan);
    const [file] = must(await rig.store.getTree(step.outcome)).entries;
    assert.ok(file?.kind === 'file');
    const is = must(await rig.store.getBytes(file.digest)).toString();
    for (const list of [second.plan, step.outcome, step.inputTree]) {
      must(await rig.store.publishDocument(list));
    }
    await rig.store.close();
    loseObjects(rig);
    const find = async (): Promise<Report> => {
      const store = must(openStore(rig.project.store));
      try {
        return await diff('v1.0', second.id, store);
      } finally {
        await store.close();
      }
    };
    fs.rmSync(rig.path('m.json'));
    assert.deepEqual(brief(await find()), { a: 'incomparable source' });
    rig.write({ 'm.json': first });
    assert.deepEqual(brief(await find()), { a: 'incomparable source' }, 'one side alone');
    git(rig.root, 'init', '-q');
    git(rig.root, 'add', 'm.json');
    git(rig.root, 'commit', '-qm', 'Output A');
    rig.write({ 'm.json': is });
    const report = await find();
    assert.deepEqual(brief(report), { a: 'equivalent source' });
    const notes = stepIn(report, 'a').outputs[0]?.notes.join('\n') ?? '';
    assert.match(notes, /bytes taken from git/);
    assert.match(notes, /bytes taken from the workspace/);
    assert.deepEqual(brief(await find()), { a: 'equivalent source' }, 'nothing was kept');
  });
});
