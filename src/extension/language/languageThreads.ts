import * as path from 'node:path';

import * as vscode from 'vscode';

import type { AskKind, LanguageAsks } from '../../language/languageAsks';

import type { LanguageFacts } from './languageFacts';
import { LanguageThread } from './languageThread';

/**
 * What the language features ask: a pipeline file may be long, and the extension host is not held up by reading it.
 * There are two threads, so that what somebody who types waits for does not stand behind a reading of the whole.
 */
export class LanguageThreads implements vscode.Disposable {
  readonly #facts: LanguageFacts;
  /** Reads the text as far as it is YAML. */
  readonly #quick: LanguageThread;
  /** Reads all that the engine would. */
  readonly #whole: LanguageThread;
  readonly #again = new vscode.EventEmitter<string>();
  /** Files (absolute) of which something else may be wrong, because something beside them has changed. */
  readonly onDidTouch = this.#again.event;
  /** Files of which it was asked what is wrong. */
  readonly #told = new Set<string>();
  readonly #closing: vscode.Disposable;
  readonly #beginning: NodeJS.Immediate;
  #telling: NodeJS.Timeout | null = null;

  /** `dist`: the folder of the bundles. */
  constructor(dist: string, facts: LanguageFacts) {
    this.#facts = facts;
    const worker = path.join(dist, 'languageWorker.js');
    this.#quick = new LanguageThread(worker);
    this.#whole = new LanguageThread(worker, () => this.#tellAgain([...this.#told]));
    this.#closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      for (const thread of this.#all()) thread.closed(uri.fsPath);
    });
    // behind the activation, and before the pipeline files of the window are found
    this.#beginning = setImmediate(() => this.#whole.begin());
  }

  /** What is to be said of an open document; null where it is another by now. */
  ask<K extends AskKind>(
    kind: K,
    document: vscode.TextDocument,
    ask: LanguageAsks[K]['ask'],
  ): Promise<LanguageAsks[K]['answer'] | null> {
    return this.#ask(kind, { file: document.uri.fsPath, document }, ask);
  }

  /** What is wrong in a file; null where it is another by now, or cannot be read. */
  diagnostics(
    file: string,
    document: vscode.TextDocument | null,
  ): Promise<LanguageAsks['diagnostics']['answer'] | null> {
    this.#told.add(file);
    const ask = { saved: this.#facts.savedOf(file), text: document === null };
    return this.#ask('diagnostics', { file, document }, ask);
  }

  /** Told of a change of a file (absolute), on the disk or in an editor. */
  touched(file: string): void {
    for (const thread of this.#all()) thread.touched(file);
    this.#telling ??= setTimeout(() => void this.#tell(), TELL_MS);
  }

  /** Absolute folder of the project of a pipeline file. */
  rootOf(file: string): string {
    return this.#facts.rootOf(file) ?? path.dirname(file);
  }

  dispose(): void {
    clearImmediate(this.#beginning);
    if (this.#telling !== null) clearTimeout(this.#telling);
    this.#closing.dispose();
    this.#again.dispose();
    for (const thread of this.#all()) thread.dispose();
  }

  async #ask<K extends AskKind>(
    kind: K,
    of: { readonly file: string; readonly document: vscode.TextDocument | null },
    ask: LanguageAsks[K]['ask'],
  ): Promise<LanguageAsks[K]['answer'] | null> {
    const thread = this.#threadFor(kind, of.file);
    const reply = await thread.ask(kind, { ...of, root: this.rootOf(of.file) }, ask);
    if (thread === this.#whole) this.#tellAgain(reply.again);
    if (kind === 'diagnostics' && of.document !== null) this.#readAhead(of.document);
    return reply.answer;
  }

  /**
   * A document that was only just opened is read once: what is shown of it waits for what is wrong in it, and is had
   * of the same reading. Two readings side by side would take one another's processors, and both twice as long.
   */
  #threadFor(kind: AskKind, file: string): LanguageThread {
    if (!QUICK.has(kind)) return this.#whole;
    return kind === 'complete' || this.#quick.knows(file) ? this.#quick : this.#whole;
  }

  /** Whoever types next finds the document read. */
  #readAhead(document: vscode.TextDocument): void {
    const file = document.uri.fsPath;
    if (document.isClosed || this.#quick.knows(file)) return;
    const asked = { file, document, root: this.rootOf(file) };
    // it is read when something is asked, else
    this.#quick.ask('lenses', asked, {}).catch(() => undefined);
  }

  async #tell(): Promise<void> {
    this.#telling = null;
    const [again] = await Promise.all([
      this.#whole.tell().catch(() => []), // it is asked again with the next change
      this.#quick.tell().catch(() => []),
    ]);
    this.#tellAgain(again);
  }

  #tellAgain(files: readonly string[]): void {
    for (const file of files) this.#again.fire(file);
  }

  #all(): readonly LanguageThread[] {
    return [this.#quick, this.#whole];
  }
}

const QUICK: ReadonlySet<AskKind> = new Set([
  'complete',
  'folds',
  'label',
  'lenses',
  'links',
  'symbols',
]);
const TELL_MS = 20;
