import * as vscode from 'vscode';

import type { Hover } from '../../language/editorModel';

import type { LanguageThreads } from './languageThreads';
import type { LanguageFacts } from './languageFacts';
import { rangeIn } from './ranges';

/** Hovers in pipeline files: what the text says, and what is known of its steps. */
export class HoverProvider implements vscode.HoverProvider {
  readonly #threads: LanguageThreads;
  readonly #facts: LanguageFacts;

  constructor(threads: LanguageThreads, facts: LanguageFacts) {
    this.#threads = threads;
    this.#facts = facts;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const hover = await this.#hover(document, document.offsetAt(position));
    if (hover === null) return undefined;
    return new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeIn(document, hover));
  }

  /** What is known of the steps is asked for once it is known that there are some. */
  async #hover(document: vscode.TextDocument, offset: number): Promise<Hover | null> {
    const first = await this.#threads.ask('hover', document, { offset, facts: {} });
    if (first === null || first.steps.length === 0) return first?.hover ?? null;
    const factsOf = await this.#facts.stepsOf(document.uri.fsPath);
    const facts = Object.fromEntries(first.steps.map((step) => [step, factsOf(step)]));
    const second = await this.#threads.ask('hover', document, { offset, facts });
    return second?.hover ?? null;
  }
}
