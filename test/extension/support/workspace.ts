import * as vscode from 'vscode';

/** The folders of the workspace, as paths on the disk. */
export function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
}

/** The only folder of the workspace. */
export function folder(): string {
  const [first, ...more] = folders();
  if (first === undefined || more.length > 0)
    throw new Error(`not one folder: ${folders().join()}`);
  return first;
}
