import { isDigest } from '../base/digest';
import {
  isAnything,
  isFlag,
  isNumber,
  isObject,
  isOneOf,
  isText,
  isWhole,
  listOf,
  objectOf,
  optional,
  orNull,
  recordOf,
} from '../base/shape';
import type { Shape } from '../base/shape';
import { VERDICTS } from './verdict';

/** Shapes of what is read back from disk: enough that nothing which reads it can crash. */

const isTexts = listOf(isText);
const isCoded: Shape = (value) => isObject(value) && typeof value['code'] === 'string';

const isVariable: Shape = (value) =>
  isObject(value) && (isText(value['value']) || isText(value['salted']));

const isEnvironment = objectOf({
  format: isOneOf(1),
  system: objectOf({
    platform: isText,
    release: isText,
    distribution: orNull(isText),
    architecture: isText,
    cpuModel: isText,
    cpuCount: isNumber,
    memory: isNumber,
    gpus: listOf(objectOf({ name: isText, driver: isText })),
    locale: isText,
    timeZone: isText,
  }),
  saltId: isText,
  variables: recordOf(isVariable),
  git: orNull(objectOf({ commit: orNull(isText), dirty: isFlag })),
  executables: listOf(
    objectOf({ name: isText, path: isText, digest: isDigest, version: orNull(isText) }),
  ),
  packages: listOf(
    objectOf({
      ecosystem: isText,
      folder: isText,
      interpreter: orNull(objectOf({ path: isText, version: isText })),
      packages: listOf(objectOf({ name: isText, version: isText })),
    }),
  ),
  steps: recordOf(objectOf({ key: isDigest, executables: isTexts, packages: isTexts })),
});

const isStepRecord = objectOf({
  name: isText,
  status: isOneOf('waiting', 'running', 'succeeded', 'reused', 'failed', 'blocked', 'cancelled'),
  recipe: orNull(isDigest),
  inputTree: orNull(isDigest),
  outcome: orNull(isDigest),
  environmentKey: orNull(isDigest),
  reusedFrom: orNull(isText),
  attempts: isWhole,
  startedAt: orNull(isNumber),
  durationMs: orNull(isNumber),
  exit: orNull(isWhole),
  signal: orNull(isText),
  failure: orNull(isCoded),
  reusable: isFlag,
});

const isProduct = objectOf({
  path: isText,
  digest: isDigest,
  kind: optional(isOneOf('link', 'folder', 'environment', 'inside', 'source', 'stream')),
});

/** A `LeftBehind`. */
export const isLeftBehind = objectOf({
  format: isOneOf(1),
  run: isText,
  removedAt: isNumber,
  products: listOf(isProduct),
  life: orNull(objectOf({ from: isNumber, until: isNumber, sourceTree: isDigest })),
});

/** A `RunRecord`. */
export const isRunRecord = objectOf({
  format: isOneOf(1),
  id: isText,
  pipeline: isText,
  purpose: isOneOf('run', 'rerun', 'verify'),
  version: orNull(isText),
  versionSnapshot: optional(orNull(isDigest)),
  label: orNull(isText),
  targets: orNull(isTexts),
  process: objectOf({
    pid: isWhole,
    startTime: orNull(isText),
    host: isText,
    bootId: orNull(isText),
    namespace: orNull(isText),
  }),
  startedAt: isNumber,
  endedAt: orNull(isNumber),
  status: isOneOf('running', 'succeeded', 'failed', 'cancelled', 'interrupted'),
  room: orNull(isText),
  plan: orNull(isDigest),
  sourceTree: orNull(isDigest),
  snapshot: orNull(isDigest),
  steps: listOf(isStepRecord),
  products: listOf(isProduct),
  remembered: optional(listOf(isProduct)),
  environment: orNull(isEnvironment),
  warnings: listOf(isCoded),
});

/** A `VersionRecord`. */
export const isVersionRecord = objectOf({
  format: isOneOf(1),
  label: isText,
  pipeline: isText,
  message: orNull(isText),
  savedAt: isNumber,
  snapshot: isDigest,
  plan: isDigest,
  sourceTree: isDigest,
  steps: listOf(
    objectOf({
      name: isText,
      recipe: isDigest,
      inputTree: isDigest,
      outcome: isDigest,
      environmentKey: isDigest,
      reusedFrom: orNull(isText),
      durationMs: orNull(isNumber),
    }),
  ),
  run: objectOf({ id: isText, startedAt: isNumber, endedAt: isNumber, host: isText }),
  environment: isEnvironment,
  commit: orNull(isText),
  warnings: listOf(isCoded),
});

const isVerdict = isOneOf(...VERDICTS);

const isOutputReport = objectOf({
  path: isText,
  verdict: isVerdict,
  comparator: isText,
  was: orNull(isDigest),
  is: orNull(isDigest),
  notes: isTexts,
  differencesTotal: isWhole,
  differences: listOf(
    objectOf({
      file: isText,
      at: orNull(isText),
      was: isAnything,
      is: isAnything,
      delta: orNull(isNumber),
      writtenNull: optional(isOneOf('was', 'is')),
    }),
  ),
});

/** A `Report`. */
export const isReport = objectOf({
  format: isOneOf(1),
  pipeline: isText,
  version: isText,
  snapshot: optional(isDigest),
  run: isText,
  mode: isText,
  rules: isOneOf('saved', 'workspace'),
  verdict: isVerdict,
  reproducible: isFlag,
  sentence: isText,
  firstDivergence: orNull(objectOf({ step: isText, output: isText })),
  steps: listOf(
    objectOf({
      name: isText,
      verdict: isVerdict,
      role: isOneOf('source', 'carrier', null),
      explanation: orNull(
        objectOf({
          kind: isText,
          cause: isTexts,
          sentence: isText,
          evidence: optional(isTexts),
          suggestion: optional(orNull(isText)),
        }),
      ),
      failure: orNull(
        objectOf({
          code: isText,
          exit: orNull(isNumber),
          signal: orNull(isText),
          logTail: isTexts,
        }),
      ),
      outputs: listOf(isOutputReport),
      notes: isTexts,
    }),
  ),
  environment: objectOf({
    drift: listOf(objectOf({ what: isText, was: orNull(isText), is: orNull(isText) })),
  }),
  warnings: listOf(isCoded),
  startedAt: isNumber,
  durationMs: isNumber,
  savedDurationMs: orNull(isNumber),
});
