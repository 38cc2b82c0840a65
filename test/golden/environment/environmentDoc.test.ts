import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { recordedByValue } from '../../../src/environment/documentedVariables';
import { SEARCH_PATHS } from '../../../src/environment/redirectVariables';
import { MANAGERS_STAND_STILL } from '../../../src/environment/stepVariables';

const FILE = path.join(__dirname, '../../../../docs/environment.md');

/** The text of a section, and the names in backticks in it. */
function section(heading: string): { text: string; names: string[] } {
  const text = fs.readFileSync(FILE, 'utf8').split(`${heading}\n`)[1]?.split(/^#/m)[0] ?? '';
  return { text, names: [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name) };
}

describe('docs/environment.md', () => {
  it('lists exactly the variables that are recorded by value', () => {
    assert.deepEqual(section('### Recorded by value').names, recordedByValue());
  });

  it('lists everything that keeps package managers still, with its value', () => {
    const { text } = section('## What a step is given');
    for (const [name, value] of Object.entries(MANAGERS_STAND_STILL)) {
      assert.ok(text.includes(`| \`${name}\` | \`${value}\` |`), name);
    }
  });

  it('lists every search path that is redirected', () => {
    const { text } = section('## What a step is given');
    const row = SEARCH_PATHS.map((name) => `\`${name}\``).join(', ');
    assert.ok(text.includes(`| ${row} |`));
  });
});
