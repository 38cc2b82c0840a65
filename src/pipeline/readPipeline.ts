import * as path from 'node:path';

import { joinRelative } from '../base/paths';

import { cachedReader } from './cachedReader';
import { complaintsAbout } from './complaints';
import type { Complaints } from './complaints';
import type { Dialect, DialectContext } from './dialects/dialect';
import { repriseDialect } from './dialects/reprise';
import { EMPTY_DRAFT } from './draft';
import type { Draft } from './draft';
import type { Plan, Range } from './model';
import { planOf } from './planOf';
import type { Problem } from './problem';
import type { ProblemCode } from './problemCodes';
import type { ProjectReader } from './reader';
import type { TextParser } from './readInParts';
import type { Span } from './textNode';

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
  /** What turns the text into nodes, where it is not to be read as one whole. */
  readonly parser?: TextParser;
}

const DIALECTS: readonly Dialect[] = [repriseDialect];

/** Reads a pipeline file. Never throws, whatever the text: what is wrong comes back as problems. */
export function readPipeline(text: string, at: ReadOptions): PipelineReading {
  return readText(text, at).reading;
}

/** A reading, and the draft that it was made of. */
export interface TextReading {
  readonly reading: PipelineReading;
  readonly draft: Draft;
}

/** As `readPipeline`, for those who want to know where in the text everything stands. */
export function readText(text: string, at: ReadOptions): TextReading {
  const complaints = complaintsAbout(text);
  const file = joinRelative('.', at.file);
  const context: DialectContext = {
    file,
    folder: path.posix.dirname(file),
    reader: cachedReader(at.reader),
    platform: at.platform ?? process.platform,
    ...(at.parser === undefined ? {} : { parser: at.parser }),
  };
  const dialect = DIALECTS.find((each) => each.reads(path.posix.basename(file)));
  const read = (): Draft => {
    const broken = at.notUtf8At ?? null;
    if (broken !== null) {
      const message =
        'From here on the file is not UTF-8, so its text can only be guessed at, and nothing is done with it. Save it as UTF-8.';
      complaints.add('text-not-utf8', { start: broken, end: broken + 1 }, message);
      return EMPTY_DRAFT;
    }
    if (dialect !== undefined) return dialect.read(text, context, complaints);
    const message = `No pipeline can be read from a file called \`${path.posix.basename(file)}\`. Name it \`pipeline.yaml\` or \`NAME.pipeline.yaml\`.`;
    complaints.add('dialect-unknown', { start: 0, end: 0 }, message);
    return EMPTY_DRAFT;
  };
  return readDraft(read, { ...context, pipeline: file, source: file }, complaints);
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
  return readDraft(read, context, complaints).reading;
}

function readDraft(
  read: () => Draft,
  context: ReadingContext,
  complaints: Complaints,
): TextReading {
  const planContext = { ...context, file: context.source };
  let draft = EMPTY_DRAFT;
  let plan: Plan;
  try {
    draft = read();
    plan = planOf(draft, planContext, complaints);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    const message = `This text could not be read to its end (${what}). Make it simpler, and please report the text.`;
    complaints.add('text-unreadable', { start: 0, end: 0 }, message);
    plan = planOf(EMPTY_DRAFT, planContext, complaintsAbout(''));
  }
  const places = new Map<string, Range>();
  for (const step of draft.steps) {
    const range = complaints.rangeOf(step.span);
    places.set(step.name, range);
    if (step.group !== null) places.set(step.group, range);
  }
  const { name, version } = draft;
  const problems = withoutGuesses(complaints.list(), context.parser?.parts() ?? []);
  return { reading: { file: context.pipeline, name, version, problems, plan, places }, draft };
}

/**
 * Behind a place that is no YAML everything may be misread, and what is missing may only stand there: then only
 * what is wrong before that place is told, and nothing that hangs on the whole. Where a text was read in parts,
 * that holds for the broken part, and of the others only what hangs on the whole is left out.
 */
function withoutGuesses(problems: readonly Problem[], parts: readonly Span[]): readonly Problem[] {
  const breaks = problems.filter((problem) => problem.code === 'yaml-invalid');
  if (breaks.length === 0) return problems;
  const partOf = ({ start }: Range): Span | undefined =>
    parts.find((part) => part.start <= start && start < part.end);
  const broken = new Map<Span | undefined, Problem>();
  for (const problem of [...breaks].reverse()) broken.set(partOf(problem.range), problem);
  return problems.filter(({ code, range }) => {
    if (TEXTUAL.has(code)) return true;
    if (HANGS_ON_THE_WHOLE.has(code)) return false;
    const first = broken.get(partOf(range));
    if (first === undefined) return code !== 'key-missing' || range.end > 0;
    return (
      range.line < first.range.line && range.end < first.range.start && !HANGS_ON_THE_PART.has(code)
    );
  });
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

const HANGS_ON_THE_PART: ReadonlySet<string> = new Set<ProblemCode>([
  'key-missing',
  'value-missing',
  'wrong-type',
]);

const HANGS_ON_THE_WHOLE: ReadonlySet<string> = new Set<ProblemCode>([
  'steps-empty',
  'params-missing',
  'variable-unknown',
  'step-unknown',
  'output-unknown',
  'input-missing',
  'cycle',
]);
