import * as fs from 'node:fs';

import { relativeTo } from '../base/paths';
import { setVersion } from '../pipeline/editVersion';

import { complete } from './complete/complete';
import { definitionAt } from './definition';
import { diagnosticsOf } from './diagnostics';
import { documents } from './documents';
import { fixesFor } from './fixes/fixes';
import { foldsOf } from './folding';
import { hoverAt } from './hover';
import type {
  AskedFile,
  AskKind,
  LanguageAsks,
  LanguageNews,
  LanguageQuestion,
  LanguageReply,
} from './languageAsks';
import { lensPlaces } from './lensPlaces';
import { linksOf } from './links';
import type { ParsedDocument, ProjectFolders } from './parsedDocument';
import { editBetween, raiseVersion, VERSION_SAVED } from './raiseVersion';
import { symbolsOf } from './symbols';

/** A project whose changes are told. */
export interface WatchedProject extends ProjectFolders {
  readonly root: string;
  /** Told of a change of a file (absolute): whether it can matter, and then it is looked at anew. */
  touched(file: string): boolean;
}

/** Answers what an editor asks of its pipeline files, each parsed once a version, whatever is asked. */
export class LanguageAnswers {
  readonly #project: (root: string, unsaved: (file: string) => string | null) => WatchedProject;
  readonly #documents = documents();
  readonly #projects = new Map<string, WatchedProject>();
  readonly #texts = new Map<string, { readonly version: number; readonly text: string }>();
  readonly #unsaved = new Map<string, string>();
  #kept: string | null = null;

  /** `project`: makes a project of its folder; `unsaved` is the text that stands in for a file. */
  constructor(project: (root: string, unsaved: (file: string) => string | null) => WatchedProject) {
    this.#project = project;
  }

  /** Takes the news of questions, before the first of them is answered: what is newest counts for all. */
  hear(questions: readonly LanguageQuestion[]): readonly (() => LanguageReply)[] {
    return questions
      .map((question) => ({ question, again: this.#learn(question) }))
      .map(({ question, again }) => () => ({ answer: this.#answer(question), again }));
  }

  #learn({ at, news }: LanguageQuestion): readonly string[] {
    const again = this.#news(news);
    if (at?.text != null && at.version !== null) {
      this.#texts.set(at.file, { version: at.version, text: at.text });
    }
    return again;
  }

  #news({ texts, touched, closed }: LanguageNews): readonly string[] {
    for (const { file, text } of texts) {
      if (text === null) this.#unsaved.delete(file);
      else this.#unsaved.set(file, text);
    }
    for (const file of closed) {
      this.#texts.delete(file);
      this.#documents.forget(file);
    }
    const changed = new Set([...touched, ...texts.map(({ file }) => file)]);
    const again = [...this.#projects]
      .filter(([own, project]) => {
        // each change counts, whether or not an earlier one did
        const mattering = [...changed].filter((file) => file !== own && project.touched(file));
        return mattering.length > 0;
      })
      .map(([own]) => own);
    if (again.length > 0) this.#documents.diskChanged();
    return again;
  }

  #answer<K extends AskKind>({ kind, ask, at }: LanguageQuestion<K>): LanguageReply<K>['answer'] {
    if (at === null) return null;
    const document = at.version === null ? this.#closed(at) : this.#open(at, at.version);
    return document === null ? null : ANSWERS[kind](document, ask);
  }

  #open(at: AskedFile, version: number): ParsedDocument | null {
    const held = this.#texts.get(at.file);
    return held?.version === version ? this.#document(at, version, held.text) : null;
  }

  #closed(at: AskedFile): ParsedDocument | null {
    let text: string;
    try {
      text = fs.readFileSync(at.file, 'utf8');
    } catch {
      this.#projects.delete(at.file);
      return null;
    }
    const document = this.#document(at, Number.NaN, text);
    this.#keep(at.file);
    return document;
  }

  /** Of the files that nobody has open only the last one is kept: it may be the one that is being opened. */
  #keep(file: string): void {
    const before = this.#kept;
    this.#kept = file;
    if (before !== null && before !== file && !this.#texts.has(before)) {
      this.#documents.forget(before);
    }
  }

  #document({ file, root }: AskedFile, version: number, text: string): ParsedDocument {
    let project = this.#projects.get(file);
    if (project?.root !== root) {
      if (project !== undefined) this.#documents.diskChanged();
      project = this.#project(root, (name) => this.#unsaved.get(name) ?? null);
      this.#projects.set(file, project);
    }
    const context = { file: relativeTo(root, file), project };
    return this.#documents.get(file, { version, text: () => text, context: () => context });
  }
}

const ANSWERS: {
  readonly [K in AskKind]: (
    document: ParsedDocument,
    ask: LanguageAsks[K]['ask'],
  ) => LanguageAsks[K]['answer'];
} = {
  complete: (document, { offset, trigger }) => complete(document, offset, trigger ?? undefined),
  definition: (document, { offset }) => definitionAt(document, offset),
  diagnostics: (document, { saved, text }) => {
    const raise = raiseVersion(document, saved);
    return {
      text: text ? document.text : null,
      problems: diagnosticsOf(document),
      raise:
        raise === null
          ? null
          : { start: raise.start, end: raise.end, message: raise.message, code: VERSION_SAVED },
    };
  },
  fixes: (document, { within, saved }) => {
    const meets = (span: { readonly start: number; readonly end: number }): boolean =>
      span.start <= within.end && within.start <= span.end;
    const raise = raiseVersion(document, saved);
    return [
      ...diagnosticsOf(document)
        .filter(meets)
        .flatMap((problem) => fixesFor(document, problem)),
      ...(raise !== null && meets(raise) ? [raise.fix] : []),
    ];
  },
  folds: foldsOf,
  hover: (document, { offset, facts }) => {
    const steps: string[] = [];
    const hover = hoverAt(document, offset, (step) => {
      steps.push(step);
      return facts[step] ?? null;
    });
    return { hover, steps };
  },
  label: ({ text }, { label }) => ({ edit: editBetween(text, setVersion(text, label)) }),
  lenses: lensPlaces,
  links: linksOf,
  nothing: () => null,
  symbols: symbolsOf,
};
