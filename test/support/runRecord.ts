import { digestOf } from '../../src/base/digest';
import type { EnvironmentRecord } from '../../src/environment/environmentModel';
import type { RunRecord, StepRecord } from '../../src/records/runModel';
import type { Report } from '../../src/records/report';
import type { VersionRecord } from '../../src/records/versionModel';
import { snapshotDigest } from '../../src/snapshot/snapshot';

/** A step that succeeded; what is not given is made from its name. */
export function stepRecord(name: string, given: Partial<StepRecord> = {}): StepRecord {
  return {
    name,
    status: 'succeeded',
    recipe: digestOf(`recipe ${name}`),
    inputTree: digestOf(`inputs ${name}`),
    outcome: digestOf(`outcome ${name}`),
    environmentKey: digestOf('environment'),
    reusedFrom: null,
    attempts: 1,
    startedAt: 1000,
    durationMs: 10,
    exit: 0,
    signal: null,
    failure: null,
    reusable: true,
    ...given,
  };
}

/** A run of the workspace that succeeded on another machine. */
export function runRecord(id: string, given: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    id,
    pipeline: 'pipeline.yaml',
    purpose: 'run',
    version: null,
    label: null,
    targets: null,
    process: { pid: 1, startTime: '1', host: 'elsewhere', bootId: null, namespace: null },
    startedAt: 1000,
    endedAt: 2000,
    status: 'succeeded',
    room: null,
    plan: digestOf('plan'),
    sourceTree: digestOf('source'),
    snapshot: digestOf('snapshot'),
    steps: [stepRecord('a')],
    products: [],
    environment: null,
    warnings: [],
    ...given,
  };
}

/** A version of one step `a`, as whole as a saved one. */
export function versionRecord(label: string, given: Partial<VersionRecord> = {}): VersionRecord {
  const parts = {
    plan: digestOf('plan'),
    sourceTree: digestOf('source'),
    steps: [
      {
        name: 'a',
        recipe: digestOf('recipe a'),
        inputTree: digestOf('inputs a'),
        outcome: digestOf('outcome a'),
        environmentKey: digestOf('environment'),
        reusedFrom: null,
        durationMs: 10,
      },
    ],
    ...given,
  };
  return {
    format: 1,
    label,
    pipeline: 'pipeline.yaml',
    message: null,
    savedAt: 3000,
    run: { id: 'run-1', startedAt: 1000, endedAt: 2000, host: 'elsewhere' },
    environment: environmentRecord(),
    commit: null,
    warnings: [],
    ...parts,
    snapshot: given.snapshot ?? snapshotDigest(parts),
  };
}

/** A machine of which little is known. */
export function environmentRecord(): EnvironmentRecord {
  return {
    format: 1,
    system: {
      platform: 'linux',
      release: '6.1',
      distribution: null,
      architecture: 'x64',
      cpuModel: 'cpu',
      cpuCount: 2,
      memory: 2 ** 30,
      gpus: [],
      locale: 'C',
      timeZone: 'UTC',
    },
    saltId: '0123456789abcdef',
    variables: { LANG: { value: 'C' }, TOKEN: { salted: 'ab' } },
    git: null,
    executables: [],
    packages: [],
    steps: {},
  };
}

/** A report of nothing but agreement. */
export function report(run: string, given: Partial<Report> = {}): Report {
  return {
    format: 1,
    pipeline: 'pipeline.yaml',
    version: 'v1.0',
    run,
    mode: 'replay',
    rules: 'saved',
    verdict: 'identical',
    reproducible: true,
    sentence: 'Reproducible.',
    firstDivergence: null,
    steps: [],
    environment: { drift: [] },
    warnings: [],
    startedAt: 1000,
    durationMs: 10,
    savedDurationMs: null,
    ...given,
  };
}
