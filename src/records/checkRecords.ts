import * as path from 'node:path';

import type { Digest } from '../base/digest';
import { relativeTo } from '../base/paths';
import { isDeclaredBy } from '../snapshot/outputScope';
import { getPlan } from '../snapshot/planDocument';
import type { Store } from '../store/storeModel';
import type { RecordFailure } from './failures';
import { leftFilesIn, readLeftFile } from './leftFiles';
import { namedByVersion } from './reach';
import type { Records } from './records';
import { readReportFile, reportFilesIn } from './reportFiles';
import { isUnbegun } from './runFiles';
import type { VersionRecord } from './versionModel';

/** What a look at the records found. Absent bytes are no damage: a fresh clone has none. */
export type RecordFinding =
  | {
      readonly kind: 'damaged';
      readonly digest: null;
      readonly where: string;
      readonly why: string;
    }
  | { readonly kind: 'absent'; readonly digest: Digest; readonly namedBy: string }
  /** The folder of a run that was killed before its first record was whole. */
  | { readonly kind: 'stray'; readonly where: string };

/** Proves every version, ended run, report and what is kept of removed runs, and names what versions need and the store lacks. Deletes nothing. */
export async function checkRecords(records: Records, store: Store): Promise<RecordFinding[]> {
  const findings: RecordFinding[] = [];
  const { root, store: folder } = records.project;
  const seen = new Set<Digest>();
  for (const version of records.versions()) {
    if (version.ok) findings.push(...(await absentOf(version.value, store, seen)));
    else findings.push(damaged(records, version.failure));
  }
  for (const id of records.runIds()) {
    const run = records.readRun(id);
    if (run.ok) continue;
    if (run.failure.code !== 'run-unknown') findings.push(damaged(records, run.failure));
    else if (isUnbegun(records.runFolder(id))) {
      findings.push({ kind: 'stray', where: relativeTo(root, records.runFolder(id)) });
    }
  }
  for (const file of reportFilesIn(path.join(folder, 'reports'))) {
    if (readReportFile(file).ok) continue;
    findings.push({ kind: 'damaged', digest: null, where: relativeTo(root, file), why: REPORT });
  }
  for (const file of leftFilesIn(records.project)) {
    if (readLeftFile(file) !== null) continue;
    findings.push({ kind: 'damaged', digest: null, where: relativeTo(root, file), why: LEFT });
  }
  return findings;
}

const LEFT = 'what is kept of a removed run does not prove its digest';
const REPORT = 'the report does not prove its digest';

function damaged({ project }: Records, failure: RecordFailure): RecordFinding {
  const where = 'file' in failure ? relativeTo(project.root, failure.file) : failure.code;
  const why =
    failure.code === 'version-damaged'
      ? `the record of ${failure.label} does not prove its digest`
      : 'the record of the run does not prove its digest';
  return { kind: 'damaged', digest: null, where, why };
}

/** Each digest once, with the first place that names it. What is declared not to be kept is not missed. */
async function absentOf(
  version: VersionRecord,
  store: Store,
  seen: Set<Digest>,
): Promise<RecordFinding[]> {
  const name = `${version.pipeline}@${version.label}`;
  const findings: RecordFinding[] = [];
  const absent = (digest: Digest, namedBy: string): void => {
    if (seen.has(digest)) return;
    seen.add(digest);
    findings.push({ kind: 'absent', digest, namedBy });
  };
  const { trees, documents } = namedByVersion(version);
  for (const digest of documents) {
    const document = await store.getDocument(digest);
    if (!document.ok && isMissing(document.failure.code)) absent(digest, name);
  }
  const notKept = await notKeptOf(version, store);
  for (const digest of new Set(trees)) {
    const tree = await store.getTree(digest);
    if (!tree.ok) {
      if (isMissing(tree.failure.code)) absent(digest, name);
      continue;
    }
    for (const entry of tree.value.entries) {
      if (entry.kind !== 'file' || store.has(entry.digest) || notKept(entry.path)) continue;
      absent(entry.digest, `${name} ${entry.path}`);
    }
  }
  return findings;
}

function isMissing(code: string): boolean {
  return code === 'tree-missing' || code === 'object-missing';
}

async function notKeptOf(version: VersionRecord, store: Store): Promise<(path: string) => boolean> {
  const plan = await getPlan(store, version.plan);
  if (!plan.ok) return () => false;
  const all = plan.value.steps.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  const holders = all.filter(({ cache }) => !cache).map(({ path }) => isDeclaredBy(path));
  return (path) => holders.some((holds) => holds(path));
}
