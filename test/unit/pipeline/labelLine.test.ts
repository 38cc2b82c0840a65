import * as assert from 'node:assert/strict';

import { setVersion } from '../../../src/pipeline/editVersion';
import { sameButLabel } from '../../../src/pipeline/labelLine';
import { WHOLE_PIPELINE } from '../../support/pipelines';

const STEPS = 'steps:\n  a: { run: x } # keeps\n';

describe('sameButLabel', () => {
  const SAME: Readonly<Record<string, readonly [string, string]>> = {
    'another label': [`version: v1.0\n${STEPS}`, `version: v1.2\n${STEPS}`],
    'the same text': [STEPS, STEPS],
    'a label before a comment': [`version: v1 # it\n${STEPS}`, `version: v2-b # it\n${STEPS}`],
    'quotes of its own': [`version: v1\n${STEPS}`, `version: "v1.2"\n${STEPS}`],
    'a line that came, anywhere': [`name: n\n${STEPS}`, `name: n\n${STEPS}version: v1\n`],
    'a line that came last, without a line end': [STEPS, `${STEPS}version: v1`],
    'a key without a value': [`version:\n${STEPS}`, `version: v1\n${STEPS}`],
    'one line of braces': [
      '{ version: v1, steps: { a: { run: x } } }',
      '{ version: v2, steps: { a: { run: x } } }',
    ],
    'braces into which a label came': [
      '{ steps: { a: { run: x } } }',
      '{ version: v2, steps: { a: { run: x } } }',
    ],
    'lines of JSON': [
      '{\n  "version": "v1",\n  "steps": { "a": { "run": "x" } }\n}\n',
      '{\n  "version": "v2",\n  "steps": { "a": { "run": "x" } }\n}\n',
    ],
    'line ends of Windows': [`version: v1\r\n${STEPS}`, `version: v2\r\n${STEPS}`],
    'a byte order mark': [`\uFEFFversion: v1\n${STEPS}`, `\uFEFFversion: v2\n${STEPS}`],
    'a number as a label': [`version: 1.0\n${STEPS}`, `version: 1.10\n${STEPS}`],
  };
  for (const [name, [was, is]] of Object.entries(SAME)) {
    it(`sees ${name}, from either side`, () => {
      assert.ok(sameButLabel(was, is));
      assert.ok(sameButLabel(is, was));
    });
  }

  const OTHER: Readonly<Record<string, readonly [string, string]>> = {
    'a comment beside the label': [`version: v1 # a\n${STEPS}`, `version: v1 # b\n${STEPS}`],
    'a comment that came with it': [`version: v1\n${STEPS}`, `version: v2 # why\n${STEPS}`],
    'a blank elsewhere': [`version: v1\n${STEPS}`, `version: v2\n${STEPS} `],
    'a line end at the end': [`version: v1\n${STEPS}`, `version: v1\n${STEPS}\n`],
    'other line ends': [`version: v1\n${STEPS}`, `version: v1\n${STEPS}`.replaceAll('\n', '\r\n')],
    'the version of something else': [
      `params: { version: 1 }\n${STEPS}`,
      `params: { version: 2 }\n${STEPS}`,
    ],
    'a version further in': [`params:\n  version: 1\n${STEPS}`, `params:\n  version: 2\n${STEPS}`],
    'a line of a text': [
      'steps:\n  a:\n    run: |\n      cat > x <<E\n      version: 1\n',
      'steps:\n  a:\n    run: |\n      cat > x <<E\n      version: 2\n',
    ],
    'a label that others take': [
      `version: &v v1\nparams: { model: *v }\n${STEPS}`,
      `version: &v v2\nparams: { model: *v }\n${STEPS}`,
    ],
    'what is no text': [`version: [v1]\n${STEPS}`, `version: [v2]\n${STEPS}`],
    'two labels': [`version: v1\nversion: v1\n${STEPS}`, `version: v1\nversion: v2\n${STEPS}`],
    'no YAML at all': ['version: v1\n{', 'version: v2\n{'],
  };
  for (const [name, [was, is]] of Object.entries(OTHER)) {
    it(`tells ${name} apart`, () => {
      assert.ok(!sameButLabel(was, is));
      assert.ok(!sameButLabel(is, was));
    });
  }

  it('sees through what writing a label does to a whole pipeline, and nothing else', () => {
    const relabelled = setVersion(WHOLE_PIPELINE, 'other-7');
    assert.notEqual(relabelled, WHOLE_PIPELINE);
    assert.ok(sameButLabel(WHOLE_PIPELINE, relabelled));
    const at = relabelled.indexOf('other-7');
    for (let cut = 0; cut < relabelled.length; cut += 131) {
      if (cut >= at - 9 && cut <= at + 9) continue;
      const damaged = `${relabelled.slice(0, cut)}~${relabelled.slice(cut + 1)}`;
      if (damaged !== relabelled) assert.ok(!sameButLabel(WHOLE_PIPELINE, damaged), String(cut));
    }
  });
});
