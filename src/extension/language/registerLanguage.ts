import * as path from 'node:path';

import * as vscode from 'vscode';

import type { LensPlaces } from '../../language/lensPlaces';
import { NOT_HERE, PIPELINE_DOCUMENTS, PIPELINE_FILES } from '../pipelines/pipelineFiles';

import { CompletionProvider, TRIGGERS } from './completionProvider';
import { DefinitionProvider } from './definitionProvider';
import { Diagnostics } from './diagnostics';
import { EditorDocuments } from './editorDocuments';
import { FixProvider } from './fixProvider';
import { FoldingProvider } from './foldingProvider';
import { HoverProvider } from './hoverProvider';
import type { LanguageFacts } from './languageFacts';
import { LinkProvider } from './linkProvider';
import { SymbolProvider } from './symbolProvider';

/** The language features of the window. */
export interface Language {
  /** Where lenses go; the file is parsed once for all who ask. */
  lensPlaces(document: vscode.TextDocument): Promise<LensPlaces>;
  dispose(): void;
}

/** Registers what helps writing pipeline files. They stay YAML, and are known by their names. */
export function registerLanguage(facts: LanguageFacts): Language {
  const selector = PIPELINE_DOCUMENTS;
  const documents = new EditorDocuments(facts);
  const where = { files: PIPELINE_FILES, not: NOT_HERE, isPipeline };
  const { languages } = vscode;
  const all = vscode.Disposable.from(
    documents,
    new Diagnostics(documents, facts, where),
    languages.registerCompletionItemProvider(
      selector,
      new CompletionProvider(documents),
      ...TRIGGERS,
    ),
    languages.registerHoverProvider(selector, new HoverProvider(documents, facts)),
    languages.registerDefinitionProvider(selector, new DefinitionProvider(documents)),
    languages.registerDocumentSymbolProvider(selector, new SymbolProvider(documents)),
    languages.registerFoldingRangeProvider(selector, new FoldingProvider(documents)),
    languages.registerDocumentLinkProvider(selector, new LinkProvider(documents)),
    languages.registerCodeActionsProvider(selector, new FixProvider(documents, facts), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
  return {
    lensPlaces: async (document) => {
      const { language, parsed } = await documents.open(document);
      return language.lensPlaces(parsed);
    },
    dispose: () => {
      all.dispose();
    },
  };
}

function isPipeline({ scheme, fsPath }: vscode.Uri): boolean {
  return scheme === 'file' && /(?:^|\.)pipeline\.yaml$/.test(path.basename(fsPath));
}
