import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { codesOf, read } from '../../support/pipelines';
import type { PipelineReading } from '../../../src/pipeline/readPipeline';

const HERE = path.resolve(__dirname, '../../../../test/golden/pipeline');

/** What the samples find on their disk. */
const FILES: Readonly<Record<string, string>> = {
  'pipeline.yaml': '',
  'params.yaml': 'train: { lr: 0.10, epochs: 3 }\nregion: eu\n',
  'requirements.lock': 'numpy==2.1.0\n',
  'src/prepare.py': '',
  'src/train.py': '',
  'src/lib/tools.py': '',
  'data/raw.csv': '',
  'data/2023/a.csv': '',
};

describe('golden pipelines', () => {
  const samples = fs.readdirSync(HERE).filter((name) => name.endsWith('.yaml'));

  for (const sample of samples) {
    it(sample, () => {
      const text = fs.readFileSync(path.join(HERE, sample), 'utf8');
      const printed = print(read(text, FILES, { links: ['linked'] }));
      const file = path.join(HERE, sample.replace(/\.yaml$/, '.expected.txt'));
      if (process.env['REPRISE_UPDATE_GOLDEN'] === '1') fs.writeFileSync(file, printed);
      assert.equal(printed, fs.readFileSync(file, 'utf8'));
    });
  }

  it('has no expectation without a sample', () => {
    const expectations = fs.readdirSync(HERE).filter((name) => name.endsWith('.expected.txt'));
    assert.deepEqual(
      expectations.map((name) => name.replace(/\.expected\.txt$/, '.yaml')).sort(),
      [...samples].sort(),
    );
    assert.ok(codesOf(read('', FILES)).length > 0);
  });
});

/** Problems as they are printed, then the plan in few words. */
function print(reading: PipelineReading): string {
  const { plan } = reading;
  const problems = reading.problems.map(
    ({ range, severity, message, code }) =>
      `pipeline.yaml:${range.line}:${range.column}: ${severity === 'warning' ? 'warning: ' : ''}${message} [${code}]`,
  );
  const head = `${plan.name ?? '-'} ${reading.version ?? '-'} python ${plan.python ?? '-'} lock ${plan.lock ?? '-'} source ${plan.source?.join(' ') ?? '-'}`;
  const steps = plan.steps.flatMap((step) => [
    `${step.name} (${step.shell})${step.needs.length > 0 ? ` after ${step.needs.join(', ')}` : ''}`,
    ...step.commands.map((command) => `  $ ${command.trimEnd().replaceAll('\n', '\n    ')}`),
    ...step.inputs.map((input) => `  < ${input.path}${input.cache ? '' : ' (not kept)'}`),
    ...step.outputs.map((output) => {
      const rules = [output.kind, output.tolerance, output.ignore].filter((each) => each !== null);
      const words = rules.map(
        (rule) => ` ${typeof rule === 'string' ? rule : JSON.stringify(rule)}`,
      );
      return `  > ${output.path}${output.cache ? '' : ' (not kept)'}${words.join('')}`;
    }),
    ...Object.entries(step.params).map(
      ([file, values]) => `  params ${file} ${JSON.stringify(values)}`,
    ),
    ...Object.entries(step.variables).map(([name, value]) => `  ${name}=${value}`),
    ...(step.timeoutMs === null ? [] : [`  at most ${step.timeoutMs} ms`]),
    ...(step.retries === 0 ? [] : [`  ${step.retries} retries`]),
    ...(step.resources === null ? [] : [`  asks ${JSON.stringify(step.resources)}`]),
  ]);
  return `${[...problems, ...(problems.length > 0 ? [''] : []), head, ...steps].join('\n')}\n`;
}
