import * as fs from 'node:fs/promises';

import * as vscode from 'vscode';

import type { EditorDiagnostic, Span } from '../../language/editorModel';

import type { EditorDocuments, Opened } from './editorDocuments';
import type { LanguageFacts } from './languageFacts';
import { rangesOf } from './ranges';

/** Tells VS Code what is wrong in pipeline files, in those too that nobody has open, a little after each change. */
export class Diagnostics implements vscode.Disposable {
  readonly #documents: EditorDocuments;
  readonly #facts: LanguageFacts;
  readonly #isPipeline: (uri: vscode.Uri) => boolean;
  readonly #collection = vscode.languages.createDiagnosticCollection('reprise');
  readonly #known = new Map<string, vscode.Uri>();
  readonly #waiting = new Map<string, vscode.Uri>();
  readonly #disposables: { dispose(): unknown }[] = [];
  #timer: NodeJS.Timeout | null = null;
  #busy = false;
  #settle = SETTLE_MS;
  #gone = false;

  constructor(
    documents: EditorDocuments,
    facts: LanguageFacts,
    where: {
      readonly files: string;
      readonly not: string;
      readonly isPipeline: (uri: vscode.Uri) => boolean;
    },
  ) {
    this.#documents = documents;
    this.#facts = facts;
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
      vscode.workspace.onDidOpenTextDocument(({ uri }) => this.#again(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#edited(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#again(uri)),
      facts.follow((file) => this.#again(vscode.Uri.file(file))),
    );
    for (const { uri } of vscode.workspace.textDocuments) this.#again(uri);
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
    if (scheme !== 'file' || OURS.test(fsPath)) return;
    for (const [file, uri] of this.#known) {
      if (file !== fsPath && this.#documents.touched(file, fsPath)) this.#again(uri);
    }
  }

  #forget(uri: vscode.Uri): void {
    this.#known.delete(uri.fsPath);
    this.#waiting.delete(uri.fsPath);
    this.#collection.delete(uri);
  }

  #again(uri: vscode.Uri): void {
    if (this.#gone || !this.#isPipeline(uri)) return;
    this.#known.set(uri.fsPath, uri);
    this.#waiting.set(uri.fsPath, uri);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#work(), this.#settle);
  }

  /** One file after another, each in a turn of its own: keystrokes are answered between them. */
  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#next(); next !== undefined && !this.#gone; next = this.#next()) {
        const began = performance.now();
        await this.#tell(next);
        const took = performance.now() - began;
        this.#settle = Math.min(LONGEST_SETTLE_MS, Math.max(SETTLE_MS, SETTLE_SHARE * took));
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.#busy = false;
    }
  }

  #next(): vscode.Uri | undefined {
    const [next] = this.#waiting.values();
    if (next !== undefined) this.#waiting.delete(next.fsPath);
    return next;
  }

  async #tell(uri: vscode.Uri): Promise<void> {
    const opened = await this.#open(uri);
    if (opened === null) return this.#forget(uri);
    const { language, parsed } = opened;
    const rangeOf = rangesOf(parsed.text);
    const told = language
      .diagnosticsOf(parsed)
      .map((problem) => diagnosticIn(uri, problem, rangeOf));
    const raise = language.raiseVersion(parsed, this.#facts.savedOf(uri.fsPath));
    if (raise !== null) {
      const { Information } = vscode.DiagnosticSeverity;
      const hint = new vscode.Diagnostic(rangeOf(raise), raise.message, Information);
      told.push(Object.assign(hint, { source: SOURCE, code: language.VERSION_SAVED }));
    }
    if (!this.#gone) this.#collection.set(uri, told);
  }

  async #open(uri: vscode.Uri): Promise<Opened | null> {
    const document = vscode.workspace.textDocuments.find(
      (each) => each.uri.toString() === uri.toString() && !each.isClosed,
    );
    if (document !== undefined) return this.#documents.open(document);
    const text = await fs.readFile(uri.fsPath, 'utf8').catch(() => null);
    return text === null ? null : this.#documents.closed(uri.fsPath, text);
  }
}

const SOURCE = 'reprise';
/** Pipeline files that are looked for in a workspace; what is open counts whatever there is. */
const MOST = 500;
const SETTLE_MS = 200;
/** A large file is looked at less often, so that whoever types is not held up by it again and again. */
const SETTLE_SHARE = 4;
const LONGEST_SETTLE_MS = 2000;
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
