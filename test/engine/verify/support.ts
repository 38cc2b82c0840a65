import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost } from '../../../src/base/host';
import type { Host } from '../../../src/base/host';
import type { Result } from '../../../src/base/result';
import type { Plan } from '../../../src/pipeline/model';
import type { Failure } from '../../../src/records/failures';
import type { Report, StepReport } from '../../../src/records/report';
import type { RunRecord } from '../../../src/records/runModel';
import type { VersionRecord } from '../../../src/records/versionModel';
import { saveRun } from '../../../src/run/saveRun';
import type { Store } from '../../../src/store/storeModel';
import { diffSides } from '../../../src/verify/diffSides';
import { rerunVersion } from '../../../src/verify/rerunVersion';
import { verifyVersion } from '../../../src/verify/verifyVersion';
import type { VerifyOptions } from '../../../src/verify/verifyVersion';
import { must, openRig } from '../../support/rig';
import type { Rig } from '../../support/rig';
import { temporaryFolder } from '../../support/temporary';

/** A project with a saved version, and where rooms are made for it. */
export interface Verified {
  readonly rig: Rig;
  readonly plan: Plan;
  readonly version: VersionRecord;
  /** Empty but while a room is in use or kept. */
  readonly scratch: string;
  readonly host: Host;
  readonly verify: (options?: Partial<VerifyOptions>) => Promise<Report>;
  readonly tryVerify: (options?: Partial<VerifyOptions>) => Promise<Result<Report, Failure>>;
  /** Row 6 alone. */
  readonly rerun: () => Promise<RunRecord>;
  /** Row 7 alone. */
  readonly diff: (was: string, is: string, other?: Store) => Promise<Report>;
}

/** Runs these steps in a new project, so many times, and saves the last run as `v1.0`. */
export async function saved(
  steps: string,
  files: Readonly<Record<string, string>> = {},
  before: (rig: Rig) => void = () => undefined,
  runs = 1,
): Promise<Verified> {
  const rig = openRig(files);
  before(rig);
  const plan = rig.plan(steps);
  let run = await rig.ran(plan);
  for (let more = 1; more < runs; more++) run = await rig.ran(plan, { reuse: 'none' });
  return savedAs(rig, plan, run);
}

/** Saves a run of a plan as `v1.0`. */
export async function savedAs(rig: Rig, plan: Plan, run: RunRecord): Promise<Verified> {
  const { project, store, records } = rig;
  const scratch = temporaryFolder('scratch-');
  const host = { ...processHost(), variables: { ...process.env, REPRISE_SCRATCH: scratch } };
  const { version } = must(
    await saveRun({
      project,
      store,
      records,
      host,
      pipeline: plan.pipeline,
      label: 'v1.0',
      fileLabel: null,
      run: run.id,
      message: null,
    }),
  );
  const asked: VerifyOptions = {
    project,
    store,
    records,
    host,
    version,
    rules: { by: 'saved' },
    environment: 'recorded',
    keep: false,
    jobs: 2,
    keepGoing: false,
    runId: null,
    takeOver: false,
    variables: host.variables,
    onEvent: () => undefined,
    cancel: new AbortController().signal,
    graceMs: 200,
  };
  const tryVerify = (options: Partial<VerifyOptions> = {}): Promise<Result<Report, Failure>> =>
    verifyVersion({ ...asked, ...options });
  const rerun = async (): Promise<RunRecord> => must(await rerunVersion(asked));
  const diff = async (was: string, is: string, other = store): Promise<Report> =>
    must(
      await diffSides({ project, store: other, records, host, pipeline: plan.pipeline, was, is }),
    );
  const verify = async (options?: Partial<VerifyOptions>): Promise<Report> =>
    must(await tryVerify(options));
  return { rig, plan, version, scratch, host, verify, tryVerify, rerun, diff };
}

/** A step of a report, by name. */
export function stepIn(report: Report, name: string): StepReport {
  const step = report.steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`the report has no step ${name}`);
  return step;
}

/** Verdict and role of each step, by name. */
export function brief(report: Report): Record<string, string> {
  return Object.fromEntries(
    report.steps.map(({ name, verdict, role }) => [name, role ? `${verdict} ${role}` : verdict]),
  );
}

/** Everything below a folder but the store: kind, mode, times, bytes or target. */
export function everything(root: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const walk = (folder: string): void => {
    for (const name of ['.', ...fs.readdirSync(folder)]) {
      if (folder === root && name === '.reprise') continue;
      const file = path.join(folder, name);
      const stats = fs.lstatSync(file);
      const content = stats.isSymbolicLink()
        ? fs.readlinkSync(file)
        : stats.isFile()
          ? fs.readFileSync(file, 'latin1')
          : null;
      found[file] = [stats.mode, stats.mtimeMs, stats.ctimeMs, content];
      if (name !== '.' && stats.isDirectory()) walk(file);
    }
  };
  walk(root);
  return found;
}
