import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import * as path from 'node:path';

import { AskedThread } from '../../../src/base/askedThread';
import { CommandCalls } from '../../../src/extension/engine/commandCalls';
import type { Answered, Begun, CommandCall } from '../../../src/extension/engine/commandCalls';
import { cannotRun } from '../../support/cannotRun';
import { temporaryFolder, writeFiles } from '../../support/temporary';

describe('calls of the command line', () => {
  let folder: string;
  let answers: string;
  let steering: Server | null = null;
  beforeEach(() => {
    folder = temporaryFolder();
    answers = path.join(folder, 'answers');
  });
  afterEach(() => {
    steering?.close();
    steering = null;
  });

  it('tell what was printed, what was said and how it ended', async () => {
    const calls = new CommandCalls(answers);
    const { number, pid } = calls.begin(begin(call(SAYS, { args: ['status'] })));
    assert.ok(pid !== null && pid > 0);
    const { exit, document, said } = await calls.end(end(number));
    assert.equal(exit, 3);
    assert.deepEqual(document, { args: ['status'], scratch: 'there', cwd: folder });
    assert.equal(said, 'a word\n');
  });

  it('have no document where something else was printed', async () => {
    const calls = new CommandCalls(answers);
    const { number } = calls.begin(begin(call('console.log("{"); process.exitCode = 1')));
    assert.deepEqual(await calls.end(end(number)), { exit: 1, document: null, said: '' });
  });

  it('of runs answer as the others do', async () => {
    const calls = new CommandCalls(answers);
    const { number } = calls.begin(begin(call(SAYS, { run: 'run-1' })));
    const { exit, document, said } = await calls.end(end(number));
    assert.deepEqual([exit, document?.['scratch'], said], [3, 'there', 'a word\n']);
  });

  it('of a run that goes on keep no file that a closed window would leave behind', async function () {
    if (process.platform === 'win32') cannotRun(this, 'an open file keeps its name on Windows');
    const calls = new CommandCalls(answers);
    const socket = path.join(folder, 'socket');
    const connected = connection(socket);
    const waits = `require('node:net').connect(${JSON.stringify(socket)}).on('close', () => console.log('{"late":1}'))`;
    const { number } = calls.begin(begin(call(waits, { run: 'run-1' })));
    const child = await connected;
    assert.deepEqual(fs.readdirSync(answers), []);
    child.end();
    assert.deepEqual((await calls.end(end(number))).document, { late: 1 });
    assert.deepEqual(fs.readdirSync(answers), []);
  });

  it('take away what earlier windows have left, and nothing else', () => {
    writeFiles(answers, { 'run-1.out': '{', 'run-1.err': '', 'settings.json': '{}' });
    new CommandCalls(answers);
    assert.deepEqual(fs.readdirSync(answers), ['settings.json']);
  });

  it('that cannot be started say why', async () => {
    const calls = new CommandCalls(answers);
    const node = path.join(folder, 'no-node');
    for (const run of [null, 'run-1']) {
      const { number, pid } = calls.begin(begin({ ...call(SAYS, { run }), node }));
      assert.equal(pid, null);
      await assert.rejects(calls.end(end(number)), { code: 'ENOENT' });
    }
    assert.deepEqual(fs.readdirSync(answers), []);
  });

  it('are answered once', async () => {
    const calls = new CommandCalls(answers);
    const { number } = calls.begin(begin(call(SAYS)));
    await calls.end(end(number));
    await assert.rejects(calls.end(end(number)), /broke down/);
  });

  it('are made in a thread, and made once where that breaks down', async () => {
    const file = path.join(folder, 'dying.js');
    const asked = path.join(folder, 'asked');
    fs.writeFileSync(
      file,
      `require('node:worker_threads').parentPort.once('message', () => {
        require('node:fs').appendFileSync(${JSON.stringify(asked)}, 'x');
        process.exit(1);
      });`,
    );
    const thread = new AskedThread<object, Begun | Answered>(file, { once: true });
    await assert.rejects(
      thread.ask(() => begin(call(SAYS))),
      /ended/,
    );
    assert.equal(fs.readFileSync(asked, 'utf8'), 'x');
    thread.dispose();
  });

  it('are killed by their process where nobody waits any more', async () => {
    const worker = path.join(__dirname, ...UP, 'src', 'extension', 'engine', 'commandWorker.js');
    const options = (): object => ({ workerData: { folder: answers } });
    const thread = new AskedThread<object, Begun | Answered>(worker, { options, once: true });
    const begun = (await thread.ask(() => begin(call('setInterval(() => 0, 1e6)')))) as Begun;
    process.kill(begun.pid ?? 0);
    const answered = (await thread.ask(() => end(begun.number))) as Answered;
    assert.deepEqual(answered, { exit: null, document: null, said: '' });
    thread.dispose();
  });

  function call(script: string, more: Partial<CommandCall> = {}): CommandCall {
    const program = path.join(folder, 'program.js');
    fs.writeFileSync(program, script);
    const variables = { REPRISE_SCRATCH: 'there' };
    return {
      node: process.execPath,
      program,
      args: [],
      cwd: folder,
      variables,
      run: null,
      ...more,
    };
  }

  function connection(socket: string): Promise<Socket> {
    return new Promise((resolve) => {
      steering = createServer(resolve).listen(socket);
    });
  }
});

function begin(call: CommandCall): { readonly kind: 'begin'; readonly call: CommandCall } {
  return { kind: 'begin', call };
}

function end(number: number): { readonly kind: 'end'; readonly number: number } {
  return { kind: 'end', number };
}

const SAYS = `
  const document = { args: process.argv.slice(2), scratch: process.env.REPRISE_SCRATCH, cwd: process.cwd() };
  console.error('a word');
  console.log(JSON.stringify(document));
  process.exitCode = 3;
`;
const UP = ['..', '..', '..'];
