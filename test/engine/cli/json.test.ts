import assert from 'node:assert/strict';

import { ask, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { temporaryFolder } from '../../support/temporary';

describe('--json', function () {
  this.timeout(120_000);

  it('is one document on standard output for every command that goes well', () => {
    const folder = projectOf();
    const first = ask(folder, ['run']);
    const run = String(first['run']);
    const calls: readonly (readonly string[])[] = [
      ['plan'],
      ['version'],
      ['status'],
      ['save', '-m', 'note'],
      ['versions'],
      ['show'],
      ['show', 'v1.0'],
      ['runs'],
      ['logs'],
      ['logs', 'v1.0', 'upper'],
      ['load', 'v1.0', `${temporaryFolder()}/there`],
      ['verify', 'v1.0', '--explain', 'none'],
      ['diff', 'v1.0', run],
      ['pin', run],
      ['unpin', run],
      ['fsck'],
      ['gc', '--dry-run'],
      ['completion', 'bash'],
      ['completion', '--words', '--', 'run', ''],
    ];
    for (const args of calls) {
      const end = args.indexOf('--');
      const at = end === -1 ? args.length : end;
      const done = reprise(folder, [...args.slice(0, at), '--json', ...args.slice(at)]);
      assert.equal(done.exit, 0, `${args.join(' ')}: ${done.stderr}`);
      const document = JSON.parse(done.stdout) as { format: unknown; error?: unknown };
      assert.equal(document.format, 1, args.join(' '));
      assert.equal(document.error, undefined);
    }
  });

  it('is one document that names the error for every command that fails', () => {
    const empty = temporaryFolder();
    const none = projectOf();
    const calls: readonly (readonly [string, readonly string[], string])[] = [
      [empty, ['plan'], 'pipeline-file-not-found'],
      [empty, ['status'], 'pipeline-file-not-found'],
      [empty, ['run'], 'pipeline-file-not-found'],
      [empty, ['version'], 'pipeline-file-not-found'],
      [empty, ['save'], 'pipeline-file-not-found'],
      [empty, ['show'], 'run-unknown'],
      [empty, ['logs'], 'run-unknown'],
      [empty, ['cancel'], 'run-not-live'],
      [empty, ['load', 'v1.0'], 'version-unknown'],
      [empty, ['verify', 'v1.0'], 'version-unknown'],
      [empty, ['diff', 'v1.0', 'v1.1'], 'version-unknown'],
      [empty, ['run', '--version', 'v1.0'], 'version-unknown'],
      [empty, ['pin', 'x'], 'run-unknown'],
      [empty, ['unpin', 'x'], 'run-unknown'],
      [empty, ['rm', 'x'], 'run-unknown'],
      [none, ['run', 'nosuchstep'], 'step-unknown'],
      [none, ['plan', 'nosuchstep'], 'step-unknown'],
      [none, ['save'], 'nothing-to-save'],
      [none, ['init'], 'pipeline-file-exists'],
      [none, ['version', '?'], 'label-invalid'],
      [none, ['gc', '--grace', 'soon'], 'usage'],
      [none, ['run', '--events'], 'usage'],
      [none, ['logs', '--follow'], 'usage'],
      [none, ['completion', 'tcsh'], 'usage'],
      [none, ['frobnicate'], 'usage'],
    ];
    for (const [folder, args, code] of calls) {
      const done = reprise(folder, [...args, '--json']);
      assert.equal(done.exit, 2, `${args.join(' ')}: ${done.stdout}${done.stderr}`);
      const { format, error } = JSON.parse(done.stdout) as {
        format: number;
        error: { code: string; message: string };
      };
      assert.equal(format, 1);
      assert.equal(error.code, code, args.join(' '));
      assert.notEqual(error.message, '');
      assert.notEqual(done.stderr, '', 'words for people go to standard error');
    }
  });

  it('holds the error and the run where a step fails', () => {
    const folder = projectOf('steps:\n  a:\n    run: exit 5\n', {});
    const document = ask(folder, ['run'], 3);
    const { error, steps } = document as {
      error: { code: string; steps: string[] };
      steps: unknown;
    };
    assert.equal(error.code, 'steps-failed');
    assert.deepEqual(error.steps, ['a']);
    assert.ok(Array.isArray(steps));
  });

  it('holds the problems of a broken pipeline file, with their places', () => {
    const folder = projectOf('steps:\n  a:\n    rnu: exit 5\n', {});
    const { error } = ask(folder, ['plan'], 2) as {
      error: { code: string; problems: { range: { line: number } }[] };
    };
    assert.equal(error.code, 'pipeline-has-problems');
    assert.ok(error.problems.some(({ range }) => range.line === 3));
  });

  it('prints each event as a line with --events, words beside', () => {
    const folder = projectOf();
    const done = reprise(folder, ['run', '--events']);
    assert.equal(done.exit, 0);
    const events = done.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { number: number; type: string });
    assert.deepEqual(
      events.map(({ number }) => number),
      events.map((_, index) => index + 1),
    );
    assert.equal(events[0]?.type, 'started');
    assert.equal(events.at(-1)?.type, 'ended');
    assert.match(done.stderr, /Done: 2 steps \(2 ran\)/);
  });
});
