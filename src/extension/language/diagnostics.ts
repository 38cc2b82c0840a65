import * as vscode from 'vscode';

import type { EditorDiagnostic, Span } from '../../language/editorModel';

import type { LanguageFacts } from './languageFacts';
import type { LanguageThreads } from './languageThreads';
import { LookQueue } from './lookQueue';
import { rangeIn, rangesOf } from './ranges';

/** Tells VS Code what is wrong in pipeline files, in those too that nobody has open, a little after each change. */
export class Diagnostics implements vscode.Disposable {
  readonly #threads: LanguageThreads;
  readonly #isPipeline: (uri: vscode.Uri) => boolean;
  readonly #collection = vscode.languages.createDiagnosticCollection('reprise');
  readonly #waiting = new LookQueue<vscode.Uri>();
  readonly #disposables: { dispose(): unknown }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #gone = false;

  constructor(
    threads: LanguageThreads,
    facts: LanguageFacts,
    where: {
      readonly files: string;
      readonly not: string;
      readonly isPipeline: (uri: vscode.Uri) => boolean;
    },
  ) {
    this.#threads = threads;
    this.#isPipeline = where.isPipeline;
    const pipelines = vscode.workspace.createFileSystemWatcher(where.files);
    const everything = vscode.workspace.createFileSystemWatcher('**/*');
    const again = (uri: vscode.Uri): void => this.#again(uri);
    const touched = (uri: vscode.Uri): void => this.#touched(uri);
    this.#disposables.push(
      this.#collection,
      pipelines,
      everything,
      pipelines.onDidChange(again),
      pipelines.onDidCreate(again),
      pipelines.onDidDelete((uri) => this.#forget(uri)),
      everything.onDidChange(touched),
      everything.onDidCreate(touched),
      everything.onDidDelete(touched),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#again(uri, true)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#edited(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#again(uri)),
      facts.follow((file) => this.#again(vscode.Uri.file(file))),
      threads.onDidTouch((file) => this.#again(vscode.Uri.file(file))),
    );
    for (const { uri } of vscode.workspace.textDocuments) this.#again(uri, true);
    void this.#find(where);
  }

  dispose(): void {
    this.#gone = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const one of this.#disposables) one.dispose();
  }

  async #find({ files, not }: { readonly files: string; readonly not: string }): Promise<void> {
    for (const uri of await vscode.workspace.findFiles(files, not, MOST)) this.#again(uri);
  }

  #edited(uri: vscode.Uri): void {
    this.#again(uri);
    this.#touched(uri);
  }

  #touched({ scheme, fsPath }: vscode.Uri): void {
    if (scheme === 'file' && !OURS.test(fsPath)) this.#threads.touched(fsPath);
  }

  #forget(uri: vscode.Uri): void {
    this.#waiting.delete(uri.fsPath);
    this.#collection.delete(uri);
  }

  /** `first`: it was only just opened; all else waits a little for more. */
  #again(uri: vscode.Uri, first = false): void {
    if (this.#gone || !this.#isPipeline(uri)) return;
    this.#waiting.add(uri.fsPath, uri, { first });
    if (this.#timer !== null) clearTimeout(this.#timer);
    const settle = this.#waiting.hasFirst ? 0 : SETTLE_MS;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#work();
    }, settle);
  }

  /** One file after another, until there is one to wait for: what is typed meanwhile is not looked at key by key. */
  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#timer === null || this.#waiting.hasFirst) {
        const next = this.#waiting.next();
        if (next === undefined || this.#gone) break;
        await this.#tell(next);
      }
    } finally {
      this.#busy = false;
    }
  }

  async #tell(uri: vscode.Uri): Promise<void> {
    const document = documentOf(uri);
    const answer = await this.#threads.diagnostics(uri.fsPath, document).catch(() => null);
    const now = documentOf(uri);
    // opened or closed meanwhile, and asked about anew
    if (this.#gone || (now !== document && now?.getText() !== answer?.text)) return;
    if (answer === null) {
      if (document === null) this.#forget(uri);
      return; // typed into meanwhile
    }
    const { text, problems, raise } = answer;
    const rangeOf =
      document === null ? rangesOf(text ?? '') : (span: Span) => rangeIn(document, span);
    const told = problems.map((problem) => diagnosticIn(uri, problem, rangeOf));
    if (raise !== null) {
      const { Information } = vscode.DiagnosticSeverity;
      const hint = new vscode.Diagnostic(rangeOf(raise), raise.message, Information);
      told.push(Object.assign(hint, { source: SOURCE, code: raise.code }));
    }
    this.#collection.set(uri, told);
  }
}

function documentOf(uri: vscode.Uri): vscode.TextDocument | null {
  const { textDocuments } = vscode.workspace;
  const isIt = (each: vscode.TextDocument): boolean =>
    !each.isClosed && each.uri.toString() === uri.toString();
  return textDocuments.find(isIt) ?? null;
}

/** What VS Code writes before each. */
export const SOURCE = 'reprise';
/** Pipeline files that are looked for in a workspace; what is open counts whatever there is. */
const MOST = 500;
const SETTLE_MS = 200;
/** What changes there says nothing of a pipeline file. */
const OURS = /[\\/](?:\.reprise|\.git|node_modules|__pycache__)(?:[\\/]|$)/;

function diagnosticIn(
  uri: vscode.Uri,
  problem: EditorDiagnostic,
  rangeOf: (span: Span) => vscode.Range,
): vscode.Diagnostic {
  const severity =
    problem.severity === 'error'
      ? vscode.DiagnosticSeverity.Error
      : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(rangeOf(problem), problem.message, severity);
  diagnostic.source = SOURCE;
  diagnostic.code = problem.code;
  diagnostic.relatedInformation = problem.related.map(
    (each) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(uri, rangeOf(each)),
        each.message,
      ),
  );
  return diagnostic;
}
