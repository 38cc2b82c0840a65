import * as assert from 'node:assert/strict';

import { ask, reprise } from '../../support/example';
import { projectOf } from '../../support/project';
import { writeFiles } from '../../support/temporary';

describe('what is said of a run beside a saved one', function () {
  this.timeout(120_000);

  it('names the version that the latest run is saved as, and no label that it needs', () => {
    const folder = projectOf();
    ask(folder, ['run']);
    ask(folder, ['save']);
    writeFiles(folder, { 'words.txt': 'three\n' });
    ask(folder, ['run']);
    assert.match(reprise(folder, ['status']).stdout, /another one\. `reprise version LABEL`/);
    assert.equal(ask(folder, ['status'])['savedAs'], undefined);
    ask(folder, ['version', 'v1.1']);
    ask(folder, ['save']);
    ask(folder, ['version', 'v1.0']);
    const { stdout } = reprise(folder, ['status']);
    assert.match(stdout, /^v1\.0 is saved, and so is the latest run, as v1\.1\.$/m);
    assert.equal(ask(folder, ['status'])['savedAs'], 'v1.1');
  });

  it('leaves out how long a saved run took that reused steps', () => {
    const folder = projectOf();
    ask(folder, ['run']);
    ask(folder, ['save']);
    assert.equal(typeof ask(folder, ['verify', 'v1.0'])['savedDurationMs'], 'number');
    writeFiles(folder, { 'note.txt': 'a file that no step reads\n' });
    ask(folder, ['version', 'v1.1']);
    ask(folder, ['run']);
    ask(folder, ['save']);
    assert.equal(ask(folder, ['verify', 'v1.1'])['savedDurationMs'], null);
    const judged = reprise(folder, ['verify', 'v1.1', '--rules', 'workspace']).stdout;
    assert.match(judged, / took \S+ m?s · judged/);
    assert.doesNotMatch(judged, /\(then /);
  });
});
