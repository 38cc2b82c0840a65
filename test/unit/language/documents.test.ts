import * as assert from 'node:assert/strict';

import { diagnosticsOf } from '../../../src/language/diagnostics';
import { documents } from '../../../src/language/documents';
import type { DocumentVersion } from '../../../src/language/documents';
import { memoryFolders } from '../../support/memoryFolders';

describe('documents', () => {
  const at = (
    version: number,
    text: string,
    files: Record<string, string> = {},
  ): DocumentVersion => ({
    version,
    text: () => text,
    context: () => ({ file: 'pipeline.yaml', project: memoryFolders(files) }),
  });

  it('are parsed once a version, and anew once the disk has changed', () => {
    const known = documents();
    const first = known.get('a', at(1, 'steps: { a: { run: x } }'));
    assert.equal(known.get('a', at(1, 'other')), first);
    assert.notEqual(known.get('a', at(2, 'name: b')), first);
    const second = known.get('a', at(2, 'other'));
    assert.equal(second.text, 'name: b');
    known.diskChanged();
    assert.notEqual(known.get('a', at(2, 'name: b')), second);
  });

  it('are not parsed again where another version has the same text', () => {
    const known = documents();
    const text = 'steps: { a: { run: x } }';
    const closed = known.get('a', at(Number.NaN, text));
    assert.equal(known.get('a', at(1, text)), closed);
    known.diskChanged();
    assert.notEqual(known.get('a', at(2, text)), closed);
  });

  it('are told apart by their keys, and forgotten', () => {
    const known = documents();
    const a = known.get('a', at(1, 'name: a'));
    assert.equal(known.get('b', at(1, 'name: b')).text, 'name: b');
    assert.equal(known.get('a', at(1, 'x')), a);
    known.forget('a');
    assert.notEqual(known.get('a', at(1, 'name: a')), a);
  });

  it('read a params file again only where its text is another', () => {
    const known = documents();
    const text = 'params: params.yaml\nsteps: { a: { run: "x ${{ params.lr }}" } }\n';
    const files = { 'params.yaml': 'lr: 1\n' };
    const params = known.get('a', at(1, text, files)).params();
    assert.equal(known.get('a', at(2, `${text}# more\n`, files)).params(), params);
    const changed = known.get('a', at(3, text, { 'params.yaml': 'rate: 1\n' }));
    assert.notEqual(changed.params(), params);
    assert.deepEqual(
      diagnosticsOf(changed).map(({ code }) => code),
      ['param-unknown'],
    );
  });
});
