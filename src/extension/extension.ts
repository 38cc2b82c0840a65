import * as vscode from 'vscode';

import { PipelinesView } from './pipelinesView';

/** Builds what the extension is made of, registers it, and hands it to VS Code to dispose of. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Reprise', { log: true });
  const { version } = context.extension.packageJSON as { version: string };
  output.info(`Reprise ${version}`);
  const view = new PipelinesView();
  context.subscriptions.push(
    output,
    view,
    vscode.window.registerTreeDataProvider('reprise.pipelines', view),
    vscode.commands.registerCommand('reprise.showOutput', () => output.show()),
  );
}
