import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Plan } from '../../../src/pipeline/model';
import { findingsText } from '../../../src/present/findingsText';
import { planJson } from '../../../src/present/planJson';
import { planText } from '../../../src/present/planText';
import { reportMarkdown } from '../../../src/present/reportMarkdown';
import { reportText } from '../../../src/present/reportText';
import { reportSentence } from '../../../src/present/reportSentence';
import { runsText } from '../../../src/present/runsText';
import { eventLine, runSummary } from '../../../src/present/runText';
import type { Content } from '../../../src/records/contentModel';
import { showRunText, showVersionText } from '../../../src/present/showText';
import { statusText } from '../../../src/present/statusText';
import { versionsText } from '../../../src/present/versionsText';
import type { VersionFacts } from '../../../src/present/versionsText';
import type { RunEvent } from '../../../src/records/events';
import type { Report } from '../../../src/records/report';
import type { RunRecord } from '../../../src/records/runModel';
import type { StoreFinding } from '../../../src/store/storeModel';

const FOLDER = path.resolve(__dirname, '../../../../test/golden/present');
const NOW = Date.UTC(2026, 10, 24, 12);

/** What is made of the facts of a sample, by the first word of its name: expectations by the ending of their file. */
const MAKERS: Readonly<Record<string, (facts: never) => Readonly<Record<string, string>>>> = {
  report: (facts: Report) => {
    const report = { ...facts, sentence: reportSentence(facts) };
    return { txt: reportText(report), md: reportMarkdown(report) };
  },
  run: ({ run, ...options }: { run: RunRecord } & Parameters<typeof runSummary>[1]) => ({
    txt: runSummary(run, options),
  }),
  events: (facts: readonly RunEvent[]) => ({
    txt: facts.map((event) => `${eventLine(event) ?? `(nothing for ${event.type})`}\n`).join(''),
  }),
  status: ({
    options,
    ...facts
  }: Parameters<typeof statusText>[0] & { options?: StatusOptions }) => ({
    txt: statusText(facts, options),
  }),
  plan: ({ plan, version }: { plan: Plan; version: string }) => ({
    txt: planText(plan, { version }),
    out: `${JSON.stringify(planJson(plan, version), null, 2)}\n`,
  }),
  versions: (facts: readonly VersionFacts[]) => ({ txt: versionsText(facts, { now: NOW }) }),
  runs: (facts: RunsFacts) => ({
    txt: runsText(facts.runs, {
      ...facts,
      saved: new Map(Object.entries(facts.saved ?? {})),
      now: NOW,
    }),
  }),
  show: (
    facts:
      | (VersionFacts & { content?: Content })
      | ({ run: RunRecord } & Parameters<typeof showRunText>[1]),
  ) => ({
    txt:
      'run' in facts
        ? showRunText(facts.run, { ...facts, now: NOW })
        : showVersionText(facts, { now: NOW, content: facts.content ?? null }),
  }),
  findings: (facts: readonly StoreFinding[]) => ({ txt: findingsText(facts) }),
};

type StatusOptions = NonNullable<Parameters<typeof statusText>[1]>;

interface RunsFacts {
  readonly runs: RunRecord[];
  readonly total: number;
  readonly pinned: string[];
  readonly saved?: Record<string, string[]>;
}

describe('present, sample by sample', () => {
  const samples = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

  it('has a maker for every sample, and samples for every maker', () => {
    const kinds = new Set(samples.map(kindOf));
    assert.deepEqual([...kinds].sort(), Object.keys(MAKERS).sort());
  });

  for (const sample of samples) {
    it(sample, () => {
      const facts: unknown = JSON.parse(fs.readFileSync(path.join(FOLDER, sample), 'utf8'));
      const made = MAKERS[kindOf(sample)]!(facts as never);
      for (const [ending, text] of Object.entries(made)) {
        const expected = path.join(FOLDER, sample.replace(/json$/, ending));
        if (process.env['UPDATE_GOLDEN'] === '1') fs.writeFileSync(expected, text);
        assert.equal(text, fs.readFileSync(expected, 'utf8'));
      }
    });
  }
});

function kindOf(sample: string): string {
  return sample.slice(0, sample.search(/[-.]/));
}
