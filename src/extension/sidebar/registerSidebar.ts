import * as vscode from 'vscode';

import type { Pipelines } from '../pipelines/pipelines';
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
  return vscode.Disposable.from(
    view,
    pipelines.onDidChange(badge),
    pipelines.onDidChangeList(badge),
  );
}
