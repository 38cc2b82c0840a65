import * as vscode from 'vscode';

import type { OutlineItem } from '../../present/outline/outlineModel';

const FOLDING = {
  none: vscode.TreeItemCollapsibleState.None,
  closed: vscode.TreeItemCollapsibleState.Collapsed,
  open: vscode.TreeItemCollapsibleState.Expanded,
} as const;

/** What a click on a row calls; each takes the row. */
const CLICKS: Readonly<Record<NonNullable<OutlineItem['click']>, readonly [string, string]>> = {
  open: ['reprise.openOutput', 'Open'],
  report: ['reprise.openReport', 'Open Report'],
  place: ['reprise.revealStep', 'Show in the Pipeline File'],
  log: ['reprise.showLog', 'Show Log'],
  more: ['reprise.showMoreRuns', 'Show More'],
};

/** A row as VS Code takes it; what it says to who rests on it is told when somebody does (`tooltipOf`). */
export function treeItem(row: OutlineItem): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, FOLDING[row.folding]);
  item.id = row.id;
  item.description = row.description;
  item.contextValue = row.context;
  item.accessibilityInformation = { label: row.spoken };
  if (row.icon !== null) {
    const { id, color } = row.icon;
    item.iconPath = new vscode.ThemeIcon(id, color ? new vscode.ThemeColor(color) : undefined);
  }
  if (row.click !== null) {
    const [command, title] = CLICKS[row.click];
    item.command = { command, title, arguments: [row] };
  }
  return item;
}

/** What a row says to who rests on it: VS Code parses it as Markdown, which is too much for a thousand rows at once. */
export function tooltipOf({ tooltip }: OutlineItem): vscode.MarkdownString | undefined {
  return tooltip === '' ? undefined : new vscode.MarkdownString(tooltip);
}
