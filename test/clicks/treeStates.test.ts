import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';

import { processHost, runPipeline, saveVersion, verify } from '../../src/engine';
import { openSteering } from '../support/steered';
import { temporaryFolder, writeFiles } from '../support/temporary';
import { withProduct } from './driver/product';
import { until } from './driver/until';
import { clippedRows, expand, openSidebar, rows, untilRow, widenSidebar } from './driver/tree';

/** Wide enough for the labels in the samples, as VS Code opens it. */
const WIDTH = 300;
const NARROW = 200;

describe('the sidebar with everything in it that can be', function () {
  this.timeout(240_000);

  it('in every theme, as wide as it opens and at 200 px', async function () {
    const scratch = temporaryFolder();
    const steering = await openSteering();
    await projectWithVerdicts(path.join(scratch, 'verdicts'));
    await staleProject(path.join(scratch, 'stale'));
    await failedProject(path.join(scratch, 'failed'));
    const live = liveProject(path.join(scratch, 'live'), steering.command('hold'));
    writeFiles(path.join(scratch, 'typo'), {
      'pipeline.yaml': 'name: typo\nsteps:\n  one:\n    run: [\n  two:\n    inptus: [x]\n',
    });
    writeFiles(path.join(scratch, 'never'), {
      'pipeline.yaml': pipeline('never', 'first: { run: echo x, outputs: [x.txt] }'),
    });
    const names = ['failed', 'live', 'verdicts', 'stale', 'typo', 'never'];
    const folder = path.join(scratch, 'all.code-workspace');
    fs.writeFileSync(folder, JSON.stringify({ folders: names.map((name) => ({ path: name })) }));
    await runOf(path.join(scratch, 'live'), ['ready']);
    const running = live();
    const held = await steering.started('hold');
    await withProduct(this, { folder, scratch }, async ({ page, pictures }) => {
      await page.setViewportSize({ width: 1000, height: 1700 });
      await openSidebar(page);
      await openEverything(page);
      await saysEverything(page);
      const part = '[id="workbench.view.extension.reprise"]';
      await pictures('tree-states', { part });
      assert.deepEqual(await clippedRows(page), [], 'what descriptions begin with is in sight');
      await widenSidebar(page, NARROW - WIDTH);
      await pictures('tree-states-narrow', { part });
    });
    await held.write('hold.txt', 'x');
    await held.exit(0);
    await running;
  });
});

async function openEverything(page: Page): Promise<void> {
  await untilRow(page, 'hold', 'running');
  await untilRow(page, 'v6', /^Not verified yet · saved /);
  await expand(page, 'v3');
  await expand(page, 'Runs');
  await untilRow(page, /^\d\d:\d\d$/, /^bad failed \(exit 7\) · /);
  await expand(page, /^\d\d:\d\d$/);
}

/** Every state has its row, in the words that people read. */
async function saysEverything(page: Page): Promise<void> {
  const said = async (): Promise<string[]> =>
    (await rows(page)).map(({ label, description }) => `${label}: ${description}`);
  await untilRow(page, 'variable', /stale/);
  await untilRow(page, 'copy', 'carries draw');
  await until(
    async () => (await said()).includes('then: blocked by bad'),
    async () => (await said()).join(' | '),
  );
  const all = (await said()).join('\n');
  for (const wanted of [
    /^bad: stale: failed last time/m,
    /^ready: reused$/m,
    /^hold: \d:\d\d$/m,
    /^waits: waiting$/m,
    /^\d\d:\d\d: hold \d:\d\d · 1 of 3$/m,
    /^v1: Reproducible · /m,
    /^v2: Reproducible within tolerance · /m,
    /^v3: Not reproducible: draw · /m,
    /^v4: Cannot be compared · /m,
    /^v5: Re-run failed · /m,
    /^draw: different · source$/m,
    /^param: stale: rate 0\.1 → 0\.2$/m,
    /^variable: stale: variable REGION "eu" → "us"$/m,
    /^input: stale: in\.txt changed$/m,
    /^command: stale: command changed$/m,
    /^missing: stale: missing\.txt missing$/m,
    /^after: stale: after command$/m,
    /^Workspace: never run$/m,
    /^Workspace: \d problems? in the file$/m,
    /^typo: \d problems? · typo\/pipeline\.yaml/m,
  ]) {
    assert.match(all, wanted);
  }
}

function pipeline(name: string, ...steps: readonly string[]): string {
  return `name: ${name}\nsteps:\n${steps.map((step) => `  ${step}\n`).join('')}`;
}

async function runOf(folder: string, targets: readonly string[] = []): Promise<void> {
  const done = await runPipeline({ folder, host: hostOf(folder), targets });
  assert.ok(done.ok, JSON.stringify(done));
}

function hostOf(folder: string): ReturnType<typeof processHost> {
  const variables = { ...process.env, REPRISE_SCRATCH: path.join(path.dirname(folder), 'rooms') };
  return { ...processHost(), variables };
}

/** A version of each verdict, and one that nobody has verified. A step knows the room by what is not there. */
async function projectWithVerdicts(folder: string): Promise<void> {
  const again = '[ ! -e .reprise ]';
  const versions: readonly (readonly [string, ...string[]])[] = [
    ['identical', 'draw: { run: echo x > draw.txt, outputs: [draw.txt] }'],
    [
      'equivalent',
      `draw: { run: "${again} && echo '{\\"a\\":1.01}' > draw.json || echo '{\\"a\\":1}' > draw.json", outputs: [{ draw.json: { tolerance: { relative: 0.1 } } }] }`,
    ],
    [
      'different',
      `draw: { run: "${again} && echo b > draw.txt || echo a > draw.txt", outputs: [draw.txt] }`,
      'copy: { run: cp draw.txt copy.txt, inputs: [draw.txt], outputs: [copy.txt] }',
    ],
    ['incomparable', 'draw: { run: echo x }'],
    [
      'not-run',
      `draw: { run: "echo x > draw.txt; ${again} && exit 3 || true", outputs: [draw.txt] }`,
    ],
    ['never', 'draw: { run: echo y > draw.txt, outputs: [draw.txt] }'],
  ];
  for (const [at, [verdict, ...steps]] of versions.entries()) {
    const text = pipeline('verdicts', ...steps).replace('steps:', `version: v${at + 1}\nsteps:`);
    writeFiles(folder, { 'pipeline.yaml': text });
    await runOf(folder);
    const saved = await saveVersion({ folder, host: hostOf(folder) });
    assert.ok(saved.ok, JSON.stringify(saved));
    if (verdict === 'never') continue;
    const report = await verify({ folder, host: hostOf(folder), version: `v${at + 1}` });
    assert.ok(report.ok && report.value.verdict === verdict, JSON.stringify(report));
  }
}

/** A step for each reason to be stale. */
async function staleProject(folder: string): Promise<void> {
  const text = (rate: string, region: string, word: string): string =>
    pipeline(
      'stale',
      'param: { run: echo x > param.txt, params: [rate], outputs: [param.txt] }',
      `variable: { run: echo x > variable.txt, environment: { variables: { REGION: ${region} } }, outputs: [variable.txt] }`,
      'input: { run: cp in.txt input.txt, inputs: [in.txt], outputs: [input.txt] }',
      `command: { run: echo ${word} > command.txt, outputs: [command.txt] }`,
      'missing: { run: echo x > missing.txt, outputs: [missing.txt] }',
      'after: { run: cp command.txt after.txt, inputs: [command.txt], outputs: [after.txt] }',
      'fresh: { run: echo x > fresh.txt, outputs: [fresh.txt] }',
    ).replace('steps:', `params: { rate: ${rate} }\nsteps:`);
  writeFiles(folder, { 'pipeline.yaml': text('0.1', 'eu', 'x'), 'in.txt': 'x\n' });
  await runOf(folder);
  writeFiles(folder, { 'pipeline.yaml': text('0.2', 'us', 'y'), 'in.txt': 'y\n' });
  fs.rmSync(path.join(folder, 'missing.txt'));
}

/** A run of which one step failed and held up another. */
async function failedProject(folder: string): Promise<void> {
  writeFiles(folder, {
    'pipeline.yaml': pipeline(
      'failed',
      'good: { run: echo x > good.txt, outputs: [good.txt] }',
      'bad: { run: exit 7, inputs: [good.txt], outputs: [bad.txt] }',
      'then: { run: cp bad.txt then.txt, inputs: [bad.txt], outputs: [then.txt] }',
    ),
  });
  await runOf(folder);
}

/** A run that goes on until the test lets it end: one step reused, one running, one waiting. */
function liveProject(folder: string, command: string): () => Promise<void> {
  writeFiles(folder, {
    'pipeline.yaml': pipeline(
      'live',
      'ready: { run: echo x > ready.txt, outputs: [ready.txt] }',
      `hold: { run: ${JSON.stringify(command)}, inputs: [ready.txt], outputs: [hold.txt] }`,
      'waits: { run: cp hold.txt waits.txt, inputs: [hold.txt], outputs: [waits.txt] }',
    ),
  });
  return () => runOf(folder);
}
