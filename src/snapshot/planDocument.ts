import { canonicalJson } from '../base/json';
import type { Json } from '../base/json';
import type { Digest } from '../base/digest';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import {
  isAnything,
  isFlag,
  isNumber,
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
import type { Plan } from '../pipeline/model';
import type { StoreFailure } from '../store/failures';
import type { Store } from '../store/storeModel';
import { readBounds, writtenBounds } from './exactBounds';
import { isPlanPath } from './planPath';

/** Keeps a plan as a document; its digest is that of its canonical JSON. */
export function putPlan(store: Store, plan: Plan): Promise<Result<Digest, StoreFailure>> {
  return store.putBytes(Buffer.from(canonicalJson(writtenBounds(plan) as Json)));
}

/** A plan read back and looked at; a document that is no plan of a known format is damage. */
export async function getPlan(store: Store, digest: Digest): Promise<Result<Plan, StoreFailure>> {
  const bytes = await store.getDocument(digest);
  if (!bytes.ok) return bytes;
  const plan = parsePlan(bytes.value.toString('utf8'));
  return plan === null ? failed({ code: 'tree-damaged', digest, where: 'plan' }) : ok(plan);
}

/** A plan in JSON, or null where the text is something else. */
export function parsePlan(text: string): Plan | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isPlan(value) ? readBounds(value as Plan) : null;
}

const isTexts = listOf(isText);

const isParams = recordOf(recordOf(isAnything));

const isBound: Shape = (value) => isNumber(value) || (isText(value) && Number(value) > 0);

const isBounds: Readonly<Record<string, Shape>> = {
  relative: optional(isBound),
  absolute: optional(isBound),
  ulp: optional(isBound),
};

const isTolerance = objectOf({
  ...isBounds,
  columns: optional(recordOf(objectOf(isBounds))),
  paths: optional(recordOf(objectOf(isBounds))),
});

const isIgnore = objectOf({
  columns: optional(isTexts),
  paths: optional(isTexts),
  patterns: optional(isTexts),
});

const isStep = objectOf({
  name: isText,
  group: orNull(isText),
  shell: isOneOf('sh', 'bash', 'cmd', 'pwsh'),
  commands: isTexts,
  workingFolder: isPlanPath,
  inputs: listOf(objectOf({ path: isPlanPath, cache: isFlag })),
  outputs: listOf(
    objectOf({
      path: isPlanPath,
      kind: isOneOf('metrics', 'plot', 'model', 'data', null),
      cache: isFlag,
      tolerance: orNull(isTolerance),
      ignore: orNull(isIgnore),
    }),
  ),
  params: (value) => isParams(value) && Object.keys(value as object).every(isPlanPath),
  variables: recordOf(isText),
  timeoutMs: orNull(isNumber),
  retries: isWhole,
  resources: orNull(recordOf(isNumber)),
  needs: isTexts,
});

/** Whether a value of unknown origin is a plan. */
export const isPlan: Shape = objectOf({
  format: isOneOf(1),
  pipeline: isPlanPath,
  name: orNull(isText),
  python: orNull(isText),
  lock: orNull(isPlanPath),
  folder: isPlanPath,
  source: orNull(listOf(isPlanPath)),
  steps: listOf(isStep),
});
