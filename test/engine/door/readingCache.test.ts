import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { openPipeline } from '../../../src/engine';
import { diskReader } from '../../../src/engine/diskReader';
import { knownReading } from '../../../src/engine/readingCache';
import { processHost } from '../../../src/base/host';
import { readPipeline } from '../../../src/pipeline/readPipeline';
import type { PipelineReading } from '../../../src/pipeline/readPipeline';
import { findProject, prepareProject } from '../../../src/store/layout';
import { temporaryFolder, writeFiles } from '../../support/temporary';

const FILE = `name: words
version: v1.0
params: params.yaml
steps:
  upper:
    run: tr a-z A-Z < words.txt > out/upper.txt
    inputs: [words.txt]
    params: [size, depth]
    outputs: [{ out/upper.txt: { tolerance: { relative: 0.1 } } }]
  count:
    matrix: { how: [l, w] }
    run: wc -\${{ matrix.how }} < out/upper.txt > out/\${{ matrix.how }}.txt
    inputs: [out/upper.txt, 'more/*']
    outputs: ['out/\${{ matrix.how }}.txt']
`;

describe('the cache of readings', () => {
  it('gives back what the reader gave, warnings and places too', async () => {
    const { root, known } = await openedProject();
    const anew = readPipeline(FILE, { file: 'pipeline.yaml', reader: diskReader(root) });
    assert.deepEqual(known(), anew);
    assert.equal(anew.plan.steps.length, 3);
    assert.ok(anew.places.has('count'));
  });

  it('keeps a warning', async () => {
    const text = FILE.replace('outputs: [', "outputs: ['a\\b', ");
    const { root, known } = await openedProject({ 'pipeline.yaml': text });
    const anew = readPipeline(text, { file: 'pipeline.yaml', reader: diskReader(root) });
    assert.ok(anew.problems.length > 0 && anew.problems.every((one) => one.severity !== 'error'));
    assert.deepEqual(known(text), anew);
  });

  it('does not know another text', async () => {
    const { known } = await openedProject();
    assert.equal(known(FILE.replace('v1.0', 'v1.1')), null);
  });

  it('sees a param that was edited without a trace in size and time', async () => {
    const { root, known, open } = await openedProject();
    const params = path.join(root, 'params.yaml');
    const { atime, mtime } = fs.statSync(params);
    fs.writeFileSync(params, 'size: 2\ndepth: 3\n');
    fs.utimesSync(params, atime, mtime);
    assert.equal(known(), null);
    const { reading } = await open();
    assert.deepEqual(reading.plan.steps[0]?.params, { 'params.yaml': { size: 2, depth: 3 } });
  });

  it('sees an input that is gone, an output that became a link, an environment in the way', async () => {
    const ways: readonly ((root: string) => void)[] = [
      (root) => fs.rmSync(path.join(root, 'words.txt')),
      (root) => fs.rmSync(path.join(root, 'params.yaml')),
      (root) => fs.symlinkSync(temporaryFolder(), path.join(root, 'out')),
      (root) => writeFiles(root, { 'more/pyvenv.cfg': '' }),
    ];
    for (const [at, change] of ways.entries()) {
      const { root, known } = await openedProject();
      assert.notEqual(known(), null);
      change(root);
      assert.equal(known(), null, `way ${at}`);
    }
  });

  it('does not mind outputs that came', async () => {
    const { root, known } = await openedProject();
    writeFiles(root, { 'out/upper.txt': 'A', 'out/l.txt': '1', 'more/b.txt': '' });
    assert.notEqual(known(), null);
  });

  it('keeps nothing of a text with errors, and nothing where there is no store', async () => {
    const { root, known } = await openedProject({ 'pipeline.yaml': FILE.replace('run:', 'ran:') });
    assert.equal(known(FILE.replace('run:', 'ran:')), null);
    assert.deepEqual(kept(root), []);
    const bare = temporaryFolder();
    writeFiles(bare, FILES);
    await openPipeline({ folder: bare, host: processHost() });
    assert.ok(!fs.existsSync(path.join(bare, '.reprise')));
  });

  it('keeps nothing through a link that came in place of the cache', async () => {
    const root = temporaryFolder();
    const victim = temporaryFolder();
    writeFiles(root, FILES);
    assert.ok(prepareProject(findProject(path.join(root, 'pipeline.yaml'))).ok);
    fs.symlinkSync(victim, path.join(root, '.reprise/cache'));
    await openPipeline({ folder: root, host: processHost() });
    assert.deepEqual(fs.readdirSync(victim), []);
  });

  it('keeps nothing that JSON would change', async () => {
    const { known } = await openedProject({ 'params.yaml': 'size: -0.0\ndepth: 1\n' });
    assert.equal(known(), null);
  });

  it('believes no damage at any byte, and nothing cut', async () => {
    const { root, known } = await openedProject();
    const file = keptFile(root);
    const whole = fs.readFileSync(file);
    for (let at = 0; at < whole.length; at += 97) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] as number) ^ 1;
      fs.writeFileSync(file, damaged);
      assert.equal(known(), null, `byte ${at}`);
      fs.writeFileSync(file, whole.subarray(0, at));
      assert.equal(known(), null, `cut at ${at}`);
    }
    fs.writeFileSync(file, whole);
    assert.notEqual(known(), null);
  });

  it('believes no other salt, no other build and no other shape', async () => {
    const { root, known } = await openedProject();
    const file = keptFile(root);
    const text = fs.readFileSync(file, 'utf8');
    const json = text.slice(text.indexOf('\n') + 1);
    const salt = fs.readFileSync(path.join(root, '.reprise/salt'));
    const write = (body: string, by: Buffer): void => {
      const seal = createHash('sha256').update(by).update(body).digest('hex');
      fs.writeFileSync(file, `${seal}\n${body}`);
    };
    write(json, salt);
    assert.notEqual(known(), null);
    write(json, Buffer.alloc(32));
    assert.equal(known(), null);
    write(json.replace(/"build":"[0-9a-f]+"/, '"build":"0"'), salt);
    assert.equal(known(), null);
    write(json.replace('"commands"', '"orders"'), salt);
    assert.equal(known(), null);
    write('{}', salt);
    assert.equal(known(), null);
  });
});

const FILES = {
  'pipeline.yaml': FILE,
  'params.yaml': 'size: 1\ndepth: 3\n',
  'words.txt': 'a\n',
  'more/a.txt': '',
};

/** A project with a store whose pipeline file was opened once. */
async function openedProject(files: Readonly<Record<string, string>> = {}): Promise<{
  root: string;
  known: (text?: string) => PipelineReading | null;
  open: () => Promise<{ reading: PipelineReading }>;
}> {
  const root = temporaryFolder();
  writeFiles(root, { ...FILES, ...files });
  const project = findProject(path.join(root, 'pipeline.yaml'));
  assert.ok(prepareProject(project).ok);
  const open = async (): Promise<{ reading: PipelineReading }> => {
    const opened = await openPipeline({ folder: root, host: processHost() });
    if (!opened.ok) assert.fail(opened.failure.code);
    return opened.value;
  };
  await open();
  return {
    root,
    open,
    known: (text = FILE) => knownReading({ project, file: 'pipeline.yaml', text }),
  };
}

function kept(root: string): string[] {
  const folder = path.join(root, '.reprise/cache');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names.filter((name) => name.startsWith('reading-')).map((name) => path.join(folder, name));
}

function keptFile(root: string): string {
  const [file] = kept(root);
  if (file === undefined) assert.fail('nothing was kept');
  return file;
}
