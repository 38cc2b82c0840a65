import * as path from 'node:path';

import type { Digest } from '../../base/digest';
import { failed, ok } from '../../base/result';
import type { Result } from '../../base/result';
import type { EnvironmentRecord } from '../../environment/environmentModel';
import type { Plan } from '../../pipeline/model';
import { reportSentence } from '../../present/reportSentence';
import type { Failure } from '../../records/failures';
import type { Report } from '../../records/report';
import { readReportFile, reportFileName } from '../../records/reportFiles';
import type { ReportFacts, SavedFacts } from '../../records/reportFacts';
import type { ReportRef, SideRef } from '../../records/reportRef';
import type { RunRecord } from '../../records/runModel';
import type { VersionRecord } from '../../records/versionModel';
import { getPlan } from '../../snapshot/planDocument';
import type { TreeEntry } from '../../store/treeModel';
import { diffSides } from '../../verify/diffSides';
import type { SideName } from '../../verify/namedSide';
import type { Session } from '../session';
import { outputFacts } from './outputFiles';

/** A report with what lies behind it: the outcomes of its steps on both sides. */
export interface OpenedReport {
  /** Names this very report, whatever comes later. */
  readonly ref: ReportRef;
  readonly facts: ReportFacts;
  readonly was: OpenedSide;
  readonly is: OpenedSide;
}

/** One side of a report that was opened. */
export interface OpenedSide {
  /** As the file system of saved files calls it: `pipeline.yaml@v1.0`, or a run's id; null where it is gone. */
  readonly name: string | null;
  /** By step; a step without an outcome is not in it. */
  readonly outcomes: ReadonlyMap<string, readonly TreeEntry[]>;
  /** The run that made it. */
  readonly run: string | null;
  /** Where its bytes may be found when the store has them no longer. */
  readonly origin: Origin | null;
}

/** What git knows a side by. */
export interface Origin {
  readonly commit: string | null;
  readonly label?: string;
}

/** Reads a report, or makes the comparison it names, and the trees of both its sides. */
export async function openReport(
  session: Session,
  ref: ReportRef,
): Promise<Result<OpenedReport, Failure>> {
  const found = await findReport(session, ref);
  if (!found.ok) return found;
  const { report, was, is } = found.value;
  const plans = { was: await planOf(session, was), is: await planOf(session, is) };
  const plan = plans.was ?? plans.is;
  const sides = { was: await openSide(session, was), is: await openSide(session, is) };
  const took = (record: SideRecord | null, step: string): number | null =>
    record?.record.steps.find(({ name }) => name === step)?.durationMs ?? null;
  const facts: ReportFacts = {
    report,
    name: plan?.name ?? null,
    saved: was?.kind === 'version' ? savedFacts(was.record) : null,
    steps: (plan?.steps ?? []).map(({ name, needs, shell, commands }) => ({
      name,
      needs,
      shell,
      commands,
      durationMs: { was: took(was, name), is: took(is, name) },
    })),
    outputs: outputFacts(report, sides.was.outcomes, sides.is.outcomes),
    system: {
      was: environmentOf(was)?.system ?? null,
      is: environmentOf(is)?.system ?? null,
    },
    ran: { was: ranAt(was), is: ranAt(is) },
  };
  return ok({ ref: found.value.ref, facts, ...sides });
}

/** What a side is of: a version or a run. */
export type SideRecord =
  | { readonly kind: 'version'; readonly record: VersionRecord }
  | { readonly kind: 'run'; readonly record: RunRecord };

interface Found {
  readonly ref: ReportRef;
  readonly report: Report;
  /** Null where the record is gone; the report stands all the same. */
  readonly was: SideRecord | null;
  readonly is: SideRecord | null;
}

async function findReport(session: Session, ref: ReportRef): Promise<Result<Found, Failure>> {
  switch (ref.kind) {
    case 'verify':
      return findVerify(session, ref);
    case 'last': {
      const version = session.records.readVersion(ref.version);
      if (!version.ok) return version;
      const report = session.records.latestReport(version.value);
      if (report === null) {
        return failed({ code: 'no-earlier-verify', label: version.value.label });
      }
      return findVerify(session, { kind: 'verify', run: report.run, rules: 'saved' });
    }
    case 'compare':
      return compareNow(session, ref);
  }
}

function findVerify(
  { project, records }: Session,
  ref: Extract<ReportRef, { kind: 'verify' }>,
): Result<Found, Failure> {
  const unknown = failed({ code: 'run-unknown' as const, id: ref.run });
  // The reference comes from a window's kept state, and names a file.
  if (!/^[A-Za-z0-9-]+$/.test(ref.run)) return unknown;
  const file = path.join(project.store, 'reports', reportFileName(ref));
  const read = readReportFile(file);
  if (!read.ok) return unknown;
  const report = read.value;
  const version = records.readVersion(`${report.pipeline}@${report.version}`);
  const same = version.ok && version.value.snapshot === report.snapshot;
  const run = records.readRun(report.run);
  return ok({
    ref,
    report,
    was: same ? { kind: 'version', record: version.value } : null,
    is: run.ok ? { kind: 'run', record: run.value } : null,
  });
}

async function compareNow(
  session: Session,
  ref: Extract<ReportRef, { kind: 'compare' }>,
): Promise<Result<Found, Failure>> {
  const was = sideRecord(session, ref.was);
  if (!was.ok) return was;
  const is = sideRecord(session, ref.is);
  if (!is.ok) return is;
  const judged = await diffSides({
    ...session,
    pipeline: null,
    was: sideName(was.value),
    is: sideName(is.value),
  });
  if (!judged.ok) return judged;
  const report = { ...judged.value, sentence: reportSentence(judged.value) };
  const resolved = { kind: 'compare', was: refOf(was.value), is: refOf(is.value) } as const;
  return ok({ ref: resolved, report, was: was.value, is: is.value });
}

function sideRecord({ records }: Session, ref: SideRef): Result<SideRecord, Failure> {
  if (ref.kind === 'version') {
    const version = records.readVersion(ref.version);
    return version.ok ? ok({ kind: 'version', record: version.value }) : version;
  }
  if (ref.kind === 'run') {
    const run = records.readRun(ref.run);
    return run.ok ? ok({ kind: 'run', record: run.value }) : run;
  }
  const latest = records.latestRun(
    ref.pipeline,
    ({ purpose, endedAt, plan }) => purpose === 'run' && endedAt !== null && plan !== null,
  );
  return latest === null
    ? failed({ code: 'run-unknown', id: 'latest' })
    : ok({ kind: 'run', record: latest });
}

function refOf(side: SideRecord): SideRef {
  return side.kind === 'run'
    ? { kind: 'run', run: side.record.id }
    : { kind: 'version', version: wholeName(side.record) };
}

function sideName(side: SideRecord): SideName {
  return side.kind === 'run' ? { run: side.record.id } : wholeName(side.record);
}

/** A version's name that is never ambiguous. */
function wholeName({ pipeline, label }: VersionRecord): string {
  return `${pipeline}@${label}`;
}

async function planOf({ store }: Session, side: SideRecord | null): Promise<Plan | null> {
  const digest: Digest | null = side?.record.plan ?? null;
  const plan = digest === null ? null : await getPlan(store, digest);
  return plan?.ok === true ? plan.value : null;
}

function ranAt(side: SideRecord | null): number | null {
  if (side === null) return null;
  return side.kind === 'run' ? side.record.startedAt : side.record.run.startedAt;
}

async function openSide({ store }: Session, side: SideRecord | null): Promise<OpenedSide> {
  const outcomes = new Map<string, readonly TreeEntry[]>();
  for (const step of side?.record.steps ?? []) {
    const succeeded =
      !('status' in step) || step.status === 'succeeded' || step.status === 'reused';
    if (step.outcome === null || !succeeded) continue;
    const tree = await store.getTree(step.outcome);
    if (tree.ok) outcomes.set(step.name, tree.value.entries);
  }
  if (side === null) return { name: null, outcomes, run: null, origin: null };
  const origin = originOf(side);
  return side.kind === 'run'
    ? { name: side.record.id, outcomes, run: side.record.id, origin }
    : { name: wholeName(side.record), outcomes, run: side.record.run.id, origin };
}

/** Where a version's or a run's bytes may be looked for in git. */
export function originOf(side: SideRecord): Origin {
  return side.kind === 'version'
    ? { commit: side.record.commit, label: side.record.label }
    : { commit: side.record.environment?.git?.commit ?? null };
}

function environmentOf(side: SideRecord | null): EnvironmentRecord | null {
  return side?.record.environment ?? null;
}

function savedFacts({ savedAt, run, message, commit }: VersionRecord): SavedFacts {
  return { at: savedAt, run: run.id, message, commit, host: run.host };
}
