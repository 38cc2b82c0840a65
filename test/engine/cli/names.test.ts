import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { temporaryFolder } from '../../support/temporary';

const MATRIX = `version: v1.0
steps:
  train:
    matrix: { model: [forest, linear] }
    run: echo \${{ matrix.model }} | tee \${{ matrix.model }}.txt
    outputs: ["\${{ matrix.model }}.txt"]
`;

describe('names of versions, runs and steps', function () {
  this.timeout(120_000);

  it('that mean nothing are answered with those that do', () => {
    const folder = projectOf();
    ask(folder, ['run']);
    ask(folder, ['save']);
    const said = (...args: string[]): string => {
      const done = reprise(folder, args);
      assert.equal(done.exit, 2, args.join(' '));
      return done.stderr;
    };
    const word = said('logs', 'nope');
    assert.match(word, /no version, run or step nope\. Steps: upper, count\. Versions: v1\.0\. /);
    for (const args of [
      ['show', 'v9'],
      ['show', 'other.yaml@v1.0'],
      ['logs', 'v9', 'upper'],
    ]) {
      assert.match(said(...args), /There is no version or run \S+\..* Versions: v1\.0\. /);
    }
    assert.match(said('show', 'V1.0'), /Did you mean v1\.0\?/);
    for (const command of ['pin', 'unpin', 'rm']) {
      assert.match(said(command, 'v1.0'), /v1\.0 is a version, and a run is wanted here\. /);
    }
  });

  it('that are left out or shortened are answered with the saved ones', () => {
    const folder = projectOf();
    assert.match(reprise(folder, ['verify']).stderr, /'version'\. No version is saved here yet\./);
    ask(folder, ['run']);
    ask(folder, ['save']);
    for (const args of [['verify'], ['load'], ['diff'], ['diff', 'v1.0']]) {
      const done = reprise(folder, args);
      assert.equal(done.exit, 2, args.join(' '));
      assert.match(done.stderr, /Missing required argument '\w+'\. Saved: v1\.0\.\n/);
      assert.match(done.stderr, /`reprise help (verify|load|diff)` shows how it is used\./);
    }
    const { error } = ask(folder, ['verify'], 2) as { error: { code: string; message: string } };
    assert.equal(error.code, 'usage');
    assert.match(error.message, /Saved: v1\.0\./);
    const calls = [
      ['verify', 'v1'],
      ['load', 'v1'],
      ['diff', 'v1', 'v1.0'],
      ['show', 'v1'],
      ['run', '--version', 'v1'],
      ['load', 'pipeline.yaml@v1'],
      ['show', 'words@v1'],
      ['verify', 'words@v1.0'],
    ];
    for (const args of calls) {
      assert.match(reprise(folder, args).stderr, /Did you mean v1\.0\?/, args.join(' '));
    }
  });

  it('may be written before a run or after it: what is saved is the same', () => {
    const folder = projectOf();
    const quiet = (...args: string[]): string => {
      const done = reprise(folder, args);
      assert.equal(done.exit, 0, done.stderr);
      assert.doesNotMatch(done.stderr, /warning|saved already/, args.join(' '));
      return done.stdout;
    };
    quiet('version', 'v1.0');
    quiet('run');
    quiet('save');
    quiet('version', 'v1.2');
    assert.match(quiet('save'), /^Saved v1\.2/);
    quiet('run');
    assert.match(quiet('save'), /v1\.2 is saved already, with this very content/);
    assert.match(quiet('status'), /the latest run came to the very same/);
  });

  it('of a group are all its steps, in logs too', () => {
    const folder = projectOf(MATRIX, {});
    ask(folder, ['run', '-j', '1']);
    ask(folder, ['save']);
    const all = '==> train@forest <==\nforest\n==> train@linear <==\nlinear\n';
    assert.equal(reprise(folder, ['logs', 'v1.0', 'train']).stdout, all);
    assert.equal(reprise(folder, ['logs', 'train']).stdout, all);
  });

  it('of reused steps lead to the logs of the run that made them', () => {
    const folder = projectOf(MATRIX, {});
    const made = String(ask(folder, ['run'])['run']);
    const again = String(ask(folder, ['run'])['run']);
    const heading = `==> train@linear (reused from ${made}) <==\n`;
    assert.equal(reprise(folder, ['logs', 'train@linear']).stdout, `${heading}linear\n`);
    assert.equal(reprise(folder, ['logs', again, 'train@linear']).stdout, `${heading}linear\n`);
    assert.match(
      reprise(folder, ['logs']).stdout,
      /train@forest \(reused[^]*train@linear \(reused/,
    );
    assert.equal(reprise(folder, ['rm', made]).exit, 0);
    const gone = reprise(folder, ['logs', 'train@linear']);
    assert.equal(gone.stdout, '');
    assert.equal(gone.stderr, `Run ${again} has no log of train@linear.\n`);
  });

  it('of several runs to remove are all looked at before the first one goes', () => {
    const folder = projectOf();
    const first = String(ask(folder, ['run'])['run']);
    const second = String(ask(folder, ['run'])['run']);
    assert.equal(reprise(folder, ['rm', first, 'nope']).exit, 2);
    ask(folder, ['pin', second]);
    const done = reprise(folder, ['rm', first, second]);
    assert.equal(done.exit, 2);
    assert.match(done.stderr, /pinned/);
    assert.equal(ask(folder, ['runs'])['total'], 2);
    ask(folder, ['unpin', second]);
    assert.deepEqual(ask(folder, ['rm', first, second])['removed'], [first, second]);
  });

  it('of damaged versions are no word that nothing is saved', () => {
    const folder = projectOf();
    ask(folder, ['run']);
    ask(folder, ['save']);
    fs.writeFileSync(path.join(folder, '.reprise/versions/pipeline.yaml/v1.0.json'), '{}');
    const done = reprise(folder, ['versions']);
    assert.equal(done.exit, 4);
    assert.equal(done.stdout, '');
    assert.match(done.stderr, /The record of v1\.0 is damaged/);
  });

  it('of the label tell in status whether it is saved', () => {
    const folder = projectOf();
    const last = (): string =>
      reprise(folder, ['status']).stdout.trimEnd().split('\n').at(-1) ?? '';
    assert.equal(last(), 'v1.0 is not saved yet.');
    const run = String(ask(folder, ['run'])['run']);
    assert.equal(last(), 'v1.0 is not saved yet. `reprise save` saves it.');
    ask(folder, ['save']);
    assert.match(last(), /^v1\.0 is saved, and the latest run came to the very same\.$/);
    assert.match(reprise(folder, ['runs']).stdout, /saved as v1\.0\n$/);
    assert.match(reprise(folder, ['show', run]).stdout, /saved as +v1\.0\n/);
    fs.appendFileSync(path.join(folder, 'words.txt'), 'three\n');
    assert.match(last(), /^v1\.0 is saved\. What is not fresh here has no part in it\.$/);
    ask(folder, ['run']);
    assert.match(last(), /^v1\.0 is saved, and the latest run is another one\. /);
  });

  it('that nobody saved are told how, by the command that writes one', () => {
    const folder = projectOf();
    const written = reprise(folder, ['version', 'v1.1']);
    assert.equal(written.stdout, 'v1.1\n');
    assert.match(
      written.stderr,
      /^v1\.1 is not saved yet\. `reprise save` names the latest run so; /,
    );
    ask(folder, ['run']);
    ask(folder, ['save']);
    assert.equal(reprise(folder, ['version', 'v1.1']).stderr, '');
  });

  it('that a run was given after it ran are told by a load, whose file has the other one', () => {
    const folder = projectOf();
    const into = path.join(temporaryFolder(), 'loaded');
    ask(folder, ['run']);
    ask(folder, ['version', 'v1.1']);
    ask(folder, ['save']);
    const loaded = reprise(folder, ['load', 'v1.1', into]);
    assert.match(
      loaded.stderr,
      /^pipeline\.yaml in it says v1\.0: .* before it was saved as v1\.1\. /,
    );
    assert.match(reprise(folder, ['load', 'v1.1']).stderr, /^pipeline\.yaml in it says v1\.0: /);
    ask(folder, ['version', 'v1.2']);
    ask(folder, ['run', '--no-reuse']);
    ask(folder, ['save']);
    assert.match(
      reprise(folder, ['load', 'v1.2', `${into}-2`]).stderr,
      new RegExp(
        `^Loaded .*\`reprise run -f ${into}-2/pipeline\\.yaml\` runs it again\\. It lies in\\n$`,
      ),
    );
    assert.equal(loaded.stdout, `${into}\n`);
  });

  it('are loaded with the command that runs that very pipeline, from wherever it is pasted', () => {
    const folder = projectOf();
    fs.writeFileSync(path.join(folder, 'other.pipeline.yaml'), MATRIX);
    for (const file of ['pipeline.yaml', 'other.pipeline.yaml']) {
      ask(folder, ['run', '-f', file]);
      ask(folder, ['save', '-f', file]);
    }
    const into = path.join(temporaryFolder(), "Ada's copy");
    const { stderr } = reprise(folder, ['load', 'other.pipeline.yaml@v1.0', into]);
    const command = /`reprise (run .*)` runs it again/.exec(stderr)?.[1] ?? '';
    const words = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], {
      encoding: 'utf8',
    });
    const args = words.trimEnd().split('\n');
    assert.deepEqual(args, ['run', '-f', path.join(into, 'other.pipeline.yaml')]);
    const run = ask(temporaryFolder(), args) as { pipeline: string };
    assert.equal(run.pipeline, 'other.pipeline.yaml');
    ask(folder, ['version', 'v1.1', '-f', 'other.pipeline.yaml']);
    ask(folder, ['save', '-f', 'other.pipeline.yaml']);
    const later = reprise(folder, ['load', 'other.pipeline.yaml@v1.1', `${into}-2`]).stderr;
    assert.match(later, /`reprise version v1\.1 -f other\.pipeline\.yaml` there writes the label/);
  });
});
