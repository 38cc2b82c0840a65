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
  let real = '';
  beforeEach(() => {
    dist = fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-dist-'));
    real = path.join(reprise().extensionPath, 'dist', 'languageWorker.js');
  });
  afterEach(() => fs.rmSync(dist, { recursive: true, force: true }));

  it('answer where one has died, and name the files that the next one has not heard of', async () => {
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
    const threads = threadsIn(dist);
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

  it('read a document once when it is opened, and ahead for whoever types', async () => {
    const log = path.join(dist, 'asked');
    fs.writeFileSync(
      path.join(dist, 'languageWorker.js'),
      `const threads = require('node:worker_threads');
       const hear = ({ message }) => require('node:fs').appendFileSync(
         ${JSON.stringify(log)}, threads.threadId + ' ' + message.kind + '\\n');
       const { parentPort, receiveMessageOnPort } = threads;
       const on = parentPort.on.bind(parentPort);
       parentPort.on = (event, take) => on(event, (asked) => { hear(asked); take(asked); });
       threads.receiveMessageOnPort = (port) => {
         const found = receiveMessageOnPort(port);
         if (found !== undefined) hear(found.message);
         return found;
       };
       require(${JSON.stringify(real)});`,
    );
    const threads = threadsIn(dist);
    try {
      const file = path.join(folder(), 'pipeline.yaml');
      const document = await vscode.workspace.openTextDocument(file);
      assert.ok((await threads.ask('symbols', document, {}))?.length);
      const wrong = await threads.diagnostics(file, document);
      assert.deepEqual(wrong, { text: null, problems: [], raise: null });
      assert.ok(await threads.ask('complete', document, { offset: 0, trigger: null }));
      assert.ok((await threads.ask('symbols', document, {}))?.length);
      const lines = fs.readFileSync(log, 'utf8').trim().split('\n');
      const asked = lines.filter((line) => !line.endsWith('nothing'));
      const [whole, quick] = [asked[0]?.split(' ')[0], asked[2]?.split(' ')[0]];
      assert.notEqual(whole, quick);
      assert.deepEqual(asked, [
        `${whole} symbols`,
        `${whole} diagnostics`,
        `${quick} lenses`,
        `${quick} complete`,
        `${quick} symbols`,
      ]);
    } finally {
      threads.dispose();
    }
  });
});

function threadsIn(dist: string): LanguageThreads {
  return new LanguageThreads(dist, {
    rootOf: () => folder(),
    stepsOf: () => Promise.resolve(() => null),
    savedOf: () => ({ labels: [], differing: [] }),
    follow: () => new vscode.Disposable(() => undefined),
  });
}
