import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { commandLine } from '../support/commandLine';
import { api, until } from '../support/outline';
import { folder } from '../support/workspace';

/** A pipeline of a project above the window, with data beside the window and behind a link. */
const PIPELINE = `name: outside
steps:
  beside: { run: cp ../beside/in.txt beside.txt, inputs: [../beside/in.txt], outputs: [beside.txt] }
  linked: { run: cat far/*.txt > linked.txt, inputs: [far/*.txt], outputs: [linked.txt] }
`;

describe('what lies outside the window', function () {
  this.timeout(120_000);
  const file = (): string => path.join(folder(), 'outside.pipeline.yaml');
  const above = (...names: string[]): string => path.join(path.dirname(folder()), ...names);

  before(async () => {
    for (const name of ['beside', 'far']) fs.mkdirSync(above(name));
    fs.writeFileSync(above('beside', 'in.txt'), '1');
    fs.writeFileSync(above('far', '1.txt'), '1');
    fs.symlinkSync(above('far'), path.join(folder(), 'far'));
    await until(() => api().pipelines.list[0]?.view.past ?? undefined);
    fs.mkdirSync(above('.reprise'));
    fs.writeFileSync(file(), PIPELINE);
    await until(() =>
      api().pipelines.of(file())?.view.head?.steps.length === 2 ? true : undefined,
    );
  });

  after(() => fs.unlinkSync(path.join(folder(), 'far')));

  it('a run in the project above is shown, though its store lies there', async () => {
    assert.equal(api().pipelines.of(file())?.view.head?.root, above());
    assert.equal((await commandLine(folder(), ['run', '-f', file()])).exit, 0);
    assert.ok(fs.existsSync(above('.reprise', 'runs')));
    await until(() => (standing('beside') === 'fresh' ? true : undefined));
    assert.equal(standing('linked'), 'fresh');
  });

  it('an input beside the window is watched', async () => {
    fs.writeFileSync(above('beside', 'in.txt'), '2');
    await until(() => (standing('beside') === 'stale' ? true : undefined));
  });

  it('an input behind a link is watched', async () => {
    assert.equal(standing('linked'), 'fresh');
    fs.writeFileSync(above('far', '2.txt'), '2');
    await until(() => (standing('linked') === 'stale' ? true : undefined));
  });

  it('a pipeline whose project has another folder by now shows the runs that are there', async () => {
    const own = path.join(folder(), 'pipeline.yaml');
    await api().pipelines.refresh();
    assert.equal(api().pipelines.of(own)?.view.head?.root, above());
    assert.equal((await commandLine(folder(), ['run', '-f', own])).exit, 0);
    await until(() =>
      api().pipelines.of(own)?.view.past?.runs[0]?.status === 'succeeded' ? true : undefined,
    );
  });

  function standing(name: string): string | undefined {
    const now = api().pipelines.of(file())?.view.standing;
    return now?.state === 'known'
      ? now.steps.find((step) => step.name === name)?.status
      : undefined;
  }
});
