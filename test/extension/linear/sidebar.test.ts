import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { commandLine } from '../support/commandLine';
import { api, itemsBelow, rowsBelow, until } from '../support/outline';
import { folder } from '../support/workspace';

const FILE = (): string => path.join(folder(), 'pipeline.yaml');

describe('the sidebar', function () {
  this.timeout(120_000);

  it('shows a pipeline that never ran, step by step', async () => {
    await until(() => (standing() === 'known' ? true : undefined));
    assert.deepEqual(await rowsBelow(), ['linear: pipeline.yaml · 3 steps']);
    assert.deepEqual(await rowsBelow('linear'), [
      'Workspace: never run',
      'Versions: none yet',
      'Runs: none yet',
    ]);
    assert.deepEqual(await rowsBelow('linear', 'Workspace'), [
      'prepare: never run',
      'train: never run',
      'evaluate: never run',
    ]);
  });

  it('shows a run that the command starts, and how the steps stand after it', async () => {
    void vscode.commands.executeCommand('reprise.run', { file: FILE() });
    await until(() => (runs()[0]?.status === 'succeeded' ? true : undefined));
    await until(() =>
      api().pipelines.of(FILE())?.view.standing.state === 'known' && fresh() === 3
        ? true
        : undefined,
    );
    assert.deepEqual(await rowsBelow('linear', 'Workspace'), [
      'prepare: fresh',
      'train: fresh',
      'evaluate: fresh',
    ]);
    const [run] = await itemsBelow('linear', 'Runs');
    assert.match(run?.description ?? '', /^3 steps/);
  });

  it('shows a version that a terminal saves, and what a verify in a terminal says of it', async () => {
    assert.equal((await commandLine(folder(), ['save', 'v1.0'])).exit, 0);
    await until(() => (versions().length === 1 ? true : undefined));
    assert.match((await rowsBelow('linear', 'Versions'))[0] ?? '', /^v1\.0: Not verified yet/);
    assert.equal((await commandLine(folder(), ['verify', 'v1.0'])).exit, 0);
    await until(() => (versions()[0]?.last?.verdict === 'identical' ? true : undefined));
    assert.match((await rowsBelow('linear', 'Versions'))[0] ?? '', /^v1\.0: Reproducible/);
    assert.deepEqual(await rowsBelow('linear', 'Versions', 'v1.0', 'prepare'), [
      'data/clean.txt: identical',
    ]);
  });

  it('tells the facts of a row to who rests on it, and not before', async () => {
    const [run] = await itemsBelow('linear', 'Runs');
    assert.ok(run !== undefined);
    const shown = api().rows.getTreeItem(run);
    assert.equal(shown.tooltip, undefined);
    const { tooltip } = api().rows.resolveTreeItem(shown, run);
    assert.match((tooltip as vscode.MarkdownString).value, /started/);
  });

  it('keeps the very row over a refresh, so that nobody loses what was open', async () => {
    const [before] = await itemsBelow('linear', 'Versions');
    await api().pipelines.refresh();
    const [after] = await itemsBelow('linear', 'Versions');
    assert.equal(after, before);
  });

  it('shows a run that a terminal began while it goes on, and its end', async () => {
    const go = path.join(folder(), 'go');
    fs.writeFileSync(
      path.join(folder(), 'waiting.pipeline.yaml'),
      'name: waiting\nsteps:\n  wait:\n    run: while [ ! -e go ]; do sleep 0.05; done; touch done.txt\n    outputs: [done.txt]\n',
    );
    const waiting = path.join(folder(), 'waiting.pipeline.yaml');
    await until(() => api().pipelines.of(waiting)?.view.past ?? undefined);
    const ran = commandLine(folder(), ['run', '-f', 'waiting.pipeline.yaml']);
    await until(() => (live(waiting)?.running[0]?.name === 'wait' ? true : undefined));
    assert.match((await rowsBelow('waiting', 'Runs'))[0] ?? '', /wait 0:0\d · 0 of 1$/);
    assert.deepEqual(await rowsBelow('waiting', 'Workspace'), ['wait: running']);
    fs.writeFileSync(go, '');
    assert.equal((await ran).exit, 0);
    await until(() => (live(waiting) === undefined ? true : undefined));
    assert.match((await rowsBelow('waiting', 'Runs'))[0] ?? '', /: 1 step · /);
  });

  it('knows what git or another program writes into a pipeline file, without an editor', async () => {
    const file = path.join(folder(), 'waiting.pipeline.yaml');
    const head = () => api().pipelines.of(file)?.view.head;
    assert.equal(head()?.version, null);
    fs.writeFileSync(file, `version: v7.0\n${fs.readFileSync(file, 'utf8')}`);
    await until(() => (head()?.version === 'v7.0' ? true : undefined));
    const other = `${file}.new`;
    fs.writeFileSync(other, fs.readFileSync(file, 'utf8').replace('v7.0', 'v8.0'));
    fs.renameSync(other, file);
    await until(() => (head()?.version === 'v8.0' ? true : undefined));
  });

  it('sets a version in the editor, and leaves what else stands unsaved in it unsaved', async () => {
    const file = path.join(folder(), 'waiting.pipeline.yaml');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.commands.executeCommand('reprise.setVersion', { file, label: 'v8.1' });
    assert.match(fs.readFileSync(file, 'utf8'), /^version: v8\.1$/m);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# mine\n');
    await vscode.workspace.applyEdit(edit);
    await vscode.commands.executeCommand('reprise.setVersion', { file, label: 'v8.2' });
    assert.ok(document.isDirty);
    assert.match(document.getText(), /^# mine\n[^]*^version: v8\.2$/m);
    assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /mine|v8\.2/);
    assert.ok(await document.save());
  });

  it('cancels a run that a terminal began', async () => {
    fs.rmSync(path.join(folder(), 'go'));
    const waiting = path.join(folder(), 'waiting.pipeline.yaml');
    const ran = commandLine(folder(), ['run', '--no-reuse', '-f', 'waiting.pipeline.yaml']);
    await until(() => (live(waiting)?.running[0]?.name === 'wait' ? true : undefined));
    await vscode.commands.executeCommand('reprise.cancel', { file: waiting });
    assert.equal((await ran).exit, 130);
    await until(() => (live(waiting) === undefined ? true : undefined));
    assert.match((await rowsBelow('waiting', 'Runs'))[0] ?? '', /cancelled/);
  });
});

function standing(): string | undefined {
  return api().pipelines.of(FILE())?.view.standing.state;
}

function fresh(): number {
  const now = api().pipelines.of(FILE())?.view.standing;
  return now?.state === 'known' ? now.steps.filter(({ status }) => status === 'fresh').length : 0;
}

function runs() {
  return api().pipelines.of(FILE())?.view.past?.runs ?? [];
}

function versions() {
  return api().pipelines.of(FILE())?.view.past?.versions ?? [];
}

function live(file: string) {
  return api()
    .pipelines.of(file)
    ?.view.past?.runs.find(({ status }) => status === 'running');
}
