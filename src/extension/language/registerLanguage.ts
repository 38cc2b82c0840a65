import * as path from 'node:path';

import * as vscode from 'vscode';

import type { TextEdit } from '../../language/editorModel';
import type { LensPlaces } from '../../language/lensPlaces';
import { NOT_HERE, PIPELINE_DOCUMENTS, PIPELINE_FILES } from '../pipelines/pipelineFiles';

import { CompletionProvider, TRIGGERS } from './completionProvider';
import { DefinitionProvider } from './definitionProvider';
import { Diagnostics } from './diagnostics';
import { FixProvider } from './fixProvider';
import { FoldingProvider } from './foldingProvider';
import { HoverProvider } from './hoverProvider';
import type { LanguageFacts } from './languageFacts';
import { LanguageThreads } from './languageThreads';
import { LinkProvider } from './linkProvider';
import { SymbolProvider } from './symbolProvider';

/** The language features of the window. */
export interface Language {
  /** Where lenses go; null where the text is another by now. */
  lensPlaces(document: vscode.TextDocument): Promise<LensPlaces | null>;
  /** What writes a label into a pipeline file, if anything has to; null where the text is another by now. */
  labelEdit(
    document: vscode.TextDocument,
    label: string,
  ): Promise<{ readonly edit: TextEdit | null } | null>;
  dispose(): void;
}

/** Registers what helps writing pipeline files. They stay YAML, and are known by their names. `dist`: the bundles. */
export function registerLanguage(dist: string, facts: LanguageFacts): Language {
  const selector = PIPELINE_DOCUMENTS;
  const threads = new LanguageThreads(dist, facts);
  const where = { files: PIPELINE_FILES, not: NOT_HERE, isPipeline };
  const { languages } = vscode;
  const all = vscode.Disposable.from(
    threads,
    new Diagnostics(threads, facts, where),
    languages.registerCompletionItemProvider(
      selector,
      new CompletionProvider(threads),
      ...TRIGGERS,
    ),
    languages.registerHoverProvider(selector, new HoverProvider(threads, facts)),
    languages.registerDefinitionProvider(selector, new DefinitionProvider(threads)),
    languages.registerDocumentSymbolProvider(selector, new SymbolProvider(threads)),
    languages.registerFoldingRangeProvider(selector, new FoldingProvider(threads)),
    languages.registerDocumentLinkProvider(selector, new LinkProvider(threads)),
    languages.registerCodeActionsProvider(selector, new FixProvider(threads, facts), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
  return {
    lensPlaces: (document) => threads.ask('lenses', document, {}),
    labelEdit: (document, label) => threads.ask('label', document, { label }),
    dispose: () => {
      all.dispose();
    },
  };
}

function isPipeline({ scheme, fsPath }: vscode.Uri): boolean {
  return scheme === 'file' && /(?:^|\.)pipeline\.yaml$/.test(path.basename(fsPath));
}
