import * as vscode from 'vscode';

/**
 * Whether processes may be started here. In Restricted Mode reading and the language work, running does not:
 * a pipeline file names commands, and the folder may be anybody's. Whatever starts a process asks here.
 */
export function mayRun(): boolean {
  return vscode.workspace.isTrusted;
}

/** Says why nothing runs, with the way out; true where it may go on. */
export async function askTrust(what: string): Promise<boolean> {
  if (mayRun()) return true;
  const manage = 'Manage Workspace Trust';
  const chosen = await vscode.window.showWarningMessage(
    `${what} starts the programs that the pipeline names, and this folder is in Restricted Mode.`,
    manage,
  );
  if (chosen === manage) await manageTrust();
  return false;
}

/** Opens the editor in which VS Code asks whether the folder is trusted. */
export async function manageTrust(): Promise<void> {
  await vscode.commands.executeCommand('workbench.trust.manage');
}
