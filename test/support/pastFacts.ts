import type { Digest } from '../../src/base/digest';
import type {
  PipelineHead,
  PipelinePast,
  RunDetail,
  RunHead,
  StepDetail,
  VerdictHead,
  VersionDetail,
  VersionHead,
} from '../../src/records/pastModel';
import type { StepStanding } from '../../src/records/statusModel';
import type { PipelineView, Standing } from '../../src/present/outline/outlineModel';

/** The moment at which the facts are looked at. */
export const NOW = Date.UTC(2026, 10, 24, 14, 30);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DIGEST = `sha256:${'ab12'.repeat(16)}` as Digest;

/** A pipeline of three steps as its file says it. */
export const HEAD: PipelineHead = {
  pipeline: 'pipeline.yaml',
  root: '/project',
  real: { file: '/project/pipeline.yaml', root: '/project' },
  outside: [],
  name: 'churn',
  version: 'v1.1',
  errors: 0,
  steps: [
    { name: 'prepare', group: null, needs: [], outputs: ['data/clean.csv'], line: 4 },
    {
      name: 'train',
      group: null,
      needs: ['prepare'],
      outputs: ['model.bin', 'metrics.json'],
      line: 8,
    },
    { name: 'evaluate', group: null, needs: ['train'], outputs: ['report.md'], line: 12 },
  ],
};

/** What the last verify of a version said: it began at `train`. */
export const DIFFERENT: VerdictHead = {
  run: '20261124T100000000Z-aaaaaa',
  verdict: 'different',
  sentence: 'Not reproducible: it began at train: accuracy 0.913 → 0.907 in metrics.json.',
  at: NOW - 2 * HOUR,
  durationMs: 48_000,
  began: { step: 'train', output: 'metrics.json' },
  steps: {
    prepare: { verdict: 'identical', role: null, output: null },
    train: { verdict: 'different', role: 'source', output: 'metrics.json' },
    evaluate: { verdict: 'different', role: 'carrier', output: 'report.md' },
  },
  outputs: 4,
  drift: 1,
};

/** A saved version that nobody has verified, with these facts changed. */
export function versionHead(changed: Partial<VersionHead> = {}): VersionHead {
  return {
    label: 'v1.0',
    message: null,
    savedAt: NOW - 72 * HOUR,
    snapshot: DIGEST,
    plan: DIGEST,
    run: '20261121T143000000Z-bbbbbb',
    host: 'laptop',
    commit: null,
    steps: ['prepare', 'train', 'evaluate'],
    warnings: [],
    last: null,
    ...changed,
  };
}

/** A run of the whole pipeline that ended well, with these facts changed. */
export function runHead(changed: Partial<RunHead> = {}): RunHead {
  return {
    id: '20261124T112000000Z-cccccc',
    purpose: 'run',
    version: null,
    label: 'v1.1',
    targets: null,
    status: 'succeeded',
    startedAt: NOW - 3 * HOUR,
    endedAt: NOW - 3 * HOUR + 72_000,
    counts: { succeeded: 3 },
    steps: 3,
    running: [],
    failed: null,
    warnings: 0,
    savedAs: [],
    pinned: false,
    verdict: null,
    snapshot: DIGEST,
    ...changed,
  };
}

/** A run that is going on: one step reused, one running for half a minute, one waiting. */
export function liveRun(changed: Partial<RunHead> = {}): RunHead {
  return runHead({
    id: '20261124T142900000Z-dddddd',
    status: 'running',
    startedAt: NOW - MINUTE,
    endedAt: null,
    counts: { reused: 1, running: 1, waiting: 1 },
    running: [{ name: 'train', startedAt: NOW - 31_000 }],
    snapshot: null,
    ...changed,
  });
}

/** A pipeline as the window knows it. */
export function viewOf(
  past: Partial<PipelinePast> = {},
  rest: Partial<Omit<PipelineView, 'past'>> = {},
): PipelineView {
  const standing: Standing = {
    state: 'known',
    steps: [
      { name: 'prepare', status: 'fresh', reasons: [] },
      {
        name: 'train',
        status: 'stale',
        reasons: [{ kind: 'param', key: 'train.lr', was: 0.1, is: 0.2 }],
      },
      { name: 'evaluate', status: 'stale', reasons: [{ kind: 'after', step: 'train' }] },
    ],
  };
  return {
    file: '/project/pipeline.yaml',
    shown: 'pipeline.yaml',
    head: HEAD,
    trouble: null,
    standing,
    past: {
      pipeline: 'pipeline.yaml',
      root: '/project',
      versions: [],
      damaged: [],
      runs: [],
      more: false,
      total: 0,
      beginning: false,
      exists: true,
      ...past,
    },
    ...rest,
  };
}

/** A version with its steps, as the last verify left them. */
export function versionDetail(
  head = versionHead({ label: 'v1.1', last: DIFFERENT }),
): VersionDetail {
  const judged = (step: string): VersionDetail['steps'][number]['judged'] => {
    const said = head.last?.steps[step];
    return said ? { verdict: said.verdict, role: said.role, failure: null, notes: [] } : null;
  };
  const output = { kind: null, files: 1, size: 1234, digest: DIGEST };
  return {
    head,
    drift: head.last ? [{ what: 'package numpy', was: '2.1.0', is: '2.2.0' }] : [],
    files: 38,
    environment: {
      format: 1,
      system: {
        platform: 'linux',
        release: '6.1',
        distribution: 'Debian 12',
        architecture: 'x64',
        cpuModel: 'a processor',
        cpuCount: 2,
        memory: 1,
        gpus: [],
        locale: 'C',
        timeZone: 'UTC',
      },
      saltId: '00',
      variables: {},
      git: null,
      executables: [],
      packages: [
        {
          ecosystem: 'python',
          folder: '.venv',
          interpreter: { path: '/usr/bin/python3', version: '3.11.2' },
          packages: [{ name: 'numpy', version: '2.1.0' }],
        },
      ],
      steps: {},
    },
    steps: [
      {
        name: 'prepare',
        durationMs: 1200,
        reusedFrom: null,
        judged: judged('prepare'),
        outputs: [{ path: 'data/clean.csv', ...output, judged: null }],
      },
      {
        name: 'train',
        durationMs: 40_000,
        reusedFrom: null,
        judged: judged('train'),
        outputs: [
          {
            path: 'metrics.json',
            ...output,
            judged: {
              path: 'metrics.json',
              verdict: 'different',
              comparator: 'json',
              was: DIGEST,
              is: DIGEST,
              notes: [],
              differencesTotal: 3,
              differences: [
                { file: 'metrics.json', at: '$.accuracy', was: 0.913, is: 0.907, delta: -0.006 },
              ],
            },
          },
          { path: 'models', ...output, files: 12, digest: null, judged: null },
        ],
      },
      {
        name: 'evaluate',
        durationMs: 900,
        reusedFrom: null,
        judged: judged('evaluate'),
        outputs: [],
      },
    ],
  };
}

/** A step that went well, or what is said otherwise. */
export function stepDetail(changed: Partial<StepDetail> & { name: string }): StepDetail {
  return {
    status: 'succeeded',
    startedAt: NOW - 3 * HOUR,
    durationMs: 1000,
    attempts: 1,
    failure: null,
    reusedFrom: null,
    reason: null,
    blockedBy: null,
    logs: [],
    outputs: [],
    ...changed,
  };
}

/** A run with its steps: one reused, one failed, one blocked. */
export function runDetail(): RunDetail {
  const failure = { code: 'step-exit', step: 'train', exit: 1, signal: null, log: 'l' } as never;
  return {
    head: runHead({
      status: 'failed',
      counts: { reused: 1, failed: 1, blocked: 1 },
      failed: { step: 'train', failure },
    }),
    steps: [
      stepDetail({
        name: 'prepare',
        status: 'reused',
        reusedFrom: 'another',
        outputs: [{ path: 'data/clean.csv', kind: null, files: 1, size: 1234, digest: DIGEST }],
      }),
      stepDetail({
        name: 'train',
        status: 'failed',
        failure,
        attempts: 2,
        reason: { kind: 'param', key: 'train.lr', was: 0.1, is: 0.2 },
        logs: [
          '/project/.reprise/runs/r/logs/train/1.log',
          '/project/.reprise/runs/r/logs/train/2.log',
        ],
      }),
      stepDetail({ name: 'evaluate', status: 'blocked', blockedBy: 'train', durationMs: null }),
    ],
    warnings: [{ code: 'products', paths: ['cache.bin'] }] as never,
    environment: versionDetail().environment,
    host: 'laptop',
    aside: [],
  };
}

/** As many fresh steps, `s0` and on, that count how often somebody looks at what one of them is called. */
export function watchedSteps(count: number): {
  readonly steps: StepStanding[];
  readonly looks: () => number;
} {
  let looks = 0;
  const steps = Array.from({ length: count }, (_, at) => ({
    status: 'fresh' as const,
    reasons: [],
    get name() {
      looks += 1;
      return `s${at}`;
    },
  }));
  return { steps, looks: () => looks };
}
