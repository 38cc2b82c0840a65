import { isFlag, isNumber, isObject, isOneOf, isText, isWhole, listOf } from '../../base/shape';
import { objectOf, orNull } from '../../base/shape';
import type { Shape } from '../../base/shape';
import type { FileComparison, OutputFiles, SideName } from './comparison';
import type { ReportPage } from './pageModel';

/** An output of a step. */
export interface OutputPlace {
  readonly step: string;
  readonly output: string;
}

/** A file of an output. */
export interface FilePlace extends OutputPlace {
  readonly file: string;
}

/** What the page asks of its host, and what it gets. */
export interface Requests {
  /** The page stands and listens: what is to be shown, and what finds it again after a reload. */
  readonly ready: { readonly ask: Nothing; readonly answer: Opened };
  readonly files: { readonly ask: OutputPlace; readonly answer: OutputFiles };
  readonly compare: { readonly ask: FilePlace; readonly answer: FileComparison };
  readonly bytes: { readonly ask: BytesAsk; readonly answer: BytesAnswer };
  /** VS Code's own diff editor. */
  readonly openDiff: { readonly ask: FilePlace; readonly answer: null };
  readonly openFile: {
    readonly ask: FilePlace & { readonly side: SideName };
    readonly answer: null;
  };
  readonly copy: { readonly ask: { readonly text: string }; readonly answer: null };
  readonly copySummary: { readonly ask: Nothing; readonly answer: null };
  readonly verifyAgain: { readonly ask: Nothing; readonly answer: null };
  /** The step's place in the pipeline file. */
  readonly revealStep: { readonly ask: StepAsk; readonly answer: null };
  readonly showLog: { readonly ask: StepAsk; readonly answer: null };
}

/** The name of a request. */
export type RequestName = keyof Requests;

type Nothing = Readonly<Record<string, never>>;

interface StepAsk {
  readonly step: string;
}

/** A piece of a file on one side. */
export interface BytesAsk extends FilePlace {
  readonly side: SideName;
  readonly offset: number;
  /** At most `MOST_BYTES`. */
  readonly length: number;
}

/** The piece, shorter at the end of the file, and the whole file's size. */
export interface BytesAnswer {
  readonly bytes: Uint8Array;
  readonly size: number;
}

/** What `ready` gets: the page, and how the host finds it again. The page keeps `ref` and does not read it. */
export interface Opened {
  readonly ref: unknown;
  readonly page: ReportPage;
}

/** What the host tells unasked: another report takes the place of this one, or somebody wants to see a place in it. */
export type News =
  | ({ readonly kind: 'page' } & Opened)
  | { readonly kind: 'reveal'; readonly step: string; readonly output: string | null };

/** One piece of a file at most. */
export const MOST_BYTES = 4 * 1024 * 1024;

const isName: Shape = (value) => isText(value) && (value as string).length <= 32_768;
const isNothing: Shape = (value) => isObject(value) && Object.keys(value).length === 0;
const isSide = isOneOf('was', 'is');
const output = { step: isName, output: isName };
const file = { ...output, file: isName };
const isStepAsk = objectOf({ step: isName });
const isCount: Shape = (value) => isWhole(value) && (value as number) >= 0;

/** What each request has to look like; the host refuses everything else. */
export const ASK_SHAPES: Readonly<Record<RequestName, Shape>> = {
  ready: isNothing,
  files: objectOf(output),
  compare: objectOf(file),
  bytes: objectOf({
    ...file,
    side: isSide,
    offset: isCount,
    length: (value) => isCount(value) && (value as number) <= MOST_BYTES,
  }),
  openDiff: objectOf(file),
  openFile: objectOf({ ...file, side: isSide }),
  copy: objectOf({ text: (value) => isText(value) && (value as string).length <= 1 << 20 }),
  copySummary: isNothing,
  verifyAgain: isNothing,
  revealStep: isStepAsk,
  showLog: isStepAsk,
};

const isBytes: Shape = (value) => value instanceof Uint8Array;
const isFacts = orNull(
  objectOf({ kind: isText, size: isNumber, content: isText, executable: isFlag }),
);
const change = { path: isText, was: isFacts, is: isFacts };

const SHOWN: Readonly<Record<string, Shape>> = {
  values: objectOf({ rows: listOf(objectOf({ place: isText, was: isText, is: isText })) }),
  lines: objectOf({ hunks: listOf(objectOf({ lines: listOf(isObject) })), changed: isWhole }),
  table: objectOf({ header: listOf(isText), columns: listOf(isObject), rows: listOf(isObject) }),
  images: objectOf({ type: isText }),
  bytes: objectOf({ first: orNull(isWhole), from: isWhole, was: isBytes, is: isBytes }),
  nothing: isObject,
};

const isShown: Shape = (value) =>
  isObject(value) && (SHOWN[String(value['kind'])]?.(value) ?? false);

const isPage = objectOf({
  format: isOneOf(1),
  title: isText,
  verdict: isOneOf('identical', 'equivalent', 'incomparable', 'not-run', 'different'),
  words: isText,
  lead: listOf(objectOf({ text: isText, as: isText })),
  facts: listOf(objectOf({ text: isText })),
  sides: objectOf({ was: isText, is: isText }),
  steps: listOf(objectOf({ name: isText, verdict: isText, part: isText })),
  graph: objectOf({ width: isNumber, height: isNumber, nodes: listOf(isObject) }),
  outputs: listOf(objectOf({ index: isWhole, step: isText, path: isText, verdict: isText })),
  outputsCount: isText,
  drift: listOf(objectOf({ name: isText, was: isText, is: isText })),
  warnings: listOf(isText),
  details: listOf(objectOf({ title: isText, rows: listOf(isObject) })),
  canVerify: isFlag,
});

const isOpened = objectOf({ page: isPage });

/** What each answer has to look like; the page believes nothing else. */
export const ANSWER_SHAPES: Readonly<Record<RequestName, Shape>> = {
  ready: isOpened,
  files: objectOf({ files: listOf(objectOf(change)), total: isWhole, differing: isWhole }),
  compare: objectOf({ ...change, gone: listOf(isSide), text: isFlag, shown: isShown }),
  bytes: objectOf({ bytes: isBytes, size: isWhole }),
  openDiff: isOneOf(null),
  openFile: isOneOf(null),
  copy: isOneOf(null),
  copySummary: isOneOf(null),
  verifyAgain: isOneOf(null),
  revealStep: isOneOf(null),
  showLog: isOneOf(null),
};

/** Whether a value of unknown origin is news. */
export function isNews(value: unknown): value is News {
  if (!isObject(value)) return false;
  if (value['kind'] === 'page') return isOpened(value);
  return value['kind'] === 'reveal' && isText(value['step']) && orNull(isText)(value['output']);
}
