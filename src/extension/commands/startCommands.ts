import * as vscode from 'vscode';

import { firstPipeline, isPipelineFileName } from '../../engine/firstPipeline';
import { rememberExample } from './exampleWindow';
import { exists, freeFolder } from './freeFolder';
import type { Services } from './services';

/** *Create Pipeline…*: a first pipeline file in a folder of the window; never over one that is there. */
export async function createPipeline(): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const name = await vscode.window.showInputBox({
    title: 'Create Pipeline',
    prompt: `The file, in ${folder.name}. Its steps run in the folder it lies in.`,
    value: 'pipeline.yaml',
    valueSelection: [0, 0],
    validateInput: (text) =>
      isPipelineFileName(text)
        ? null
        : 'A pipeline file is called pipeline.yaml, or something.pipeline.yaml.',
  });
  if (name === undefined) return;
  const file = vscode.Uri.joinPath(folder.uri, name);
  const edit = new vscode.WorkspaceEdit();
  if (!(await exists(file))) {
    const contents = Buffer.from(firstPipeline(file.fsPath));
    edit.createFile(file, { ignoreIfExists: true, contents });
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(file);
}

/** *Open Example*: a copy of the quickstart in a folder of the user's choice, in a window of its own. */
export async function openExample({ context }: Services): Promise<void> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: 'Put the Example Here',
      title: 'Where may a folder “reprise-quickstart” be made?',
    })) ?? [];
  if (parent === undefined) return;
  const folder = await freeFolder(parent, 'reprise-quickstart');
  await vscode.workspace.fs.copy(
    vscode.Uri.joinPath(context.extensionUri, 'examples', 'quickstart'),
    folder,
  );
  await rememberExample(context, folder);
  await vscode.commands.executeCommand('vscode.openFolder', folder);
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) {
    return vscode.window.showWorkspaceFolderPick({ placeHolder: 'In which folder?' });
  }
  if (folders[0] !== undefined) return folders[0];
  const open = 'Open a Folder';
  const chosen = await vscode.window.showInformationMessage(
    'A pipeline needs a folder: open one first.',
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('vscode.openFolder');
  return undefined;
}
