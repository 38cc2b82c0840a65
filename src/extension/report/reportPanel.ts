import * as path from 'node:path';
import * as vscode from 'vscode';

import type { ReadReport } from '../../engine/reading/readerModel';
import type { News } from '../../present/reportPage/messages';
import { answerMessage } from '../../present/reportPage/talk';
import type { NewsMessage } from '../../present/reportPage/talk';
import type { ReportRef } from '../../records/reportRef';
import { panelHtml } from './panelHtml';
import { reportHandlers } from './reportHandlers';
import type { ReportActions, ReportTarget } from './reportHandlers';
import type { ReportSource } from './reportSource';

/** A place in a report that somebody wants to see. */
export interface ReportPlace {
  readonly step: string;
  readonly output: string | null;
}

/** One tab with a report. It lives as long as its panel; the page in it comes and goes with the tab. */
export class ReportPanel {
  readonly #panel: vscode.WebviewPanel;
  readonly #options: {
    readonly target: ReportTarget;
    readonly source: ReportSource;
    readonly actions: ReportActions;
  };
  #target: ReportTarget;
  #waiting: ReportPlace | null = null;
  #isReady = false;

  constructor(
    panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    options: {
      readonly target: ReportTarget;
      readonly source: ReportSource;
      readonly actions: ReportActions;
    },
  ) {
    this.#panel = panel;
    this.#options = options;
    this.#target = options.target;
    this.#listen(extension);
  }

  /** The report that is shown. */
  get target(): ReportTarget {
    return this.#target;
  }

  /** Brings the tab to the front, at a place of the report where one is given. */
  reveal(at: ReportPlace | null): void {
    this.#panel.reveal();
    if (at === null) return;
    if (this.#isReady) void this.#tell({ kind: 'reveal', ...at });
    else this.#waiting = at;
  }

  #listen(extension: vscode.Uri): void {
    const { webview } = this.#panel;
    const media = vscode.Uri.joinPath(extension, 'dist', 'media');
    webview.options = { enableScripts: true, localResourceRoots: [media] };
    const file = (name: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
    const { source, actions } = this.#options;
    const handlersFor = (target: ReportTarget) =>
      reportHandlers({
        target,
        source,
        actions: { ...actions, shown: (report) => this.#shown(report) },
        replace: async (ref: ReportRef) => {
          const next = handlersFor({ root: target.root, ref });
          const opened = await next.ready({});
          handlers = next;
          await this.#tell({ kind: 'page', ...opened });
        },
      });
    let handlers = handlersFor(this.#target);
    webview.onDidReceiveMessage(async (message: unknown) => {
      await webview.postMessage(await answerMessage(message, handlers));
    });
    this.#panel.onDidChangeViewState(() => {
      // A hidden page is gone; it says ready again when it comes back.
      if (!this.#panel.visible) this.#isReady = false;
    });
    webview.html = panelHtml({
      source: webview.cspSource,
      script: file('report.js'),
      style: file('report.css'),
    });
  }

  #shown(report: ReadReport): void {
    this.#panel.title = report.page.title;
    this.#target = { root: this.#target.root, ref: report.ref };
    this.#isReady = true;
    this.#options.actions.shown(report);
    const at = this.#waiting;
    this.#waiting = null;
    // After the answer that makes the page draw itself.
    if (at !== null) setImmediate(() => void this.#tell({ kind: 'reveal', ...at }));
  }

  #tell(news: News): Thenable<boolean> {
    const message: NewsMessage = { type: 'news', news };
    return this.#panel.webview.postMessage(message);
  }
}

/** Two files of a report in VS Code's own editors. */
export function fileTitle(report: ReadReport, file: string): string {
  const { was, is } = report.page.sides;
  return `${path.posix.basename(file)} (${was} ↔ ${is})`;
}
