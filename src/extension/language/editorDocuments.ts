import * as path from 'node:path';

import * as vscode from 'vscode';

import { relativeTo } from '../../base/paths';
import type * as languageService from '../../language/languageService';
import type { ParsedDocument } from '../../language/parsedDocument';

import type { LanguageFacts } from './languageFacts';
import { ProjectOverlay } from './projectOverlay';

/** The language room, loaded when it is first needed. */
export type LanguageService = typeof languageService;

/** A document with what reads it. */
export interface Opened {
  readonly language: LanguageService;
  readonly parsed: ParsedDocument;
  /** Absolute folder of its project. */
  readonly root: string;
}

/** The pipeline files of the editor, each parsed once a version, whoever asks. */
export class EditorDocuments implements vscode.Disposable {
  readonly #facts: LanguageFacts;
  readonly #overlays = new Map<string, ProjectOverlay>();
  readonly #closing: vscode.Disposable;
  #language: Promise<LanguageService> | null = null;
  #documents: ReturnType<LanguageService['documents']> | null = null;

  constructor(facts: LanguageFacts) {
    this.#facts = facts;
    this.#closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri));
  }

  /** The document of what is open in the editor. */
  async open(document: vscode.TextDocument): Promise<Opened> {
    const { uri, version } = document;
    return this.#open(uri.fsPath, version, () => document.getText());
  }

  /** The document of a file that is not open, of this text. */
  async closed(file: string, text: string): Promise<Opened> {
    const opened = await this.#open(file, Number.NaN, () => text);
    this.#documents?.forget(file);
    return opened;
  }

  /** Told of a change of a file: whether it can matter to what a pipeline file says. */
  touched(pipelineFile: string, file: string): boolean {
    if (this.#overlays.get(pipelineFile)?.touched(file) !== true) return false;
    this.#documents?.diskChanged();
    return true;
  }

  dispose(): void {
    this.#closing.dispose();
    this.#overlays.clear();
  }

  async #open(file: string, version: number, text: () => string): Promise<Opened> {
    this.#language ??= import('../../language/languageService');
    const language = await this.#language;
    this.#documents ??= language.documents();
    const project = this.#overlay(file);
    const context = () => ({ file: relativeTo(project.root, file), project });
    const parsed = this.#documents.get(file, { version, text, context });
    return { language, parsed, root: project.root };
  }

  #overlay(file: string): ProjectOverlay {
    const root = this.#facts.rootOf(file) ?? path.dirname(file);
    const known = this.#overlays.get(file);
    if (known?.root === root) return known;
    const made = new ProjectOverlay(root);
    this.#overlays.set(file, made);
    if (known !== undefined) this.#documents?.diskChanged();
    return made;
  }

  #forget({ scheme, fsPath }: vscode.Uri): void {
    if (scheme === 'file') this.#documents?.forget(fsPath);
  }
}
