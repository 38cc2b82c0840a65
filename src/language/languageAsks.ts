import type {
  Completion,
  Definition,
  DocumentLink,
  DocumentSymbol,
  EditorDiagnostic,
  Fix,
  Fold,
  Hover,
  Span,
  TextEdit,
} from './editorModel';
import type { StepFacts } from './hoverStep';
import type { LensPlaces } from './lensPlaces';
import type { SavedLabels } from './raiseVersion';

/** What an editor asks of a pipeline file, and what it is told: plain data, for another thread answers. */
export interface LanguageAsks {
  readonly complete: {
    readonly ask: { readonly offset: number; readonly trigger: string | null };
    readonly answer: readonly Completion[];
  };
  readonly definition: {
    readonly ask: { readonly offset: number };
    readonly answer: Definition | null;
  };
  readonly diagnostics: {
    /** `text`: whether it is to be told of which text all that holds. */
    readonly ask: { readonly saved: SavedLabels; readonly text: boolean };
    /** `raise`: that the label is saved with other content, as an editor says it. */
    readonly answer: {
      readonly text: string | null;
      readonly problems: readonly EditorDiagnostic[];
      readonly raise: (Span & { readonly message: string; readonly code: string }) | null;
    };
  };
  readonly fixes: {
    readonly ask: { readonly within: Span; readonly saved: SavedLabels };
    readonly answer: readonly Fix[];
  };
  readonly folds: { readonly ask: object; readonly answer: readonly Fold[] };
  readonly hover: {
    /** `facts`: of the steps that an earlier answer named. */
    readonly ask: {
      readonly offset: number;
      readonly facts: Readonly<Record<string, StepFacts | null>>;
    };
    /** `steps`: of which there could be more to say. */
    readonly answer: { readonly hover: Hover | null; readonly steps: readonly string[] };
  };
  /** What writes a label into the text. */
  readonly label: {
    readonly ask: { readonly label: string };
    /** `edit`: null where the text bears it already. */
    readonly answer: { readonly edit: TextEdit | null };
  };
  readonly lenses: { readonly ask: object; readonly answer: LensPlaces };
  readonly links: { readonly ask: object; readonly answer: readonly DocumentLink[] };
  readonly symbols: { readonly ask: object; readonly answer: readonly DocumentSymbol[] };
  /** Only tells what has changed. */
  readonly nothing: { readonly ask: object; readonly answer: null };
}

/** What can be asked. */
export type AskKind = keyof LanguageAsks;

/** The file that is asked about. */
export interface AskedFile {
  /** Absolute. */
  readonly file: string;
  /** Absolute folder of its project. */
  readonly root: string;
  /** Of the text in the editor; null where nobody has it open and the disk counts. */
  readonly version: number | null;
  /** Null where the text of this version was sent before, or the disk counts. */
  readonly text: string | null;
}

/** What has happened since the last question. Files are absolute. */
export interface LanguageNews {
  /** Unsaved texts that stand in for their files; null where the file counts again. */
  readonly texts: readonly { readonly file: string; readonly text: string | null }[];
  /** Files that were written, made or removed, or changed in an editor. */
  readonly touched: readonly string[];
  /** Pipeline files that were closed. */
  readonly closed: readonly string[];
}

/** One question, with all that the one who answers has to know by then. */
export interface LanguageQuestion<K extends AskKind = AskKind> {
  readonly kind: K;
  readonly ask: LanguageAsks[K]['ask'];
  /** Null where nothing is asked. */
  readonly at: AskedFile | null;
  readonly news: LanguageNews;
}

/** What comes back. */
export interface LanguageReply<K extends AskKind = AskKind> {
  /** Null where the text is not there, or is another by now. */
  readonly answer: LanguageAsks[K]['answer'] | null;
  /** Other pipeline files of which something else may be wrong, by what has happened. */
  readonly again: readonly string[];
}
