import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Digest } from '../base/digest';
import type { Host } from '../base/host';
import { failed, ok } from '../base/result';
import type { Result } from '../base/result';
import type { StoreFailure } from '../store/failures';
import type { Project } from '../store/layout';
import { linkedInRun } from '../store/linkedPart';
import { StoreError } from '../store/storeError';
import { openEventLog } from './eventLog';
import type { EventLog } from './eventLog';
import type { RecordFailure } from './failures';
import { findVersion } from './findVersion';
import { History } from './history';
import type { RecordedOutcome } from './historyLines';
import { removeRunFolder } from './removeRun';
import type { RemoveOptions } from './removeRun';
import type { Report } from './report';
import {
  readReportFile,
  reportFileName,
  reportFilesIn,
  runOfReportFile,
  writeReportFile,
} from './reportFiles';
import { ReportFinder } from './reportFinder';
import type { Verified } from './reportFinder';
import { RunFinder } from './runFinder';
import { asOfNow, readRunFile, RUN_FILE, runIdsIn, TAKEN_OVER, writeRunFile } from './runFiles';
import type { Lives } from './runFiles';
import { newRunId } from './runId';
import type { RunRecord, StepRecord } from './runModel';
import { RunOrder } from './runOrder';
import { publishVersion, readVersionFile, versionFilesIn } from './versionFiles';
import type { VersionRecord } from './versionModel';

/** What happened in a project: its runs, versions and reports, and the files they lie in. */
export interface Records {
  readonly project: Project;
  newRunId(host: Host): string;
  /** Absolute; need not be there. */
  runFolder(id: string): string;
  /** Atomic; once the run has ended, sealed. Throws `record-gone` where what was written of it before is there no more. */
  writeRun(run: RunRecord): void;
  /** A run with no end whose process is gone is `interrupted`. */
  readRun(id: string): Result<RunRecord, RecordFailure>;
  /** In the order in which the runs started, whatever they are called. */
  runIds(): string[];
  /** The run with this id, or the only one whose id begins so. */
  findRun(idOrPrefix: string): Result<string, RecordFailure>;
  eventLog(id: string): EventLog;
  /** The newest run of a pipeline that is wanted; reads no more records than it has to. */
  latestRun(pipeline: string, wanted: (run: RunRecord) => boolean): RunRecord | null;
  /** Publishes a version, write-once; `version-taken` comes with what the records alone tell. */
  saveVersion(version: VersionRecord): Result<'saved' | 'same', RecordFailure>;
  /** By `v1.0` or `pipeline.yaml@v1.0`; of several of that label the one of the pipeline `near`. */
  readVersion(name: string, near?: string): Result<VersionRecord, RecordFailure>;
  /** Of all pipelines, oldest first; damaged ones come last, as failures. */
  versions(): Result<VersionRecord, RecordFailure>[];
  writeReport(report: Report): void;
  /** Oldest first; damaged ones are left out, `checkRecords` finds them. */
  reports(): Report[];
  /** The report of a run by the saved rules; null where there is none, or it is damaged. */
  readReport(run: string): Report | null;
  /** The newest report of a version by its own rules: of this very snapshot, and as long as its run is here. */
  latestReport(version: Verified): Report | null;
  /** The outcomes that workspace runs have had of a recipe and that a later run may reuse, newest first. */
  outcomesOf(recipe: Digest): readonly RecordedOutcome[];
  /** As `outcomesOf`, for who asks many in a row: what other processes add meanwhile is not looked for. */
  outcomesNow(): (recipe: Digest) => readonly RecordedOutcome[];
  /** A step as the newest workspace run recorded it that got as far as its recipe, and where it is one that is wanted. */
  lastStep(
    pipeline: string,
    step: string,
    wanted?: (step: StepRecord) => boolean,
  ): StepRecord | null;
  /** Refused where the run's folder is a link, or holds one. */
  setPin(id: string, pinned: boolean): Result<void, StoreFailure>;
  /** Marks a run of which a person says that it is dead: from now on it is `interrupted`, unless its process is here and lives. */
  setTakenOver(id: string): void;
  pinned(id: string): boolean;
  /** Removes a run and its report; refuses what is live, saved, pinned or holds the user's files. */
  removeRun(id: string, options?: RemoveOptions): Result<void, RecordFailure>;
}

/** Opens the records of a project; reads and writes nothing yet. */
export function openRecords(
  project: Project,
  options: {
    readonly now?: () => number;
    /** Given where no program may be started to find out whether a run's process lives. */
    readonly lives?: Lives;
  } = {},
): Records {
  const now = options.now ?? Date.now;
  const runs = path.join(project.store, 'runs');
  const versionsFolder = path.join(project.store, 'versions');
  const reportsFolder = path.join(project.store, 'reports');
  const runFolder = (id: string): string => path.join(runs, id);
  /** Runs that this process writes and that are not over: nobody has to read those from the disk. */
  const ours = new Map<string, RunRecord>();
  /** A run asks its predecessor more than one thing, and a record may be large. */
  let latest: { id: string; file: string; run: Result<RunRecord, RecordFailure> } | null = null;
  const readRun = (id: string): Result<RunRecord, RecordFailure> => {
    const own = ours.get(id);
    if (own !== undefined && fs.existsSync(runFolder(id))) {
      return ok(asOfNow(own, runFolder(id), options.lives));
    }
    const file = statOfRun(runFolder(id));
    if (file !== null && latest?.id === id && latest.file === file) return latest.run;
    const run = readRunFile(runFolder(id), id, options.lives);
    const isOver = run.ok && run.value.endedAt !== null;
    if (file !== null && isOver) latest = { id, file, run };
    return run;
  };
  const history = new History(path.join(project.store, 'cache', 'history.jsonl'), {
    folder: runs,
    read: readRun,
  });
  const order = new RunOrder({
    few: (id) => startOf(readRun(id)),
    many: () => {
      const line = history.runLines();
      return (id) => line(id)?.startedAt ?? null;
    },
  });
  const runIds = (): string[] => order.sort(runIdsIn(runs), (id) => id);
  const finder = new RunFinder(history, {
    now,
    ids: runIds,
    changedAt: () => fs.statSync(runs, { throwIfNoEntry: false })?.mtimeMs ?? null,
    read: readRun,
  });
  const reportFiles = (): string[] => order.sort(reportFilesIn(reportsFolder), runOfReportFile);
  const reportFinder = new ReportFinder(reportFiles, readRun);
  const pinFile = (id: string): string => path.join(runFolder(id), PIN_FILE);
  const reports = (): Report[] => {
    const read = reportFiles().map(readReportFile);
    return read.filter((one) => one.ok).map(({ value }) => value);
  };
  const records: Records = {
    project,
    newRunId: (host) => newRunId(host, runIdsIn(runs)),
    runFolder,
    writeRun: (run) => {
      const folder = runFolder(run.id);
      // what has gone is not made anew: the rest of the run went with it
      if (ours.has(run.id) && !fs.existsSync(path.join(folder, RUN_FILE))) {
        throw new StoreError({ code: 'record-gone', folder });
      }
      writeRunFile(folder, run);
      if (run.endedAt === null) {
        ours.set(run.id, run);
        return;
      }
      ours.delete(run.id);
      history.add(run);
    },
    readRun,
    runIds,
    findRun: (text) => findRun(runIdsIn(runs), text),
    eventLog: (id) => openEventLog(runFolder(id), now),
    latestRun: (pipeline, wanted) => finder.latest(pipeline, wanted),
    saveVersion: (version) => publishVersion(versionsFolder, version),
    readVersion: (name, near) => findVersion(versionFilesIn(versionsFolder), name, near ?? null),
    versions: () => inOrderOfSaving(versionFilesIn(versionsFolder).map(readVersionFile)),
    writeReport: (report) => writeReportFile(reportsFolder, report),
    reports,
    readReport: (run) => {
      const read = readReportFile(
        path.join(reportsFolder, reportFileName({ run, rules: 'saved' })),
      );
      return read.ok ? read.value : null;
    },
    latestReport: (version) => reportFinder.latest(version),
    outcomesOf: (recipe) => history.outcomesOf(recipe),
    outcomesNow: () => history.outcomesNow(),
    lastStep: (pipeline, step, wanted) => finder.lastStep(pipeline, step, wanted),
    setPin: (id, pinned) => {
      const linked = linkedInRun(runFolder(id));
      if (linked !== null) return failed({ code: 'store-linked', folder: linked });
      if (pinned) fs.writeFileSync(pinFile(id), '');
      else fs.rmSync(pinFile(id), { force: true });
      return ok(undefined);
    },
    pinned: (id) => fs.existsSync(pinFile(id)),
    setTakenOver: (id) => {
      if (!readRun(id).ok || linkedInRun(runFolder(id)) !== null) return;
      fs.writeFileSync(path.join(runFolder(id), TAKEN_OVER), '');
    },
    removeRun: (id, removal = {}) => {
      history.lookAnew();
      return removeRunFolder({ ...records, now }, id, removal);
    },
  };
  return records;
}

/** Other bytes have another one; null where the record may just have been written. */
function statOfRun(folder: string): string | null {
  const stat = fs.statSync(path.join(folder, RUN_FILE), { throwIfNoEntry: false });
  if (stat === undefined) return null;
  const coarse = Number.isInteger(stat.mtimeMs / 1000) && Number.isInteger(stat.ctimeMs / 1000);
  if (Date.now() - stat.ctimeMs < (coarse ? COARSE_TICK_MS : TICK_MS)) return null;
  return [stat.ino, stat.size, stat.mtimeMs, stat.ctimeMs].join(' ');
}

/** A file written again so shortly after may bear the same times. */
const TICK_MS = 20;
/** As above, where the file system tells whole seconds only, or pairs of them. */
const COARSE_TICK_MS = 2500;

/** The name of the mark in a pinned run's folder. */
const PIN_FILE = 'pinned';

function startOf(run: Result<RunRecord, RecordFailure>): number | null {
  return run.ok ? run.value.startedAt : null;
}

function findRun(ids: readonly string[], text: string): Result<string, RecordFailure> {
  if (ids.includes(text)) return ok(text);
  const candidates = text === '' ? [] : ids.filter((id) => id.startsWith(text));
  const [only, second] = candidates;
  if (only === undefined) return failed({ code: 'run-unknown', id: text });
  return second === undefined ? ok(only) : failed({ code: 'run-ambiguous', id: text, candidates });
}

function inOrderOfSaving(
  read: readonly Result<VersionRecord, RecordFailure>[],
): Result<VersionRecord, RecordFailure>[] {
  const whole = read.filter((one) => one.ok);
  whole.sort((a, b) => a.value.savedAt - b.value.savedAt);
  return [...whole, ...read.filter((one) => !one.ok)];
}
