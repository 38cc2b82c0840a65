import * as vscode from 'vscode';

/** Keeps in mind that this folder is a fresh copy of the example: opening it loads the window anew. */
export async function rememberExample(
  { globalState }: vscode.ExtensionContext,
  folder: vscode.Uri,
): Promise<void> {
  await globalState.update(FRESH, folder.toString());
}

/** In a window with a fresh copy of the example, once: its pipeline file, and the walkthrough that led there. */
export async function goOnWithExample(context: vscode.ExtensionContext): Promise<void> {
  const fresh = context.globalState.get<string>(FRESH);
  if (fresh === undefined) return;
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === fresh);
  if (folder === undefined) return;
  await context.globalState.update(FRESH, undefined);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, 'pipeline.yaml'), {
    preview: false,
  });
  const walkthrough = `${context.extension.id}#firstVerdict`;
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
}

const FRESH = 'reprise.freshExample';
