import * as vscode from 'vscode';

import type { Pipelines } from '../pipelines/pipelines';
import { mayRun } from '../trust';
import type { PipelineTree } from './pipelineTree';

/** The view of pipelines, with its badge. */
export function registerSidebar(pipelines: Pipelines, tree: PipelineTree): vscode.Disposable {
  const view = vscode.window.createTreeView('reprise.pipelines', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const badge = (): void => {
    view.badge = tree.badge();
  };
  // the welcome of VS Code shows only where there is no row
  const restricted = (): void => {
    const reads = !mayRun() && pipelines.list.length > 0;
    view.message = reads
      ? 'Restricted Mode: pipelines can be read and edited here, but not run.'
      : '';
  };
  restricted();
  return vscode.Disposable.from(
    view,
    pipelines.onDidChangeList(restricted),
    vscode.workspace.onDidGrantWorkspaceTrust(restricted),
    pipelines.onDidChange(badge),
    pipelines.onDidChangeList(badge),
  );
}
