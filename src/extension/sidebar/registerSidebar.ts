import * as vscode from 'vscode';

import { viewMessage } from '../../present/outline/viewMessage';
import { MOST_FILES } from '../pipelines/mostFiles';
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
  const message = (): void => {
    const restricted = !mayRun() && pipelines.list.length > 0;
    view.message = viewMessage({ restricted, more: pipelines.isMore ? MOST_FILES : null });
  };
  message();
  return vscode.Disposable.from(
    view,
    pipelines.onDidChangeList(message),
    vscode.workspace.onDidGrantWorkspaceTrust(message),
    pipelines.onDidChange(badge),
    pipelines.onDidChangeList(badge),
  );
}
