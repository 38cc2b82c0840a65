import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { withMark, listProcesses } from '../../../src/base/processTable';
import { MARK } from '../../../src/run/executors/executor';
import { leavesBelow } from '../../../src/run/moveAside';
import { openRig, statuses } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { startKillable } from '../../support/killable';
import { seededRandom } from '../../support/seededRandom';

const KILLS = 200;

const STEPS = `
  a: { run: "cat in.txt in.txt > out/a.txt", inputs: [in.txt], outputs: [out/a.txt] }
  b: { run: "mkdir parts; for i in 1 2 3 4 5; do cp out/a.txt parts/$i; done", inputs: [out/a.txt], outputs: [parts/] }
  c: { run: "cat parts/* | sha256sum > c.txt", inputs: [parts/], outputs: [c.txt] }
  d: { run: "sleep 60 & head -c 100000 /dev/zero > d.bin; cat in.txt >> d.bin; kill $!", inputs: [in.txt], outputs: [d.bin] }`;

describe('kill -9 at any moment', function () {
  this.timeout(20 * 60 * 1000);

  it(`loses nothing, damages nothing and blocks nobody, ${KILLS} times`, async () => {
    const rig = openRig({ 'in.txt': 'first\n' });
    rig.plan(STEPS);
    const random = seededRandom('kill -9');
    let longest = 300;
    let killed = 0;
    for (let round = 0; round < KILLS; round++) {
      const mine = `work of round ${round}\n`;
      rig.write({ 'in.txt': `input ${round % 7}\n`, 'out/a.txt': mine, 'parts/extra': mine });
      const started = performance.now();
      const run = startKillable(rig.root);
      const timer = setTimeout(() => run.kill(), random() * longest);
      const code = await run.ended;
      clearTimeout(timer);
      assert.equal(run.refused(), null, `round ${round} was refused`);
      if (code === null) killed++;
      else {
        assert.equal(code, 0, `round ${round} did not succeed`);
        longest = (longest + (performance.now() - started)) / 2;
      }
      assert.deepEqual(lost(rig, mine), [], `round ${round}`);
      if (round % 20 === 19) await assertWhole(rig);
    }
    assert.ok(killed > KILLS / 4, `only ${killed} of ${KILLS} were killed before they ended`);
    const last = startKillable(rig.root, { reuse: 'none' });
    assert.equal(await last.ended, 0);
    await assertWhole(rig);
    assert.deepEqual(fs.readdirSync(path.join(rig.project.store, 'locks')), []);
    assert.deepEqual(leftRunning(rig), []);
    const after = await rig.ran(rig.plan(STEPS));
    assert.deepEqual(statuses(after), { a: 'reused', b: 'reused', c: 'reused', d: 'reused' });
  });
});

/** Of the two files that held these bytes, those that hold them nowhere any more. */
function lost(rig: Rig, bytes: string): string[] {
  const kept = rig.records.runIds().flatMap((id) => {
    const folder = rig.records.runFolder(id);
    return ['displaced', 'aside'].map((name) => path.join(folder, name));
  });
  return ['out/a.txt', 'parts/extra'].filter((name) => {
    const places = [
      path.join(rig.root, name),
      ...kept.flatMap((folder) => candidates(folder, name)),
    ];
    return !places.some(
      (place) => fs.existsSync(place) && fs.readFileSync(place, 'utf8') === bytes,
    );
  });
}

/** What two runs displaced of one path lies side by side under one name and `name.2`. */
function candidates(folder: string, name: string): string[] {
  return leavesBelow(folder)
    .filter((leaf) => leaf === name || leaf.startsWith(`${name}.`))
    .map((leaf) => path.join(folder, leaf));
}

async function assertWhole(rig: Rig): Promise<void> {
  for await (const finding of rig.store.check()) {
    assert.notEqual(finding.kind, 'damaged', JSON.stringify(finding));
  }
}

function leftRunning(rig: Rig): number[] {
  const pids = listProcesses().map(({ pid }) => pid);
  return rig.records
    .runIds()
    .flatMap((id) =>
      ['a', 'b', 'c', 'd'].flatMap((step) => [...withMark(pids, `${MARK}=${id}/${step}`)]),
    );
}
