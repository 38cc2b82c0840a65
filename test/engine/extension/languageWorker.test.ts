import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { AskedThread } from '../../../src/base/askedThread';
import type {
  LanguageAsks,
  LanguageNews,
  LanguageQuestion,
  LanguageReply,
} from '../../../src/language/languageAsks';

const WORKER = path.join(
  ...[__dirname, '..', '..', '..', 'src', 'extension', 'language', 'languageWorker.js'],
);

describe('the thread that reads pipeline files', () => {
  let folder = '';
  const threads: { dispose(): void }[] = [];
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-thread-')));
  });
  afterEach(() => {
    for (const thread of threads.splice(0)) thread.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const inFolder = (name: string): string => path.join(folder, name);
  const reader = (): AskedThread<LanguageQuestion, LanguageReply> => {
    const thread = new AskedThread<LanguageQuestion, LanguageReply>(WORKER);
    threads.push(thread);
    return thread;
  };
  const asked = (news: Partial<LanguageNews> = {}): LanguageQuestion => ({
    kind: 'diagnostics',
    ask: { saved: { labels: [], differing: [] }, text: true },
    at: { file: inFolder('pipeline.yaml'), root: folder, version: null, text: null },
    news: { texts: [], touched: [], closed: [], ...news },
  });
  const codes = async (reply: Promise<LanguageReply>): Promise<readonly string[] | null> => {
    const answer = (await reply).answer as LanguageAsks['diagnostics']['answer'] | null;
    return answer?.problems.map(({ code }) => code) ?? null;
  };

  it('reads a file that nobody has open, and what it names, from the disk or from an editor', async () => {
    const text = 'params: params.yaml\nsteps: { a: { run: "x ${{ params.lr }}" } }\n';
    fs.writeFileSync(inFolder('pipeline.yaml'), text);
    fs.writeFileSync(inFolder('params.yaml'), 'lr: 1\n');
    const thread = reader();
    assert.deepEqual(await codes(thread.ask(() => asked())), []);
    const texts = [{ file: inFolder('params.yaml'), text: 'rate: 1\n' }];
    assert.deepEqual(await codes(thread.ask(() => asked({ texts }))), ['param-unknown']);
    const saved = [{ file: inFolder('params.yaml'), text: null }];
    assert.deepEqual(await codes(thread.ask(() => asked({ texts: saved }))), []);
    fs.rmSync(inFolder('params.yaml'));
    const touched = [inFolder('params.yaml')];
    assert.deepEqual(await codes(thread.ask(() => asked({ touched }))), ['params-file-missing']);
  });

  it('goes by the editor once the file is open, whatever else is read from the disk, and by the disk again', async () => {
    const thread = reader();
    const file = inFolder('pipeline.yaml');
    const other = inFolder('other.pipeline.yaml');
    for (const each of [file, other]) fs.writeFileSync(each, 'steps: { a: { run: x } }\n');
    const at = (name: string, version: number | null, text: string | null): LanguageQuestion => ({
      ...asked(),
      at: { file: name, root: folder, version, text },
    });
    const wrong = 'rnu: x\nsteps: { a: { run: x } }\n';
    assert.deepEqual(await codes(thread.ask(() => at(file, null, null))), []);
    assert.deepEqual(await codes(thread.ask(() => at(file, 1, wrong))), ['key-unknown']);
    assert.deepEqual(await codes(thread.ask(() => at(other, null, null))), []);
    assert.deepEqual(await codes(thread.ask(() => at(file, 1, null))), ['key-unknown']);
    const closed = { ...at(file, null, null), news: { ...asked().news, closed: [file] } };
    assert.deepEqual(await codes(thread.ask(() => closed)), []);
  });

  it('tells what writes a label into a text, and nothing where that is there', async () => {
    const thread = reader();
    const text = 'name: a\nversion: v1.0 # ours\nsteps: { a: { run: x } }\n';
    const edit = async (label: string): Promise<unknown> => {
      const at = { file: inFolder('pipeline.yaml'), root: folder, version: 1, text };
      return (await thread.ask(() => ({ ...asked(), kind: 'label', ask: { label }, at }))).answer;
    };
    const from = text.indexOf('0 # ours');
    assert.deepEqual(await edit('v1.1'), { edit: { start: from, end: from + 1, text: '1' } });
    assert.deepEqual(await edit('v1.0'), { edit: null });
  });

  it('says so where the file is gone', async () => {
    assert.equal(await codes(reader().ask(() => asked())), null);
  });
});

describe('a thread that is asked', () => {
  let folder = '';
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-thread-'));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A worker that dies of its first questions, so many in all, and repeats the others. */
  const dying = (times: number): string => {
    const file = path.join(folder, 'worker.js');
    const count = JSON.stringify(path.join(folder, 'count'));
    fs.writeFileSync(
      file,
      `const { parentPort } = require('node:worker_threads');
       const fs = require('node:fs');
       parentPort.on('message', ({ id, message }) => {
         fs.appendFileSync(${count}, '.');
         if (fs.readFileSync(${count}).length <= ${times}) process.exit(9);
         parentPort.postMessage({ id, answer: message });
       });`,
    );
    return file;
  };

  it('and dies is started again, told that it knows nothing, and asked anew', async () => {
    let started = 0;
    let put = 0;
    const thread = new AskedThread<number, number>(dying(1), { started: () => started++ });
    assert.equal(await thread.ask(() => ++put), 2);
    assert.equal(started, 2);
    thread.dispose();
  });

  it('and dies again is not started a third time', async () => {
    let started = 0;
    const thread = new AskedThread<number, number>(dying(9), { started: () => started++ });
    await assert.rejects(
      thread.ask(() => 1),
      /ended with 9/,
    );
    assert.equal(started, 2);
    thread.dispose();
  });

  it('is not started again once it is done with', async () => {
    let started = 0;
    const thread = new AskedThread<number, number>(dying(0), { started: () => started++ });
    const waiting = thread.ask(() => 1);
    thread.dispose();
    await assert.rejects(waiting, /closed for good/);
    assert.equal(started, 1);
  });
});
