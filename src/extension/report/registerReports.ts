import * as path from 'node:path';
import * as vscode from 'vscode';

import type { ReadReport, SavedReader } from '../../engine/reading/readerModel';
import { openSavedReader } from '../../engine/reading/savedReader';
import type { ReportRef } from '../../records/reportRef';
import { SAVED_SCHEME } from '../savedFiles/savedAddress';
import { SavedFileSystem, savedUri } from '../savedFiles/savedFileSystem';
import { targetOf } from './reportHandlers';
import type { ReportActions, ReportTarget } from './reportHandlers';
import { fileTitle, ReportPanel } from './reportPanel';
import type { ReportPlace } from './reportPanel';
import { savedReports, tellingGone } from './reportSource';

/** What a report needs of the rest of the extension. */
export interface ReportDeps {
  /** Runs a verify; the report that came of it, or null where none did. `pipeline` is relative to the root. */
  verifyAgain(target: {
    readonly root: string;
    readonly pipeline: string;
    readonly version: string;
  }): Promise<ReportRef | null>;
  /** Shows a step in its pipeline file. */
  revealStep(target: {
    readonly root: string;
    readonly pipeline: string;
    readonly step: string;
  }): Promise<void>;
  /** Whether a folder is the project of a pipeline of this window. */
  owns(root: string): Promise<boolean>;
  /** Shows the log of a step of a run. */
  showLog(target: {
    readonly root: string;
    readonly run: string;
    readonly step: string;
  }): Promise<void>;
}

/** Opens reports. */
export interface Reports {
  /** Shows a report in a tab of its own, or the one that shows it already; at a place in it, where one is given. */
  open(target: ReportTarget, at?: ReportPlace): void;
  /** What reads a project's reports and saved files; its thread starts with the first question. */
  readonly readerOf: (root: string) => SavedReader;
}

/** The type of the tabs that show reports. */
export const REPORT_VIEW = 'reprise.report';

/** Registers the report's tabs and the file system of saved files. */
export function registerReports(context: vscode.ExtensionContext, deps: ReportDeps): Reports {
  const readers = new Map<string, SavedReader>();
  const readerOf = (root: string): SavedReader => {
    const known = readers.get(root);
    if (known !== undefined) return known;
    const reader = openSavedReader({ root, store: path.join(root, '.reprise') });
    readers.set(root, reader);
    return reader;
  };
  const panels = new Set<ReportPanel>();
  const opened = new Set<string>();
  const mayRead = async (root: string): Promise<boolean> =>
    opened.has(root) || (await deps.owns(root));
  const show = (panel: vscode.WebviewPanel, target: ReportTarget): ReportPanel => {
    opened.add(target.root);
    const shown = new ReportPanel(panel, context.extensionUri, {
      target,
      source: tellingGone(savedReports(readerOf(target.root)), target.root),
      actions: actionsOf(target.root, deps),
    });
    panels.add(shown);
    panel.onDidDispose(() => panels.delete(shown));
    return shown;
  };
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider(
      SAVED_SCHEME,
      new SavedFileSystem(readerOf, mayRead),
      {
        isCaseSensitive: true,
        isReadonly: true,
      },
    ),
    vscode.window.registerWebviewPanelSerializer(REPORT_VIEW, {
      deserializeWebviewPanel: (panel, state) => {
        const target = targetOf(state);
        if (target === null) panel.dispose();
        else show(panel, target);
        return Promise.resolve();
      },
    }),
    new vscode.Disposable(() => {
      for (const reader of readers.values()) void reader.close();
    }),
  );
  return {
    readerOf,
    open: (target, at) => {
      const key = JSON.stringify(target);
      const known = [...panels].find((panel) => JSON.stringify(panel.target) === key);
      const panel = known ?? show(newPanel(), target);
      panel.reveal(at ?? null);
    },
  };
}

function newPanel(): vscode.WebviewPanel {
  // The page keeps its own state, so a hidden one costs nothing.
  return vscode.window.createWebviewPanel(REPORT_VIEW, 'Report', vscode.ViewColumn.Active, {
    retainContextWhenHidden: false,
    enableFindWidget: true,
  });
}

function actionsOf(root: string, deps: ReportDeps): ReportActions {
  const uriOf = (name: string | null, file: string): vscode.Uri => {
    if (name === null) throw new Error('That side of the report is gone.');
    return savedUri({ root, name, path: `outputs/${file}` });
  };
  const showLog = async ({ runs }: ReadReport, step: string): Promise<void> => {
    const run = runs.is ?? runs.was;
    if (run === null) throw new Error('No run of this report is left, and no log.');
    await deps.showLog({ root, run, step });
  };
  return {
    shown: () => undefined,
    openDiff: async (report, { file }) => {
      const [was, is] = [uriOf(report.sides.was, file), uriOf(report.sides.is, file)];
      await vscode.commands.executeCommand('vscode.diff', was, is, fileTitle(report, file));
    },
    openFile: async ({ sides }, { file, side }) => {
      await vscode.commands.executeCommand('vscode.open', uriOf(sides[side], file));
    },
    copy: async (text) => vscode.env.clipboard.writeText(text),
    verifyAgain: async ({ pipeline, version }) => {
      if (version === null) throw new Error('Nothing was run again for this report.');
      return deps.verifyAgain({ root, pipeline, version });
    },
    revealStep: ({ pipeline }, step) => deps.revealStep({ root, pipeline, step }),
    showLog,
  };
}
