import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ownIdentity } from '../../../src/base/processes';
import { processHost } from '../../../src/base/host';
import { removeRuns } from '../../../src/engine/keeping';
import { listRuns } from '../../../src/engine/runs';
import { freeSpace } from '../../../src/engine/upkeep';
import { must, openRig } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { failure } from '../../support/results';

/** A run on another host that has not ended and whose claim last beat then. */
async function runElsewhere(rig: Rig, beat: number): Promise<string> {
  const run = await rig.ran(rig.plan('  s: { run: "touch o", outputs: [o] }'));
  const process = { ...ownIdentity(), host: 'elsewhere' };
  rig.records.writeRun({ ...run, id: 'there', process, status: 'running', endedAt: null });
  const claim = { format: 1, run: 'there', pipeline: run.pipeline, outputs: ['o'], process };
  for (const name of ['there.json', 'there.granted']) {
    fs.writeFileSync(path.join(rig.project.store, 'locks', name), JSON.stringify(claim));
  }
  lastBeat(rig, beat);
  return 'there';
}

function lastBeat(rig: Rig, beat: number): void {
  for (const name of ['there.json', 'there.granted']) {
    fs.utimesSync(path.join(rig.project.store, 'locks', name), beat / 1000, beat / 1000);
  }
}

const HOUR = 3_600_000;

describe('a run of another host that does not end', () => {
  const where = (rig: Rig) => ({ folder: rig.root, host: processHost() });
  const statusIn = (rig: Rig): string | undefined =>
    must(listRuns(where(rig))).runs.find(({ id }) => id === 'there')?.status;

  it('is removed with its claim only where a person takes over, and only when it is silent', async () => {
    const rig = openRig();
    const id = await runElsewhere(rig, Date.now());
    const request = { ...where(rig), runs: [id] };
    const refused = { code: 'run-is-live', id, unknownOn: 'elsewhere' };
    assert.deepEqual(failure(removeRuns(request)), refused);
    assert.deepEqual(failure(removeRuns({ ...request, takeOver: true })), refused);
    lastBeat(rig, Date.now() - HOUR);
    assert.deepEqual(failure(removeRuns(request)), refused);
    assert.deepEqual(must(removeRuns({ ...request, takeOver: true })), { ids: [id] });
    assert.equal(statusIn(rig), undefined);
    assert.deepEqual(fs.readdirSync(path.join(rig.project.store, 'locks')), []);
  });

  it('is cut off from a gc that takes over on, but not from a dry one', async () => {
    const rig = openRig();
    await runElsewhere(rig, Date.now() - HOUR);
    must(await freeSpace({ ...where(rig), dryRun: false }));
    must(await freeSpace({ ...where(rig), dryRun: true, takeOver: true }));
    assert.equal(statusIn(rig), 'running');
    must(await freeSpace({ ...where(rig), dryRun: false, takeOver: true }));
    assert.equal(statusIn(rig), 'interrupted');
  });
});
