import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '../../../..');

/** Where the codes of failures and warnings are listed. */
const MODELS = [
  'src/records/failures.ts',
  'src/records/warnings.ts',
  'src/store/failures.ts',
  'src/snapshot/failures.ts',
  'src/snapshot/warnings.ts',
  'src/environment/python.ts',
];

/** Tests of words know every code by heart; they provoke none. */
const WORDS = /test\/(unit\/(present|cli)|golden|support)\//;

describe('every failure and warning', () => {
  const codes = new Set(
    MODELS.flatMap((file) => [...read(file).matchAll(/readonly code: '([a-z0-9-]+)'/g)]).map(
      (match) => match[1] as string,
    ),
  );
  const tests = fs
    .readdirSync(path.join(ROOT, 'test'), { recursive: true })
    .map((name) => `test/${String(name).split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.test.ts') && !WORDS.test(name))
    .map(read);
  const documented = read('docs/failures.md');

  for (const code of codes) {
    it(`${code} is provoked by a test and explained in docs/failures.md`, () => {
      const named = tests.some((text) => text.includes(`'${code}'`) || text.includes(`${code}:`));
      assert.ok(named, `no test names ${code}`);
      assert.match(documented, new RegExp(`^### ${code}$`, 'm'));
    });
  }
});

function read(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), 'utf8');
}
