import { readPipeline } from '../../src/pipeline/readPipeline';
import type { PipelineReading } from '../../src/pipeline/readPipeline';
import type { PlanStep } from '../../src/pipeline/model';

import { memoryReader } from './memoryReader';

/** A pipeline that uses every key once, and the files that it asks for. */
export const WHOLE_PIPELINE = `# how the churn model is made
name: churn
version: 1.0
params: params.yaml              # or an inline mapping
environment:
  python: .venv
  lock: requirements.lock
  variables: { PYTHONHASHSEED: "0", REGION: "\${{ params.region }}" }
source: [src/, 'conf/**/*.yaml']
steps:
  prepare:
    run: |
      python src/prepare.py data/raw.csv
      echo "\${HOME} $PATH" > data/clean.csv
    shell: bash
    inputs: [src/prepare.py, data/raw.csv]
    outputs: [data/clean.csv]
  train:
    matrix: { model: [forest, linear], share: [0.10] }
    run: python src/train.py --model \${{ matrix.model }} --lr \${{ params.train.lr }} \${{ steps.prepare.outputs[0] }}
    inputs:
      - src/train.py
      - data/clean.csv: { cache: false }
    params: [train.lr, train.epochs]
    environment: { variables: { REGION: north } }
    outputs:
      - models/\${{ matrix.model }}.joblib: { kind: model, cache: false }
      - metrics/\${{ matrix.model }}.json:
          kind: metrics
          tolerance: { relative: 1e-6, absolute: 1e-9, ulp: 4, columns: { loss: { absolute: 0.01 } }, paths: { "$.loss.val": { relative: 0.1 } } }
          ignore: { columns: [took], paths: ["$.meta.host"], patterns: ["in [0-9.]+ s"] }
    timeout: 30m
    retries: 1
    resources: { cpus: 2, gpus: 0, memory: 8GiB, time: 2h }
  report:
    run: cat metrics/*.json > report.txt
    inputs: ["metrics/*.json"]
    outputs: [report.txt]
`;

/** What `WHOLE_PIPELINE` finds on its disk. */
export const WHOLE_FILES: Readonly<Record<string, string>> = {
  'pipeline.yaml': WHOLE_PIPELINE,
  'params.yaml': 'region: south\ntrain: { lr: 0.10, epochs: 3 }\n',
  'requirements.lock': 'numpy==2.1.0\n',
  'src/prepare.py': '',
  'src/train.py': '',
  'data/raw.csv': '1,2\n',
  'conf/a.yaml': 'a: 1\n',
};

/** Reads a text as `pipeline.yaml` of a project in memory, as on Linux. */
export function read(
  text: string,
  files: Readonly<Record<string, string>> = {},
  options: {
    readonly file?: string;
    readonly links?: readonly string[];
    readonly platform?: string;
  } = {},
): PipelineReading {
  return readPipeline(text, {
    file: options.file ?? 'pipeline.yaml',
    reader: memoryReader(files, options.links ?? []),
    platform: options.platform ?? 'linux',
  });
}

/** The codes of all problems, in their order. */
export function codesOf(reading: PipelineReading): readonly string[] {
  return reading.problems.map((problem) => problem.code);
}

/** A step of a plan that has to be there. */
export function stepOf(reading: PipelineReading, name: string): PlanStep {
  const step = reading.plan.steps.find((each) => each.name === name);
  if (step === undefined) throw new Error(`no step ${name} in ${codesOf(reading).join(' ')}`);
  return step;
}
