import type { CursorPlace } from '../cursorPlace';
import type { Completion } from '../editorModel';

import { offer } from './offer';

/** Whole pieces of a pipeline file, where one may begin; lines after the first are indented from the first. */
export function completeSnippets(text: string, place: CursorPlace): readonly Completion[] {
  if (place.inFlow || place.slot === 'value') return [];
  const [first, , list] = place.way;
  const snippet = (label: string, detail: string, body: string, rank = 0): Completion =>
    offer({
      label,
      kind: 'snippet',
      detail,
      documentation: [
        '```yaml',
        body.replaceAll(/\$\{\d:(.*?)\}|\\?\$\d|\\(?=[$}])/g, '$1'),
        '```',
      ].join('\n'),
      edit: { ...place.word, text: body },
      isSnippet: true,
      rank,
    });
  if (first === undefined && place.slot === 'key' && isBlank(text)) {
    return [snippet('pipeline', 'a whole pipeline file', FILE)];
  }
  if (first === 'steps' && place.way.length === 1 && place.slot === 'key') {
    return [
      snippet('step', 'a step with inputs and outputs', STEP),
      // Without a rank of its own it would stand first, by the alphabet.
      snippet('matrix step', 'one step for each value', MATRIX_STEP, 1),
    ];
  }
  if (list === 'outputs' && place.way.length === 4 && place.slot === 'item' && !place.quoted) {
    return [snippet('metrics with a tolerance', 'numbers that may be a little off', METRICS)];
  }
  return [];
}

function isBlank(text: string): boolean {
  return (
    text.split('\n').every((line) => /^\s*(?:#.*)?$|^\s*\w*$/.test(line)) && !text.includes(':')
  );
}

const STEP = `\${1:name}:
  run: \${2:python src/\${1:name}.py}
  inputs:
    - \${3:src/\${1:name}.py}
  outputs:
    - \${4:out/\${1:name}.json}
$0`;

const MATRIX_STEP = `\${1:name}:
  matrix:
    \${2:model}: [\${3:a, b}]
  run: \${4:python src/\${1:name}.py} \\\${{ matrix.\${2:model} \\}\\}
  outputs:
    - out/\\\${{ matrix.\${2:model} \\}\\}.json
$0`;

const METRICS = `\${1:metrics.json}: { kind: metrics, tolerance: { relative: \${2:1e-6} \\} \\}`;

const FILE = `name: \${1:name}
version: \${2:v1.0}
steps:
  \${3:prepare}:
    run: \${4:python src/prepare.py}
    inputs:
      - \${5:src/prepare.py}
    outputs:
      - \${6:data/clean.csv}
$0`;
