import { reportHandlers } from '../../../src/extension/report/reportHandlers';
import type { ReportSource } from '../../../src/extension/report/reportSource';
import { reportPage } from '../../../src/present/reportPage/reportPage';
import { reportSentence } from '../../../src/present/reportSentence';
import type { FileComparison, Lines } from '../../../src/present/reportPage/comparison';
import type { Handlers } from '../../../src/present/reportPage/talk';
import type { Digest } from '../../../src/base/digest';
import type { OutputReport, Report, StepReport } from '../../../src/records/report';
import { factsOf } from './factsOf';
import { recordingActions } from './pageHost';
import type { Done } from './pageHost';

const [A, B] = ['a', 'b'].map((digit) => `sha256:${digit.repeat(64)}` as Digest) as [
  Digest,
  Digest,
];

/** An output whose two files are one text each. */
export function differentOutput(path: string, was = 'one', is = 'two'): OutputReport {
  return {
    path,
    verdict: 'different',
    comparator: 'text',
    was: A,
    is: B,
    notes: [],
    differencesTotal: 1,
    differences: [{ file: path, at: 'line 1', was, is, delta: null }],
  };
}

/** An output that came out byte for byte. */
export function sameOutput(path: string): OutputReport {
  const nothing = { notes: [], differencesTotal: 0, differences: [] };
  return { path, verdict: 'identical', comparator: 'bytes', was: A, is: A, ...nothing };
}

/** A step with these outputs; the verdict follows from them. */
export function stepOf(
  name: string,
  outputs: readonly OutputReport[],
  over: Partial<StepReport> = {},
): StepReport {
  const differs = outputs.some(({ verdict }) => verdict === 'different');
  return {
    name,
    verdict: differs ? 'different' : 'identical',
    role: differs ? 'source' : null,
    explanation: null,
    failure: null,
    notes: [],
    outputs,
    ...over,
  };
}

/** A report of these steps. */
export function reportOf(steps: readonly StepReport[], over: Partial<Report> = {}): Report {
  const first = steps.find(({ verdict }) => verdict === 'different');
  const output = first?.outputs.find(({ verdict }) => verdict === 'different');
  const report: Report = {
    format: 1,
    pipeline: 'pipeline.yaml',
    version: 'v1.0',
    run: '20261124T115800000Z-a1b2c3',
    mode: 'replay',
    rules: 'saved',
    verdict: first === undefined ? 'identical' : 'different',
    reproducible: first === undefined,
    sentence: '',
    firstDivergence: first && output ? { step: first.name, output: output.path } : null,
    steps,
    environment: { drift: [] },
    warnings: [],
    startedAt: Date.UTC(2026, 10, 24, 11, 58),
    durationMs: 48_000,
    savedDurationMs: 51_000,
    ...over,
  };
  return { ...report, sentence: reportSentence(report) };
}

/** Answers the page of a report that is written out here; every file in it is one changed line. */
export function writtenHandlers(
  report: Report,
  done: Done = [],
  needs?: (step: number) => readonly string[],
): Handlers {
  const ref = { kind: 'verify', run: report.run, rules: 'saved' } as const;
  const outputOf = (step: string, path: string): OutputReport | undefined =>
    report.steps.find(({ name }) => name === step)?.outputs.find((one) => one.path === path);
  const compared = (file: string, output: OutputReport | undefined): FileComparison => {
    const facts = (content: Digest) => ({ kind: 'file', size: 4, content, executable: false });
    const [change] = output?.differences ?? [];
    const [was, is] = [change?.was, change?.is].map((value) => value as string);
    const lines: Lines = {
      kind: 'lines',
      hunks: [
        {
          lines: [
            { was: 1, is: null, text: was ?? '' },
            { was: null, is: 1, text: is ?? '' },
          ],
        },
      ],
      changed: 2,
      shown: 2,
      byPlace: false,
    };
    return { path: file, was: facts(A), is: facts(B), gone: [], text: true, shown: lines };
  };
  const source: ReportSource = {
    report: () => {
      done.push('report');
      return Promise.resolve({
        ref,
        page: reportPage(factsOf(report, needs), { canVerify: report.compared === undefined }),
        pipeline: report.pipeline,
        version: report.version,
        sides: { was: 'pipeline.yaml@v1.0', is: report.run },
        runs: { was: 'was', is: report.run },
      });
    },
    summary: () => Promise.resolve('## summary'),
    files: (_, { step, output }) => {
      done.push(`files ${output}`);
      const { was, is, differs } = {
        ...compared(output, outputOf(step, output)),
        differs: outputOf(step, output)?.verdict !== 'identical',
      };
      return Promise.resolve({
        files: [{ path: output, was, is, differs }],
        total: 1,
        differing: differs ? 1 : 0,
      });
    },
    compare: (_, { step, output, file }) => Promise.resolve(compared(file, outputOf(step, output))),
    bytes: () => Promise.reject(new Error('nothing is asked for bytes')),
  };
  return reportHandlers({
    target: { root: '/project', ref },
    source,
    actions: recordingActions(done),
    replace: () => Promise.resolve(),
  });
}

/** A report with so many outputs, a third of them different. */
export function manyOutputs(count: number): Report {
  const steps = Array.from({ length: 10 }, (_, step) => {
    const outputs = Array.from({ length: count / 10 }, (__, at) => {
      const path = `shards/${step}/part-${String(at).padStart(4, '0')}.csv`;
      return at % 3 === 1 ? differentOutput(path) : sameOutput(path);
    });
    return stepOf(`shard-${step}`, outputs);
  });
  return reportOf(steps);
}
