import * as vscode from 'vscode';

import { AskedThread } from '../../base/askedThread';
import type {
  AskedFile,
  AskKind,
  LanguageAsks,
  LanguageNews,
  LanguageQuestion,
  LanguageReply,
} from '../../language/languageAsks';

/** Where a pipeline file lies, and its document where it is open; absolute paths. */
export interface Asked {
  readonly file: string;
  readonly root: string;
  readonly document: vscode.TextDocument | null;
}

/** One thread that reads pipeline files, with what it has been told: texts go to it once a version. */
export class LanguageThread implements vscode.Disposable {
  readonly #thread: AskedThread<LanguageQuestion, LanguageReply>;
  /** Versions of the pipeline files that it has. */
  readonly #sent = new Map<string, number>();
  /** Pipeline files of which it has answered something while they were open. */
  readonly #read = new Set<string>();
  /** Versions of the unsaved texts that it has. */
  readonly #unsaved = new Map<string, number>();
  readonly #touched = new Set<string>();
  readonly #closed = new Set<string>();
  #isUsed = false;

  /** `file`: of the worker. `lost` is told the first time that a thread has died: the next knows nothing. */
  constructor(file: string, lost: () => void = () => undefined) {
    let started = 0;
    this.#thread = new AskedThread(file, {
      started: () => {
        this.#forgetAll();
        if (++started === 2) lost();
      },
    });
  }

  /** What the thread says; its answer is null where the text is another by the time it looks. */
  async ask<K extends AskKind>(
    kind: K,
    asked: Asked | null,
    ask: LanguageAsks[K]['ask'],
  ): Promise<LanguageReply<K>> {
    this.#isUsed = true;
    const version = asked?.document?.version ?? null;
    const reply = (await this.#thread.ask(() => {
      const at = asked === null ? null : this.#at(asked);
      return { kind, ask, at, news: this.#news() };
    })) as LanguageReply<K>;
    if (asked !== null && this.#sent.has(asked.file)) this.#read.add(asked.file);
    const isOld = (asked?.document?.version ?? null) !== version;
    return isOld ? { ...reply, answer: null } : reply;
  }

  /** Tells of what was touched, where anything was: the files of which something else may be wrong now. */
  async tell(): Promise<readonly string[]> {
    if (this.#touched.size === 0) return [];
    return (await this.ask('nothing', null, {})).again;
  }

  /** A file (absolute) has changed; told with the next question. */
  touched(file: string): void {
    if (this.#isUsed) this.#touched.add(file);
  }

  /** Starts the thread, so that whoever asks first need not wait for that. */
  begin(): void {
    // it is started when something is asked of it, else
    if (!this.#isUsed) this.ask('nothing', null, {}).catch(() => undefined);
  }

  /** Whether it has read a version of this document, and so would soon have read another. */
  knows(file: string): boolean {
    return this.#read.has(file);
  }

  /** A document was closed. */
  closed(file: string): void {
    this.#read.delete(file);
    if (this.#sent.delete(file)) this.#closed.add(file);
  }

  dispose(): void {
    this.#thread.dispose();
  }

  #forgetAll(): void {
    for (const each of [this.#sent, this.#read, this.#unsaved, this.#touched, this.#closed]) {
      each.clear();
    }
  }

  #at({ file, root, document }: Asked): AskedFile {
    if (document === null) return { file, root, version: null, text: null };
    const { version } = document;
    const isKnown = this.#sent.get(file) === version;
    this.#sent.set(file, version);
    return { file, root, version, text: isKnown ? null : document.getText() };
  }

  #news(): LanguageNews {
    const news = {
      texts: this.#texts(),
      touched: [...this.#touched],
      closed: [...this.#closed].filter((file) => !this.#sent.has(file)),
    };
    this.#touched.clear();
    this.#closed.clear();
    return news;
  }

  /** What is not saved and not sent, and what was sent and is saved by now. */
  #texts(): LanguageNews['texts'] {
    const unsaved = new Map(
      vscode.workspace.textDocuments
        .filter(({ uri, isDirty, lineCount }) => {
          return uri.scheme === 'file' && isDirty && lineCount <= MOST_LINES;
        })
        .filter(({ uri }) => !this.#sent.has(uri.fsPath))
        .map((document) => [document.uri.fsPath, document]),
    );
    const texts: { readonly file: string; readonly text: string | null }[] = [];
    for (const file of [...this.#unsaved.keys()]) {
      if (unsaved.has(file)) continue;
      this.#unsaved.delete(file);
      texts.push({ file, text: null });
    }
    for (const [file, document] of unsaved) {
      if (this.#unsaved.get(file) === document.version) continue;
      this.#unsaved.set(file, document.version);
      texts.push({ file, text: document.getText() });
    }
    return texts;
  }
}

/** No file that a pipeline file names its params in is longer. */
const MOST_LINES = 100_000;
