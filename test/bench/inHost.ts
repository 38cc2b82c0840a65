import * as fs from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { api } from '../extension/support/outline';
import { whenFired } from '../extension/support/waitFor';
import { folder } from '../extension/support/workspace';
import { PastClient } from '../../src/extension/engine/pastClient';
import { reprise } from '../extension/support/extension';

import { tellWatched } from './hostRounds';
import { watchHost } from './watchedHost';

/** Measured inside a real VS Code, in its extension host; each line is a row of the benchmark. */
describe('rows of the extension', function () {
  this.timeout(600_000);

  it('a pipeline file of 1,500 steps in a window that was only just opened', async () => {
    const file = path.join(folder(), 'first.pipeline.yaml');
    fs.writeFileSync(file, longPipeline(1500));
    const watched = await watchHost(dist(), async () => {
      await opened(file, 'window only just opened');
    });
    tellWatched('1,500 steps opened', [watched], { isOurs: true });
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    fs.rmSync(file);
  });

  it('activation', () => tell('activation, own time', api().activationMs, 50, 'ms'));

  it('bundle', () => {
    const { size } = fs.statSync(path.join(reprise().extensionPath, 'dist', 'extension.js'));
    tell('extension bundle, without the webview', size / 1000, 400, 'kB');
  });

  it('first page of the tree', async () => {
    const file = path.join(folder(), 'pipeline.yaml');
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const past = new PastClient(dist());
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

  describe('a pipeline file of 1,500 steps', () => {
    const file = (): string => path.join(folder(), 'long.pipeline.yaml');
    let editor: vscode.TextEditor;
    after(async () => {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      fs.rmSync(file());
    });

    it('is opened as soon as it is written', async () => {
      fs.writeFileSync(file(), longPipeline(1500));
      await opened(file(), 'file only just written');
    });

    it('is opened where the window has it', async () => {
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      editor = await opened(file(), 'file of the window');
    });

    it('is typed into', async () => {
      const { uri } = editor.document;
      const at = editor.document.lineAt(editor.document.lineCount >> 1).range.start;
      const watched = await watchHost(dist(), async () => {
        editor.selection = new vscode.Selection(at, at);
        for (const text of '\n  # a comment that somebody writes\n  typed:\n  rnu: x\n') {
          await vscode.commands.executeCommand('type', { text });
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        await told(uri, 2);
      });
      tellWatched('1,500 steps typed into', [watched], { isOurs: true });
    });
  });
});

/**
 * Opens a file, and how long it took until something was told to be wrong in it: milliseconds. Beside it stands how
 * long VS Code took to show the file, which nobody sees anything of before.
 */
async function opened(file: string, how: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.file(file);
  const started = performance.now();
  const since = (): number => performance.now() - started;
  const [[editor, shown], first] = await Promise.all([
    vscode.window.showTextDocument(uri).then((shownIn) => [shownIn, since()] as const),
    told(uri, 1).then(since),
  ]);
  tell(`first diagnostics, 1,500 steps, ${how}`, first, 300, 'ms');
  tell('until VS Code has shown the file', shown, null, 'ms');
  return editor;
}

function dist(): string {
  return path.join(reprise().extensionPath, 'dist');
}

/** Resolves when so many things are told to be wrong in a file, or more. */
function told(uri: vscode.Uri, count: number): Promise<true> {
  return whenFired(vscode.languages.onDidChangeDiagnostics, () =>
    vscode.languages.getDiagnostics(uri).length >= count ? true : undefined,
  );
}

/** A pipeline file of so many steps in a row, about 180 bytes each, in which one word is wrong. */
function longPipeline(steps: number): string {
  const each = Array.from({ length: steps }, (_, at) =>
    [
      `  step_${at}:`,
      `    run: node src/train.js --number ${at} --rate \${{ params.train.rate }}`,
      `    inputs: [src/train.js, ${at === 0 ? 'params.yaml' : `out/${at - 1}.json`}]`,
      '    params: [train.rate]',
      `    outputs: [out/${at}.json: { kind: metrics }]`,
      '',
    ].join('\n'),
  );
  return `name: long\nversion: v1.0\nparams: params.yaml\nrnu: x\nsteps:\n${each.join('')}`;
}

/** `target`: null where nothing is promised. */
function tell(name: string, value: number, target: number | null, unit: string): void {
  const bound = target === null ? {} : { target, met: value <= target };
  console.log(`bench: ${JSON.stringify({ name, value, unit, ...bound })}`);
}
