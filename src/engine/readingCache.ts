import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { writeFileAtomic } from '../base/atomicFile';
import { digestOf, hexOf } from '../base/digest';
import { isNumber, isObject, isOneOf, isText, listOf, objectOf, orNull } from '../base/shape';
import type { Range } from '../pipeline/model';
import type { PipelineReading } from '../pipeline/readPipeline';
import { isPlan } from '../snapshot/planDocument';
import { checkFormat, readSalt } from '../store/layout';
import type { Project } from '../store/layout';
import { answersSame, isAsked } from './askedReader';
import type { Asked } from './askedReader';
import { diskReader } from './diskReader';

/** A pipeline file whose text is in hand. */
export interface TextInProject {
  readonly project: Project;
  /** Relative to the project. */
  readonly file: string;
  readonly text: string;
}

/**
 * What the same text was read as before, by the same Reprise, while everything that the reader asked of
 * the disk has the same answer: a speed-up, never evidence. Null where that is not so, or not sure.
 */
export function knownReading(at: TextInProject): PipelineReading | null {
  const build = readerBuild();
  if (build === null) return null;
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(cacheFile(at));
  } catch {
    return null;
  }
  const end = bytes.indexOf(0x0a);
  const rest = bytes.subarray(end + 1);
  if (end < 0 || bytes.toString('latin1', 0, end) !== seal(at.project, rest)) return null;
  let value: unknown;
  try {
    value = JSON.parse(rest.toString('utf8'));
  } catch {
    return null;
  }
  if (!isKept(value)) return null;
  const kept = value as Kept;
  if (!isDeepStrictEqual(kept.of, ofText(at, build))) return null;
  if (!answersSame(kept.asked, diskReader(at.project.root))) return null;
  const { name, version, problems, plan, places } = kept;
  return { file: at.file, name, version, problems, plan, places: new Map(places) };
}

/** Keeps a reading for the next time, where it is without errors and the project has a store. */
export function keepReading(at: TextInProject, reading: PipelineReading, asked: Asked): void {
  const build = readerBuild();
  const format = checkFormat(at.project.store);
  if (build === null || !format.ok || !format.value) return;
  const { name, version, problems, plan, places } = reading;
  if (problems.some(({ severity }) => severity === 'error')) return;
  const kept: Kept = {
    of: ofText(at, build),
    asked,
    ...{ name, version, problems, plan },
    places: [...places],
  };
  const json = JSON.stringify(kept);
  // Not what JSON cannot hold, such as a param that is no finite number.
  if (!isDeepStrictEqual(JSON.parse(json), kept)) return;
  const bytes = Buffer.from(json);
  try {
    const sealed = Buffer.concat([Buffer.from(`${seal(at.project, bytes)}\n`), bytes]);
    writeFileAtomic(cacheFile(at), sealed, { sync: false });
  } catch {
    // The next one reads the text again.
  }
}

interface Kept extends Pick<PipelineReading, 'name' | 'version' | 'problems' | 'plan'> {
  readonly of: OfText;
  readonly asked: Asked;
  readonly places: readonly (readonly [name: string, place: Range])[];
}

interface OfText {
  readonly build: string;
  readonly platform: string;
  readonly file: string;
  readonly text: string;
}

function ofText({ file, text }: TextInProject, build: string): OfText {
  return { build, platform: process.platform, file, text: digestOf(text) };
}

/** The digest of all that makes up the reader, written in by the build; without one nothing is kept. */
function readerBuild(): string | null {
  return process.env.REPRISE_READER ?? null;
}

function cacheFile({ project, file }: TextInProject): string {
  return path.join(project.store, 'cache', `reading-${hexOf(digestOf(file)).slice(0, 16)}`);
}

/** With the project's salt, which does not travel: nobody else's cache is taken for ours. */
function seal(project: Project, bytes: Buffer): string {
  return hexOf(digestOf(Buffer.concat([readSalt(project).salt, bytes])));
}

const isRange = objectOf({ line: isNumber, column: isNumber, start: isNumber, end: isNumber });

const isProblem = objectOf({
  severity: isOneOf('error', 'warning'),
  code: isText,
  range: isRange,
  message: isText,
});

const isKept = objectOf({
  of: isObject,
  asked: isAsked,
  name: orNull(isText),
  version: orNull(isText),
  problems: listOf(isProblem),
  plan: isPlan,
  places: listOf((one) => Array.isArray(one) && isText(one[0]) && isRange(one[1])),
});
