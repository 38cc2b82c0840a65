import * as assert from 'node:assert/strict';

import { setVersion, versionOf } from '../../../src/pipeline/editVersion';
import { read, WHOLE_FILES, WHOLE_PIPELINE } from '../../support/pipelines';

const STEPS = 'steps:\n  a: { run: x } # keeps\n';

describe('setVersion', () => {
  const EDITS: Readonly<Record<string, readonly [string, string]>> = {
    'replaces only the characters of the label': [
      `# top\nname: n\nversion: v1.0   # the label\n${STEPS}`,
      `# top\nname: n\nversion: v2.0   # the label\n${STEPS}`,
    ],
    'keeps double quotes': [`version: "v1.0"\n${STEPS}`, `version: "v2.0"\n${STEPS}`],
    'keeps single quotes': [`version:   'v1.0' # x\n${STEPS}`, `version:   'v2.0' # x\n${STEPS}`],
    'fills an empty key': [`version:\n${STEPS}`, `version: v2.0\n${STEPS}`],
    'fills an empty key with a comment': [
      `version: # soon\n${STEPS}`,
      `version: v2.0 # soon\n${STEPS}`,
    ],
    'replaces null': [`version: ~\n${STEPS}`, `version: v2.0\n${STEPS}`],
    'keeps an anchor': [`version: &v v1.0\n${STEPS}`, `version: &v v2.0\n${STEPS}`],
    'replaces an alias': [
      `x-v: &v v1.0\nversion: *v\n${STEPS}`,
      `x-v: &v v1.0\nversion: v2.0\n${STEPS}`,
    ],
    'replaces a block': [`version: >-\n  v1.0\n${STEPS}`, `version: v2.0\n${STEPS}`],
    'adds a line after the name': [
      `# top\nname: n # the name\n${STEPS}`,
      `# top\nname: n # the name\nversion: v2.0\n${STEPS}`,
    ],
    'adds a line after a name in several lines': [
      `name: >\n  a long\n  name\n${STEPS}`,
      `name: >\n  a long\n  name\nversion: v2.0\n${STEPS}`,
    ],
    'adds a line before the first key': [
      `# top\n---\n${STEPS}`,
      `# top\n---\nversion: v2.0\n${STEPS}`,
    ],
    'adds a line where there is no end of line': [
      'steps: { a: { run: x } }\nname: n',
      'steps: { a: { run: x } }\nname: n\nversion: v2.0\n',
    ],
    'adds a key between braces': [
      '{ steps: { a: { run: x } } }\n',
      '{ version: v2.0, steps: { a: { run: x } } }\n',
    ],
    'keeps CRLF': [
      `name: n\r\n${STEPS.replaceAll('\n', '\r\n')}`,
      `name: n\r\nversion: v2.0\r\n${STEPS.replaceAll('\n', '\r\n')}`,
    ],
    'keeps a byte order mark': [`\uFEFF${STEPS}`, `\uFEFFversion: v2.0\n${STEPS}`],
    'does not mind a version of another thing': [
      `x-v: { version: 9 }\n${STEPS}`,
      `version: v2.0\nx-v: { version: 9 }\n${STEPS}`,
    ],
    'replaces the line in a text that is broken elsewhere': [
      `name: n\nversion: v1.0 # label\nsteps:\n  a: [\n`,
      `name: n\nversion: v2.0 # label\nsteps:\n  a: [\n`,
    ],
    'begins an empty text': ['', 'version: v2.0\n'],
    'says the same again without a change': [`version: v2.0\n${STEPS}`, `version: v2.0\n${STEPS}`],
  };

  for (const [name, [before, after]] of Object.entries(EDITS)) {
    it(name, () => {
      assert.equal(setVersion(before, 'v2.0'), after);
      assert.equal(versionOf(after), 'v2.0');
    });
  }

  it('writes labels so that they stay what they are', () => {
    for (const label of [
      '1.0',
      '0.10',
      '1e3',
      'true',
      'null',
      'Null',
      'yes',
      '0x1F',
      '2024-01-01',
      'a+b',
    ]) {
      const edited = setVersion(`version: v1\n${STEPS}`, label);
      assert.equal(read(edited).version, label);
      assert.equal(read(setVersion(STEPS, label)).version, label);
    }
  });

  it('leaves a text alone for what is no label', () => {
    for (const label of ['', 'a b', 'con', 'v1\nsteps: {}', '../x'])
      assert.equal(setVersion(STEPS, label), STEPS);
  });

  it('changes nothing but the label of a long file', () => {
    const edited = setVersion(WHOLE_PIPELINE, 'v9');
    assert.equal(edited, WHOLE_PIPELINE.replace('version: 1.0', 'version: v9'));
    assert.deepEqual(read(edited, WHOLE_FILES).plan, read(WHOLE_PIPELINE, WHOLE_FILES).plan);
  });

  it('returns for a text cut anywhere', () => {
    for (let end = 0; end < WHOLE_PIPELINE.length; end += 13) {
      const cut = WHOLE_PIPELINE.slice(0, end);
      const edited = setVersion(cut, 'v9');
      assert.ok(edited === cut || versionOf(edited) === 'v9', cut);
    }
  });
});
