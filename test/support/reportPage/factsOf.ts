import type { Report } from '../../../src/records/report';
import type { ReportFacts } from '../../../src/records/reportFacts';

const SYSTEM = {
  platform: 'linux',
  release: '6.1.0',
  distribution: 'Debian 12',
  architecture: 'x64',
  cpuModel: 'Xeon',
  cpuCount: 4,
  memory: 16_000_000_000,
  gpus: [],
  locale: 'en_US.UTF-8',
  timeZone: 'UTC',
} as const;

/** What a page wants to know beside a report: steps in a chain, files of 1,200 bytes, one machine. */
export function factsOf(
  report: Report,
  needs: (step: number) => readonly string[] = (at) =>
    at === 0 ? [] : [report.steps[at - 1]?.name ?? ''],
): ReportFacts {
  return {
    report,
    name: 'churn',
    saved:
      report.compared === undefined
        ? {
            at: Date.UTC(2026, 10, 21, 9),
            run: '20261121T090000000Z-k3f9aa',
            message: 'first that we shipped',
            commit: '4c1f00000000000000000000000000000000e09a',
            host: 'lab',
          }
        : null,
    steps: report.steps.map(({ name }, at) => ({
      name,
      needs: needs(at),
      shell: 'sh',
      commands: [`python ${name}.py`],
      durationMs: { was: 30_000, is: 31_400 },
    })),
    outputs: report.steps.flatMap(({ name: step, outputs }) =>
      outputs.map(({ path, was, is }) => ({
        step,
        path,
        files: 1,
        differing: was === is ? 0 : 1,
        size: { was: was === null ? null : 1200, is: is === null ? null : 1200 },
      })),
    ),
    ran: { was: Date.UTC(2026, 10, 21, 9), is: report.startedAt },
    system: { was: SYSTEM, is: { ...SYSTEM, cpuModel: 'EPYC' } },
  };
}
