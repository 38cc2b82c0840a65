import * as path from 'node:path';
import Mocha from 'mocha';

/**
 * What VS Code calls in its extension host: runs the compiled test files that REPRISE_TEST_FILES names, and
 * throws where one of them failed.
 */
export async function run(): Promise<void> {
  const files = JSON.parse(process.env.REPRISE_TEST_FILES ?? '[]') as string[];
  const reporter = path.join(__dirname, '..', '..', '..', 'scripts', 'testReporter.js');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    reporter: process.env.REPRISE_TEST_RESULTS === undefined ? 'spec' : reporter,
    ...(process.env.REPRISE_TEST_GREP ? { grep: process.env.REPRISE_TEST_GREP } : {}),
  });
  console.log(`suite: ${files.length} files`);
  for (const file of files) mocha.addFile(file);
  const failed = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
