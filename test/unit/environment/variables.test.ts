import assert from 'node:assert/strict';

import {
  isNoise,
  isRecordedByValue,
  recordedByValue,
} from '../../../src/environment/documentedVariables';
import { observeVariables } from '../../../src/environment/observeVariables';
import { localeOf, timeZoneOf } from '../../../src/environment/system';

const SALT = { salt: Buffer.from('0123456789abcdef0123456789abcdef'), id: 'one' };

describe('observeVariables', () => {
  it('keeps the value of what is on the list, and of nothing else', () => {
    const secret = 'hunter2';
    const observed = observeVariables(
      {
        PATH: '/bin',
        LC_NUMERIC: 'C',
        API_TOKEN: secret,
        TZ: 'UTC',
        DATABASE_URL: secret,
        EMPTY: '',
      },
      SALT,
    );
    assert.deepEqual(observed.PATH, { value: '/bin' });
    assert.deepEqual(observed.LC_NUMERIC, { value: 'C' });
    assert.ok(!JSON.stringify(observed).includes(secret));
    assert.match(JSON.stringify(observed.EMPTY), /^\{"salted":"[0-9a-f]{64}"\}$/);
  });

  it('makes digests that show a change, hang on the salt, and hide that two variables are equal', () => {
    const of = (name: string, value: string, salt = SALT) =>
      observeVariables({ [name]: value }, salt)[name];
    assert.deepEqual(of('A', 'x'), of('A', 'x'));
    assert.notDeepEqual(of('A', 'x'), of('A', 'y'));
    assert.notDeepEqual(of('A', 'x'), of('B', 'x'));
    assert.notDeepEqual(of('A', 'x'), of('A', 'x', { salt: Buffer.from('other'), id: 'two' }));
  });

  it('leaves out what an editor adds, which no step is given, and what is not set', () => {
    const observed = observeVariables(
      { VSCODE_PID: '1', ELECTRON_RUN_AS_NODE: '1', A: undefined, B: '' },
      SALT,
    );
    assert.deepEqual(Object.keys(observed), ['B']);
  });
});

describe('the documented variables', () => {
  it('hold no name that speaks of a secret', () => {
    const secret = /TOKEN(?!IZERS)|SECRET|PASS|KEY|CRED|AUTH|PROXY|URL|URI|COOKIE/;
    assert.deepEqual(
      recordedByValue().filter((name) => secret.test(name)),
      [],
    );
  });

  it('hold what a result hangs on', () => {
    for (const name of [
      'PYTHONHASHSEED',
      'OMP_NUM_THREADS',
      'CUDA_VISIBLE_DEVICES',
      'LC_ALL',
      'TZ',
    ]) {
      assert.ok(isRecordedByValue(name) && !isNoise(name), name);
    }
  });

  it('take what terminals set anew for noise', () => {
    for (const name of [
      'PWD',
      'SHLVL',
      '_',
      'TMPDIR',
      'TERM_SESSION_ID',
      'SSH_CONNECTION',
      'REPRISE_STEP',
    ]) {
      assert.ok(isNoise(name), name);
    }
    for (const name of ['REGION', 'HOME', 'USER', 'PATH', 'LESSON']) {
      assert.equal(isNoise(name), false, name);
    }
  });
});

describe('the locale of a child', () => {
  it('is LC_ALL, else LANG and what lies over it, else C', function () {
    assert.equal(localeOf({ LC_ALL: 'de_DE', LANG: 'C' }), 'de_DE');
    assert.equal(localeOf({ LANG: 'en_US', LC_TIME: 'C', LC_NUMERIC: 'en_US' }), 'en_US LC_TIME=C');
    if (process.platform !== 'win32') assert.equal(localeOf({ LC_ALL: '' }), 'C');
  });

  it('and its time zone is TZ where that is set', () => {
    assert.equal(timeZoneOf({ TZ: 'Asia/Tokyo' }), 'Asia/Tokyo');
    assert.notEqual(timeZoneOf({}), '');
  });
});
