import * as path from 'node:path';

import { joinRelative } from '../base/paths';

import { cachedReader } from './cachedReader';
import { complaintsAbout } from './complaints';
import type { Complaints } from './complaints';
import type { Dialect, DialectContext } from './dialects/dialect';
import { repriseDialect } from './dialects/reprise';
import type { Draft } from './draft';
import type { Plan, Range } from './model';
import { planOf } from './planOf';
import type { Problem } from './problem';
import type { ProblemCode } from './problemCodes';
import type { ProjectReader } from './reader';

/** A pipeline as far as its text could be read, and what is wrong with the rest. */
export interface PipelineReading {
  readonly file: string;
  readonly name: string | null;
  /** The label that the text asks for. */
  readonly version: string | null;
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  readonly plan: Plan;
  /** Where each step and each group stands: its key in the text. */
  readonly places: ReadonlyMap<string, Range>;
}

/** Where a text comes from. */
export interface ReadOptions {
  /** Relative to the project, POSIX; its name decides the dialect. */
  readonly file: string;
  readonly reader: ProjectReader;
  /** The machine that will run it, where that is not this one. */
  readonly platform?: string;
  /** Where the file's bytes are no UTF-8, as an offset in the text that was made of them; else null. */
  readonly notUtf8At?: number | null;
}

const DIALECTS: readonly Dialect[] = [repriseDialect];

/** Reads a pipeline file. Never throws, whatever the text: what is wrong comes back as problems. */
export function readPipeline(text: string, at: ReadOptions): PipelineReading {
  const complaints = complaintsAbout(text);
  const file = joinRelative('.', at.file);
  const context: DialectContext = {
    file,
    folder: path.posix.dirname(file),
    reader: cachedReader(at.reader),
    platform: at.platform ?? process.platform,
  };
  const dialect = DIALECTS.find((each) => each.reads(path.posix.basename(file)));
  const read = (): Draft => {
    const broken = at.notUtf8At ?? null;
    if (broken !== null) {
      const message =
        'From here on the file is not UTF-8, so its text can only be guessed at, and nothing is done with it. Save it as UTF-8.';
      complaints.add('text-not-utf8', { start: broken, end: broken + 1 }, message);
      return NOTHING;
    }
    if (dialect !== undefined) return dialect.read(text, context, complaints);
    const message = `No pipeline can be read from a file called \`${path.posix.basename(file)}\`. Name it \`pipeline.yaml\` or \`NAME.pipeline.yaml\`.`;
    complaints.add('dialect-unknown', { start: 0, end: 0 }, message);
    return NOTHING;
  };
  return readingOf(read, { ...context, pipeline: file, source: file }, complaints);
}

/** What makes a reading out of a draft. */
export interface ReadingContext extends DialectContext {
  readonly pipeline: string;
  /** The pipeline file, or null for a pipeline defined in code. */
  readonly source: string | null;
}

/** Plans a draft. A text that brings the reader to a fall is a problem of the text's, and told with what happened. */
export function readingOf(
  read: () => Draft,
  context: ReadingContext,
  complaints: Complaints,
): PipelineReading {
  const planContext = { ...context, file: context.source };
  let draft = NOTHING;
  let plan: Plan;
  try {
    draft = read();
    plan = planOf(draft, planContext, complaints);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const message = `This text could not be read to its end (${what}). Make it simpler, and please report the text.`;
    complaints.add('text-unreadable', { start: 0, end: 0 }, message);
    plan = planOf(NOTHING, planContext, complaintsAbout(''));
  }
  const places = new Map<string, Range>();
  for (const step of draft.steps) {
    const range = complaints.rangeOf(step.span);
    places.set(step.name, range);
    if (step.group !== null) places.set(step.group, range);
  }
  const { name, version } = draft;
  const problems = withoutGuesses(complaints.list());
  return { file: context.pipeline, name, version, problems, plan, places };
}

/**
 * Behind a place that is no YAML everything may be misread, and what is missing may only stand there: then only
 * what is wrong before that place is told, and nothing that hangs on the whole.
 */
function withoutGuesses(problems: readonly Problem[]): readonly Problem[] {
  const broken = problems.find((problem) => problem.code === 'yaml-invalid');
  if (broken === undefined) return problems;
  return problems.filter(
    ({ code, range }) =>
      TEXTUAL.has(code) ||
      (range.line < broken.range.line &&
        range.end < broken.range.start &&
        !MAY_COME_OF_IT.has(code)),
  );
}

const TEXTUAL: ReadonlySet<string> = new Set<ProblemCode>([
  'yaml-invalid',
  'yaml-tag',
  'many-documents',
  'too-deep',
  'too-many-nodes',
  'alias-unknown',
  'alias-circular',
  'text-unreadable',
  'text-not-utf8',
]);

const MAY_COME_OF_IT: ReadonlySet<string> = new Set<ProblemCode>([
  'key-missing',
  'value-missing',
  'wrong-type',
  'steps-empty',
  'params-missing',
  'variable-unknown',
  'step-unknown',
  'output-unknown',
  'input-missing',
  'cycle',
]);

const NOTHING: Draft = {
  name: null,
  version: null,
  python: null,
  lock: null,
  source: null,
  paramsFiles: [],
  steps: [],
};
