import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { api, until } from '../support/outline';
import { folder } from '../support/workspace';

describe('tasks of type reprise', function () {
  this.timeout(120_000);

  it('are offered for each pipeline file', async () => {
    await until(() => api().pipelines.of(`${folder()}/pipeline.yaml`)?.view.past ?? undefined);
    const tasks = await vscode.tasks.fetchTasks({ type: 'reprise' });
    const run = tasks.find(({ definition }) => definition['file'] === 'pipeline.yaml');
    assert.equal(run?.name, 'run pipeline.yaml');
    assert.equal(run.group, vscode.TaskGroup.Build);
  });

  it('run to their end, and end with the exit code of the run', async () => {
    const [run] = await vscode.tasks.fetchTasks({ type: 'reprise' });
    assert.ok(run);
    assert.equal(await exitOf(run), 0);
  });

  it('are taken from tasks.json, with what it says', async () => {
    const wrong = { type: 'reprise', command: 'run', file: 'pipeline.yaml', step: 'nobody' };
    fs.mkdirSync(path.join(folder(), '.vscode'), { recursive: true });
    fs.writeFileSync(
      path.join(folder(), '.vscode', 'tasks.json'),
      JSON.stringify({ version: '2.0.0', tasks: [{ ...wrong, label: 'as written' }] }),
    );
    const written = await until(async () => {
      const tasks = await vscode.tasks.fetchTasks();
      void api().pipelines.refresh(); // so that there is a change to look again at
      return tasks.find(({ name }) => name === 'as written');
    });
    assert.equal(await exitOf(written), 2);
  });
});

/** Starts a task; what it ended with. */
async function exitOf(task: vscode.Task): Promise<number | undefined> {
  let told: (exit: number | undefined) => void = () => undefined;
  const exit = new Promise<number | undefined>((resolve) => (told = resolve));
  const ending = vscode.tasks.onDidEndTaskProcess((end) => {
    if (end.execution.task.name === task.name) told(end.exitCode);
  });
  try {
    await vscode.tasks.executeTask(task);
    return await exit;
  } finally {
    ending.dispose();
  }
}
