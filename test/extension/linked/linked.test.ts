import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { OutputDecorations } from '../../../src/extension/editor/outputDecorations';
import type { Pipelines } from '../../../src/extension/pipelines/pipelines';
import type { StepStanding } from '../../../src/records/statusModel';
import { api, rowsBelow, until } from '../support/outline';
import { folder } from '../support/workspace';

const FILE = (): string => path.join(folder(), 'pipeline.yaml');
const REAL = (): string => fs.realpathSync(FILE());

describe('a workspace folder that is a link', function () {
  this.timeout(120_000);

  it('is shown, run and looked at as any other', async () => {
    assert.notEqual(FILE(), REAL());
    await until(() => (standing() === undefined ? undefined : true));
    assert.deepEqual(await rowsBelow(), ['linear: pipeline.yaml · 3 steps']);
    const [run] = await vscode.tasks.fetchTasks({ type: 'reprise' });
    assert.equal(run?.name, 'run pipeline.yaml');
    void vscode.commands.executeCommand('reprise.run', { file: FILE() });
    await until(() => (stands('prepare') === 'fresh' && live() === 0 ? true : undefined));
  });

  it('is watched: what changes behind VS Code is told', async () => {
    fs.appendFileSync(path.join(path.dirname(REAL()), 'data', 'raw.txt'), 'more\n');
    await until(() => (stands('prepare') === 'stale' ? true : undefined));
  });

  it('has its signs at outputs, under either name', () => {
    const signs = new OutputDecorations(api().pipelines as Pipelines);
    for (const file of [FILE(), REAL()]) {
      const output = vscode.Uri.file(path.join(path.dirname(file), 'data', 'clean.txt'));
      assert.equal(signs.provideFileDecoration(output)?.badge, '○', output.fsPath);
    }
  });

  it('is known by its real name too: lenses and commands', async () => {
    assert.equal(api().pipelines.of(REAL()), api().pipelines.of(FILE()));
    for (const file of [FILE(), REAL()]) {
      await vscode.workspace.openTextDocument(file);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        vscode.Uri.file(file),
        20,
      );
      const titles = lenses.map(({ command }) => command?.title ?? '');
      assert.ok(
        titles.some((title) => title.includes('Run')),
        `${file}: ${titles.join()}`,
      );
    }
  });
});

function steps(): readonly StepStanding[] | undefined {
  const now = api().pipelines.of(FILE())?.view.standing;
  return now?.state === 'known' ? now.steps : undefined;
}

function standing(): string | undefined {
  return steps()?.[0]?.status;
}

function stands(name: string): string | undefined {
  return steps()?.find((step) => step.name === name)?.status;
}

function live(): number {
  const runs = api().pipelines.of(FILE())?.view.past?.runs ?? [];
  return runs.filter(({ status }) => status === 'running').length;
}
