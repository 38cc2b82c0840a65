import { createRequire } from 'node:module';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';

import type * as languageService from '../../src/language/languageService';
import { memoryFolders } from '../support/memoryFolders';

const BUNDLE = path.join(__dirname, '..', '..', '..', 'dist', 'languageService.js');

/**
 * Opens a pipeline file of so many steps in a process that has read none before, then types a step into its
 * middle, and prints as JSON what an editor would have waited: milliseconds to the first diagnostics, and from
 * each keystroke to its completions.
 */
function main(steps: number): void {
  const language = createRequire(__filename)(BUNDLE) as typeof languageService;
  const { complete, diagnosticsOf, documents } = language;
  const text = pipelineOf(steps);
  const files = {
    'params.yaml': 'train: { lr: 0.1, epochs: 3 }\n',
    'src/work.py': '',
    'in.csv': '',
  };
  const project = memoryFolders(files);
  const context = () => ({ file: 'pipeline.yaml', project });
  const known = documents();
  const started = performance.now();
  const problems = diagnosticsOf(known.get('a', { version: 0, text: () => text, context }));
  const first = performance.now() - started;

  const middle = text.indexOf(`  step_${Math.floor(steps / 2)}:`);
  const typed = TYPED.replaceAll('AT', String(Math.floor(steps / 2) - 1));
  const waits: number[] = [];
  let offered = 0;
  for (let length = 1; length <= typed.length; length++) {
    const now = text.slice(0, middle) + typed.slice(0, length) + text.slice(middle);
    const begun = performance.now();
    const document = known.get('a', { version: length, text: () => now, context });
    offered += complete(document, middle + length).length;
    waits.push(performance.now() - begun);
  }
  const again = performance.now();
  const whole = text.slice(0, middle) + typed + text.slice(middle);
  diagnosticsOf(known.get('a', { version: -1, text: () => whole, context }));
  const next = performance.now() - again;
  process.stdout.write(
    JSON.stringify({
      characters: text.length,
      problems: problems.length,
      offered,
      first,
      next,
      waits,
    }),
  );
}

/** A step as somebody writes it, every way to complete in it. */
const TYPED = `  typed:
    matrix: { model: [forest, linear] }
    run: python src/work.py \${{ matrix.model }} \${{ params.train.lr }} \${{ steps.step_AT.outputs[0] }}
    inputs:
      - src/work.py
      - out/AT.json
    outputs: ["typed/\${{ matrix.model }}.json"]
    shell: bash
`;

function pipelineOf(steps: number): string {
  const each = Array.from({ length: steps }, (_, at) =>
    [
      `  step_${at}:`,
      `    run: python src/work.py --number ${at} --lr \${{ params.train.lr }}`,
      `    inputs: [src/work.py, ${at === 0 ? 'in.csv' : `out/${at - 1}.json`}]`,
      '    params: [train.epochs]',
      `    outputs: [out/${at}.json: { kind: metrics }]`,
      '',
    ].join('\n'),
  );
  return `name: large\nversion: v1.0\nparams: params.yaml\nsteps:\n${each.join('')}`;
}

main(Number(process.argv[2] ?? 1500));
