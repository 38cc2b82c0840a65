import * as fs from 'node:fs';
import * as path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import * as vscode from 'vscode';

import { api, until } from '../extension/support/outline';
import { folder } from '../extension/support/workspace';
import { PastClient } from '../../src/extension/engine/pastClient';
import { reprise } from '../extension/support/extension';

/** Measured inside a real VS Code, in its extension host; each line is a row of the benchmark. */
describe('rows of the extension', function () {
  this.timeout(600_000);

  it('activation', () => tell('activation, own time', api().activationMs, 50, 'ms'));

  it('bundle', () => {
    const { size } = fs.statSync(path.join(reprise().extensionPath, 'dist', 'extension.js'));
    tell('extension bundle, without the webview', size / 1000, 400, 'kB');
  });

  it('first page of the tree', async () => {
    const file = path.join(folder(), 'pipeline.yaml');
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const past = new PastClient(path.join(reprise().extensionPath, 'dist'));
      const start = performance.now();
      const answer = await past.ask({ kind: 'past', file, count: 20 });
      times.push(performance.now() - start);
      past.dispose();
      if (!answer.ok) throw new Error(answer.failure.code);
      if (round === 0) console.log(`bench: ${String(answer.value.total)} runs in this folder`);
    }
    times.sort((a, b) => a - b);
    tell('first page of runs, thread started for it', times[2] ?? 0, 100, 'ms');
  });

  it('longest stall while a large input is captured', async () => {
    const large = path.join(folder(), 'large.bin');
    const file = path.join(folder(), 'large.pipeline.yaml');
    writeLarge(large);
    fs.writeFileSync(
      file,
      'name: large\nsteps:\n  sum:\n    run: head -c 10 large.bin | wc -c > sum.txt\n    inputs: [large.bin]\n    outputs: [sum.txt]\n',
    );
    await until(() => api().pipelines.of(file)?.view.head ?? undefined);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    void vscode.commands.executeCommand('reprise.run', { file });
    await until(() => {
      const [run] = api().pipelines.of(file)?.view.past?.runs ?? [];
      return run !== undefined && run.status !== 'running' ? true : undefined;
    });
    delay.disable();
    fs.rmSync(large);
    tell('longest stall of the host, 1 GiB captured', delay.max / 1e6, 50, 'ms');
  });
});

function tell(name: string, value: number, target: number, unit: string): void {
  console.log(`bench: ${JSON.stringify({ name, value, target, unit, met: value <= target })}`);
}

function writeLarge(file: string): void {
  const piece = Buffer.alloc(1 << 20, 7);
  const descriptor = fs.openSync(file, 'w');
  for (let count = 0; count < 1024; count++) fs.writeSync(descriptor, piece);
  fs.closeSync(descriptor);
}
