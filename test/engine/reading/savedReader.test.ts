import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { processHost, runPipeline, saveVersion, verify } from '../../../src/engine';
import { openSavedReader } from '../../../src/engine/reading/savedReader';
import { readSaved } from '../../../src/engine/reading/readSaved';
import type { SavedReader } from '../../../src/engine/reading/readerModel';
import type { Result } from '../../../src/base/result';
import type { ReportRef } from '../../../src/records/reportRef';
import { temporaryFolder } from '../../support/temporary';
import { DIFFERENT, verifiedProject } from '../../support/reportPage/sampleProject';

function projectOf(folder: string) {
  return { root: folder, store: path.join(folder, '.reprise') };
}

function got<T, F>(result: Result<T, F>): T {
  if (!result.ok) assert.fail(JSON.stringify(result.failure));
  return result.value;
}

describe('reading saved things', function () {
  this.timeout(60_000);
  const readers: SavedReader[] = [];

  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.close();
  });

  const inThread = (folder: string): SavedReader => {
    const reader = openSavedReader(projectOf(folder));
    readers.push(reader);
    return reader;
  };

  it('finds the newest report of a version, and each kind of difference in it', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const reader = inThread(folder);
    const last: ReportRef = { kind: 'last', version: 'pipeline.yaml@v1.0' };
    const { ref, page, sides, version } = got(await reader.report(last));
    assert.deepEqual(ref, { kind: 'verify', run: report.run, rules: 'saved' });
    assert.deepEqual(sides, { was: 'pipeline.yaml@v1.0', is: report.run });
    assert.equal(version, 'v1.0');
    assert.equal(page.canVerify, true);
    assert.equal(page.outputs.filter(({ verdict }) => verdict === 'different').length, 6);
    const kinds: Record<string, string> = {};
    for (const { step, path: output } of page.outputs) {
      const { files } = got(await reader.files(ref, { step, output }));
      const file = files[0]?.path ?? '';
      const { shown } = got(await reader.compare(ref, { step, output, file }));
      kinds[file] = shown.kind;
    }
    assert.deepEqual(kinds, {
      'data/clean.csv': 'nothing',
      'metrics/forest.json': 'values',
      'model.bin': 'bytes',
      'plot.png': 'images',
      'summary.md': 'lines',
      'predictions.csv': 'table',
      'parts/b.txt': 'lines',
      'card.md': 'nothing',
    });
  });

  it('gives the bytes of both sides, in pieces', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const reader = inThread(folder);
    const ref: ReportRef = { kind: 'verify', run: report.run, rules: 'saved' };
    const place = { step: 'train', output: 'model.bin', file: 'model.bin' };
    const piece = { ...place, offset: 3208, length: 6 };
    const was = got(await reader.bytes(ref, { ...piece, side: 'was' }));
    const is = got(await reader.bytes(ref, { ...piece, side: 'is' }));
    assert.equal(is.size, 5000);
    assert.equal(Buffer.from(is.bytes).toString('latin1').slice(2), 'seed');
    assert.notDeepEqual(was.bytes, is.bytes);
    const end = got(await reader.bytes(ref, { ...place, side: 'was', offset: 4998, length: 100 }));
    assert.equal(end.bytes.length, 2);
    const unknown = await reader.bytes(ref, { ...piece, file: 'gone', side: 'was' });
    assert.equal(unknown.ok ? '' : unknown.failure.code, 'file-vanished');
  });

  it('says of which side the bytes are gone', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const objects = path.join(folder, '.reprise', 'objects');
    const reader = readSaved(projectOf(folder));
    const ref: ReportRef = { kind: 'verify', run: report.run, rules: 'saved' };
    const place = { step: 'evaluate', output: 'summary.md', file: 'summary.md' };
    assert.deepEqual(got(await reader.compare(ref, place)).gone, []);
    fs.rmSync(objects, { recursive: true });
    // What was saved still lies in the workspace; what the room made lies nowhere else.
    const compared = got(await reader.compare(ref, place));
    assert.deepEqual(compared.gone, ['is']);
    assert.equal(compared.shown.kind, 'nothing');
    fs.rmSync(path.join(folder, 'summary.md'));
    assert.deepEqual(got(await reader.compare(ref, place)).gone, ['was', 'is']);
  });

  it('still shows a report whose version was saved anew as something else', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const file = path.join(folder, '.reprise/versions/pipeline.yaml/v1.0.json');
    fs.rmSync(file);
    const reader = readSaved(projectOf(folder));
    const ref: ReportRef = { kind: 'verify', run: report.run, rules: 'saved' };
    const { page, sides } = got(await reader.report(ref));
    assert.equal(page.words, 'Not reproducible');
    assert.equal(page.canVerify, false);
    assert.equal(sides.was, null);
  });

  it('lays two versions, two runs, a version and the last run of the workspace side by side', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const where = { folder, host: processHost(), targets: [] };
    fs.appendFileSync(path.join(folder, 'pipeline.yaml'), '');
    const text = fs.readFileSync(path.join(folder, 'pipeline.yaml'), 'utf8');
    fs.writeFileSync(
      path.join(folder, 'pipeline.yaml'),
      text
        .replace('v1.0', 'v1.1')
        .replace('node make.js report', 'node make.js report && echo x >> card.md'),
    );
    const run = got(await runPipeline(where)).run;
    got(await saveVersion({ folder, host: processHost() }));
    const reader = inThread(folder);
    const one = { kind: 'version', version: 'pipeline.yaml@v1.0' } as const;
    const other = { kind: 'version', version: 'pipeline.yaml@v1.1' } as const;
    const versions = got(await reader.report({ kind: 'compare', was: one, is: other }));
    assert.equal(versions.page.words, 'Outputs differ');
    assert.equal(versions.page.title, 'v1.0 ↔ v1.1');
    assert.deepEqual(versions.page.sides, { was: 'v1.0', is: 'v1.1' });
    assert.equal(versions.page.canVerify, false);
    const place = { step: 'card', output: 'card.md', file: 'card.md' };
    assert.equal(got(await reader.compare(versions.ref, place)).shown.kind, 'lines');

    const workspace = { kind: 'workspace', pipeline: 'pipeline.yaml' } as const;
    const last = got(await reader.report({ kind: 'compare', was: one, is: workspace }));
    assert.deepEqual(last.ref, { kind: 'compare', was: one, is: { kind: 'run', run: run.id } });
    const runs = await reader.report({
      kind: 'compare',
      was: { kind: 'run', run: report.run },
      is: { kind: 'run', run: run.id },
    });
    assert.equal(got(runs).page.verdict, 'different');
  });

  it('tells what is not there as a failure', async () => {
    const { folder } = await verifiedProject(DIFFERENT);
    const reader = inThread(folder);
    const codeOf = async (ref: ReportRef): Promise<string> => {
      const read = await reader.report(ref);
      return read.ok ? 'ok' : read.failure.code;
    };
    assert.equal(await codeOf({ kind: 'last', version: 'pipeline.yaml@v9' }), 'version-unknown');
    assert.equal(await codeOf({ kind: 'verify', run: 'x', rules: 'saved' }), 'run-unknown');
    assert.equal(await codeOf({ kind: 'verify', run: '../../x', rules: 'saved' }), 'run-unknown');
    const empty = openSavedReader(projectOf(temporaryFolder()));
    readers.push(empty);
    const none = await empty.report({ kind: 'last', version: 'pipeline.yaml@v1.0' });
    assert.equal(none.ok, false);
  });

  it('lists and reads what a version and a run have saved', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const reader = inThread(folder);
    const version = 'pipeline.yaml@v1.0';
    const names = async (name: string, at: string): Promise<unknown> =>
      got(await reader.list({ name, path: at }))?.map((one) => `${one.kind} ${one.name}`);
    assert.deepEqual(await names(version, ''), ['folder outputs', 'folder source']);
    assert.deepEqual(await names(version, 'outputs/parts'), [
      'file a.txt',
      'file b.txt',
      'file c.txt',
    ]);
    assert.deepEqual(await names(report.run, 'outputs/metrics'), ['file forest.json']);
    assert.equal(await names(version, 'outputs/nowhere'), undefined);
    const read = async (name: string, at: string): Promise<string | null> => {
      const bytes = got(await reader.read({ name, path: at }));
      return bytes === null ? null : Buffer.from(bytes).toString();
    };
    assert.equal(await read(version, 'outputs/parts/b.txt'), 'one\n');
    assert.equal(await read(report.run, 'outputs/parts/b.txt'), 'two\n');
    assert.equal(await read(version, 'source/make.js'), DIFFERENT['make.js']);
    assert.equal(await read(version, 'outputs/parts'), null);
    const stat = got(await reader.stat({ name: version, path: 'outputs/parts/b.txt' }));
    assert.deepEqual([stat?.kind, stat?.size], ['file', 4]);
    assert.equal(got(await reader.stat({ name: version, path: 'outputs/x' })), null);
    assert.equal((await reader.list({ name: '../../etc', path: '' })).ok, false);
  });

  it('reads a run that goes on anew each time', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const reader = readSaved(projectOf(folder));
    const file = path.join(folder, '.reprise/runs', report.run, 'run.json');
    const ended = fs.readFileSync(file, 'utf8');
    const record = JSON.parse(ended) as Record<string, unknown>;
    delete record['digest'];
    const live = { ...record, endedAt: null, status: 'running', steps: [] };
    fs.writeFileSync(file, JSON.stringify(live));
    const at = { name: report.run, path: 'outputs' };
    assert.deepEqual(got(await reader.list(at)), []);
    fs.writeFileSync(file, ended);
    assert.ok((got(await reader.list(at)) ?? []).length > 0);
  });

  it('reads the version that a label names now, whatever it named before a checkout', async () => {
    const folder = temporaryFolder();
    const where = { folder, host: processHost() };
    const saved = path.join(folder, '.reprise/versions/pipeline.yaml/v1.0.json');
    const save = async (word: string): Promise<string> => {
      fs.writeFileSync(
        path.join(folder, 'pipeline.yaml'),
        `version: v1.0\nsteps:\n  a:\n    run: echo ${word} > out\n    outputs: [out]\n`,
      );
      got(await runPipeline({ ...where, targets: [] }));
      got(await saveVersion(where));
      const record = fs.readFileSync(saved, 'utf8');
      fs.rmSync(saved);
      return record;
    };
    const [one, two] = [await save('one'), await save('two')];
    const reader = readSaved(projectOf(folder));
    const read = async (record: string): Promise<string> => {
      fs.writeFileSync(saved, record);
      const at = { name: 'pipeline.yaml@v1.0', path: 'outputs/out' };
      return Buffer.from(got(await reader.read(at)) ?? []).toString();
    };
    assert.deepEqual([await read(one), await read(two)], ['one\n', 'two\n']);
  });

  it('follows what links inside a saved folder lead to', async () => {
    const folder = temporaryFolder();
    fs.writeFileSync(
      path.join(folder, 'pipeline.yaml'),
      'version: v1.0\nsteps:\n  a:\n    run: mkdir -p out/one && echo x > out/one/f && ln -s one/f out/latest\n    outputs: [out]\n',
    );
    const where = { folder, host: processHost() };
    got(await runPipeline({ ...where, targets: [] }));
    got(await saveVersion(where));
    const reader = inThread(folder);
    const at = { name: 'pipeline.yaml@v1.0', path: 'outputs/out/latest' };
    assert.equal(Buffer.from(got(await reader.read(at)) ?? []).toString(), 'x\n');
    assert.equal(got(await reader.stat(at))?.size, 2);
  });

  it('answers again after its thread was lost, and rejects what it was asked', async () => {
    const { folder } = await verifiedProject(DIFFERENT);
    const reader = inThread(folder);
    const last: ReportRef = { kind: 'last', version: 'pipeline.yaml@v1.0' };
    const rejected = assert.rejects(reader.report(last), /closed/);
    await reader.close();
    await rejected;
    assert.equal((await reader.report(last)).ok, true);
  });

  it('tells a later verify as the newest', async () => {
    const { folder, report } = await verifiedProject(DIFFERENT);
    const reader = inThread(folder);
    const last: ReportRef = { kind: 'last', version: 'pipeline.yaml@v1.0' };
    const first = got(await reader.report(last));
    const variables = { ...process.env, REPRISE_SCRATCH: temporaryFolder() };
    const host = { ...processHost(), variables };
    const again = got(await verify({ folder, host, version: 'v1.0' }));
    const second = got(await reader.report(last));
    assert.notDeepEqual(first.ref, second.ref);
    assert.deepEqual(second.ref, { kind: 'verify', run: again.run, rules: 'saved' });
    assert.equal(report.verdict, again.verdict);
  });
});
