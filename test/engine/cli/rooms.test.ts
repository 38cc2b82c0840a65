import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ask, reprise } from '../../support/example';
import { projectOf, WORDS_PIPELINE } from '../../support/project';
import { temporaryFolder, writeFiles } from '../../support/temporary';

describe('what the command line says of what is kept and suggested', function () {
  this.timeout(120_000);

  it('a kept room is in show and in gc, also when its run is gone; a removed one is in neither', () => {
    const folder = projectOf();
    const variables = { REPRISE_SCRATCH: temporaryFolder('scratch-') };
    const call = (...args: string[]): string => {
      const done = reprise(folder, args, variables);
      assert.equal(done.exit, 0, done.stderr);
      return done.stdout;
    };
    call('run');
    call('save');
    call('verify', 'v1.0', '--run-id', 'plain');
    assert.doesNotMatch(call('show', 'plain'), /\n {2}room /);
    call('verify', 'v1.0', '--run-id', 'kept', '--keep');
    const room = /\n {2}room +(\S+)\n/.exec(call('show', 'kept'))?.[1] ?? '';
    assert.ok(fs.existsSync(path.join(room, 'upper.txt')), room);
    call('rm', 'kept');
    const named = /^Kept, and yours to remove: (\S+)$/m.exec(call('gc'))?.[1] ?? '';
    assert.ok(named !== '' && room.startsWith(named), named);
    assert.ok(fs.existsSync(room));
    fs.rmSync(named, { recursive: true });
    assert.doesNotMatch(call('gc'), /Kept/);
  });

  it('--keep where nothing runs is wrong use', () => {
    const folder = projectOf();
    const done = reprise(folder, ['verify', 'v1.0', '--rules', 'workspace', '--keep']);
    assert.equal(done.exit, 2);
    assert.match(done.stderr, /makes no room/);
  });

  it('suggested commands name the pipeline where that is needed', () => {
    const folder = projectOf();
    writeFiles(folder, { 'b.pipeline.yaml': WORDS_PIPELINE });
    const save = (file: string): string => {
      ask(folder, ['run', '-f', file]);
      return reprise(folder, ['save', '-f', file]).stdout;
    };
    assert.match(save('pipeline.yaml'), /`reprise verify v1\.0` runs it again/);
    assert.match(save('b.pipeline.yaml'), /`reprise verify b\.pipeline\.yaml@v1\.0` runs it again/);
    const first = reprise(folder, ['init', '-f', 'churn.pipeline.yaml']).stdout;
    assert.match(first, /`reprise run -f churn\.pipeline\.yaml` runs it; `reprise save -f churn/);
  });

  it('a run that found no interpreter says so in show, with what makes one', () => {
    const folder = projectOf(`environment: { python: .venv, lock: r.lock }\n${WORDS_PIPELINE}`, {
      'words.txt': 'one\n',
      'r.lock': '',
    });
    assert.equal(reprise(folder, ['run']).exit, 3);
    const shown = reprise(folder, ['show']).stdout;
    assert.match(
      shown,
      /because +`environment\.python` names \.venv, and no interpreter is there\. /,
    );
    assert.match(
      shown,
      /`python3 -m venv \.venv && \.venv\/bin\/pip install -r r\.lock` creates it/,
    );
  });

  it('an id that is no id, and one that is taken', () => {
    const folder = projectOf();
    const said = (id: string): string => reprise(folder, ['run', '--run-id', id]).stderr;
    assert.match(said('bad id'), /^reprise: "bad id" is no id for a run: /);
    said('mine');
    assert.match(
      said('mine'),
      /^reprise: A run of the id mine, or a version of that label, is on record already\. /,
    );
  });
});
