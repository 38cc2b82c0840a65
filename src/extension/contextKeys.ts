import * as vscode from 'vscode';

import type { Pipelines } from './pipelines/pipelines';

/** Keeps the keys that `when` and `enablement` clauses of package.json ask for. */
export function followContext(pipelines: Pipelines): vscode.Disposable {
  const told = new Map<string, boolean>();
  const tell = (key: string, value: boolean): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', `reprise.${key}`, value);
  };
  const follow = (): void => {
    const views = pipelines.list.map(({ view }) => view);
    const pasts = views.flatMap(({ past }) => past ?? []);
    const versions = pasts.flatMap((past) => past.versions);
    const runs = pasts.flatMap((past) => past.runs);
    tell('hasPipelines', views.length > 0);
    tell('hasVersions', versions.length > 0);
    tell('severalVersions', versions.length > 1);
    tell(
      'hasReports',
      versions.some(({ last }) => last !== null),
    );
    tell(
      'hasDifference',
      versions.some(({ last }) => last?.began != null),
    );
    tell('hasRuns', runs.length > 0);
    tell(
      'hasPinned',
      runs.some(({ pinned }) => pinned),
    );
    tell(
      'live',
      runs.some(({ status }) => status === 'running'),
    );
  };
  void pipelines.found.then(() => tell('looked', true));
  follow();
  return vscode.Disposable.from(pipelines.onDidChange(follow), pipelines.onDidChangeList(follow));
}
