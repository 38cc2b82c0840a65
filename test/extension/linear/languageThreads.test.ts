import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { LanguageThreads } from '../../../src/extension/language/languageThreads';
import { reprise } from '../support/extension';
import { folder } from '../support/workspace';

describe('the threads that read pipeline files', () => {
  let dist = '';
  before(() => {
    dist = fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-dist-'));
    const real = path.join(reprise().extensionPath, 'dist', 'languageWorker.js');
    // the first that is started dies of its first question
    fs.writeFileSync(
      path.join(dist, 'languageWorker.js'),
      `const mark = ${JSON.stringify(path.join(dist, 'started'))};
       if (require('node:fs').existsSync(mark)) require(${JSON.stringify(real)});
       else {
         require('node:fs').writeFileSync(mark, '');
         require('node:worker_threads').parentPort.on('message', () => process.exit(9));
       }`,
    );
  });
  after(() => fs.rmSync(dist, { recursive: true, force: true }));

  it('answer where one has died, and name the files that the next one has not heard of', async () => {
    const threads = new LanguageThreads(dist, {
      rootOf: () => folder(),
      stepsOf: () => Promise.resolve(() => null),
      savedOf: () => ({ labels: [], differing: [] }),
      follow: () => new vscode.Disposable(() => undefined),
    });
    try {
      const again: string[] = [];
      threads.onDidTouch((file) => again.push(file));
      const file = path.join(folder(), 'pipeline.yaml');
      const answer = await threads.diagnostics(file, null);
      assert.deepEqual(answer?.problems, []);
      assert.equal(answer.text, fs.readFileSync(file, 'utf8'));
      assert.deepEqual(again, [file]);
    } finally {
      threads.dispose();
    }
  });
});
