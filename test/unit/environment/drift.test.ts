import assert from 'node:assert/strict';

import type { Digest } from '../../../src/base/digest';
import { digestOf } from '../../../src/base/digest';
import { driftBetween } from '../../../src/environment/drift';
import type {
  EnvironmentRecord,
  ObservedPackages,
} from '../../../src/environment/environmentModel';

const SYSTEM: EnvironmentRecord['system'] = {
  platform: 'linux',
  release: '6.1',
  distribution: 'Debian 12',
  architecture: 'x64',
  cpuModel: 'Fast One',
  cpuCount: 8,
  memory: 16 * 2 ** 30,
  gpus: [],
  locale: 'C.UTF-8',
  timeZone: 'Europe/Paris',
};

function record(changes: Partial<EnvironmentRecord> = {}): EnvironmentRecord {
  return {
    format: 1,
    system: SYSTEM,
    saltId: 'one',
    variables: {},
    git: null,
    executables: [],
    packages: [],
    steps: {},
    ...changes,
  };
}

function python(
  folder: string,
  packages: Record<string, string>,
  version = 'CPython 3.12.1',
): ObservedPackages {
  return {
    ecosystem: 'python',
    folder,
    interpreter: { path: `${folder}/bin/python`, version },
    packages: Object.entries(packages).map(([name, found]) => ({ name, version: found })),
  };
}

describe('driftBetween', () => {
  it('finds nothing between a record and itself', () => {
    const one = record({
      variables: { A: { salted: 'x' } },
      packages: [python('.venv', { numpy: '1' })],
    });
    assert.deepEqual(driftBetween(one, one), []);
  });

  it('names what of the machine changed', () => {
    const now = {
      ...SYSTEM,
      distribution: 'Debian 13',
      cpuModel: 'Other',
      locale: 'de_DE.UTF-8',
      timeZone: 'UTC',
      gpus: [{ name: 'H100', driver: '550.1' }],
    };
    assert.deepEqual(driftBetween(record(), record({ system: now })), [
      { what: 'operating system', was: 'Debian 12', is: 'Debian 13' },
      { what: 'CPU', was: 'Fast One', is: 'Other' },
      { what: 'GPU', was: null, is: 'H100' },
      { what: 'GPU driver', was: null, is: '550.1' },
      { what: 'locale', was: 'C.UTF-8', is: 'de_DE.UTF-8' },
      { what: 'time zone', was: 'Europe/Paris', is: 'UTC' },
    ]);
  });

  it('does not mind a few pages of memory', () => {
    const now = { ...SYSTEM, memory: SYSTEM.memory - 4096 };
    assert.deepEqual(driftBetween(record(), record({ system: now })), []);
  });

  it('tells packages that changed, came and went, and the interpreter', () => {
    const was = record({ packages: [python('.venv', { numpy: '2.1.0', old: '1.0', same: '3' })] });
    const is = record({
      packages: [python('.venv', { new: '0.1', numpy: '2.2.0', same: '3' }, 'CPython 3.13.0')],
    });
    assert.deepEqual(driftBetween(was, is), [
      { what: 'interpreter python', was: 'CPython 3.12.1', is: 'CPython 3.13.0' },
      { what: 'package new', was: null, is: '0.1' },
      { what: 'package numpy', was: '2.1.0', is: '2.2.0' },
      { what: 'package old', was: '1.0', is: null },
    ]);
  });

  it('tells a package that is installed twice', () => {
    const twice = python('.venv', {});
    const is = record({
      packages: [{ ...twice, packages: ['1.0', '2.0'].map((version) => ({ name: 'x', version })) }],
    });
    assert.deepEqual(driftBetween(record({ packages: [python('.venv', { x: '1.0' })] }), is), [
      { what: 'package x', was: '1.0', is: '1.0, 2.0' },
    ]);
  });

  it('holds an environment that moved against itself', () => {
    const was = record({ packages: [python('/a/env', { numpy: '1', scipy: '1' })] });
    const is = record({ packages: [python('/b/env', { numpy: '1', scipy: '2' })] });
    assert.deepEqual(driftBetween(was, is), [{ what: 'package scipy', was: '1', is: '2' }]);
  });

  it('tells executables by version, or by bytes where the version is the same', () => {
    const one = (name: string, bytes: string, version: string | null) => ({
      name,
      path: `/bin/${name}`,
      digest: digestOf(bytes),
      version,
    });
    const was = record({
      executables: [one('gcc', 'a', 'gcc 12'), one('tool', 'a', null), one('node', 'a', 'v20')],
    });
    const is = record({
      executables: [one('gcc', 'b', 'gcc 13'), one('tool', 'b', null), one('node', 'b', 'v20')],
    });
    const short = (digest: Digest): string => digest.slice(0, 19);
    assert.deepEqual(driftBetween(was, is), [
      { what: 'executable gcc', was: 'gcc 12', is: 'gcc 13' },
      {
        what: 'executable node',
        was: `v20 (${short(digestOf('a'))})`,
        is: `v20 (${short(digestOf('b'))})`,
      },
      { what: 'executable tool', was: short(digestOf('a')), is: short(digestOf('b')) },
    ]);
  });

  it('does not mind an executable that lies elsewhere', () => {
    const at = (path: string) =>
      record({ executables: [{ name: 'x', path, digest: digestOf('x'), version: null }] });
    assert.deepEqual(driftBetween(at('/bin/x'), at('/opt/x')), []);
  });

  it('tells variables by value, and hidden ones only that they changed', () => {
    const was = record({
      variables: {
        TZ: { value: 'UTC' },
        TOKEN: { salted: 'a' },
        GONE: { salted: 'b' },
        PWD: { salted: 'c' },
      },
    });
    const is = record({
      variables: {
        TZ: { value: 'CET' },
        TOKEN: { salted: 'z' },
        CAME: { salted: 'y' },
        PWD: { salted: 'x' },
      },
    });
    assert.deepEqual(driftBetween(was, is), [
      { what: 'variable CAME', was: null, is: '(a value)' },
      { what: 'variable GONE', was: '(a value)', is: null },
      { what: 'variable TOKEN', was: '(a value)', is: '(another value)' },
      { what: 'variable TZ', was: 'UTC', is: 'CET' },
    ]);
  });

  it('says nothing of hidden variables under another salt', () => {
    const was = record({
      variables: { TZ: { value: 'UTC' }, TOKEN: { salted: 'a' }, GONE: { salted: 'b' } },
    });
    const is = record({
      saltId: 'two',
      variables: { TZ: { value: 'CET' }, TOKEN: { salted: 'z' } },
    });
    assert.deepEqual(driftBetween(was, is), [{ what: 'variable TZ', was: 'UTC', is: 'CET' }]);
  });

  it('says nothing where one side is hidden and the other is not', () => {
    const was = record({ variables: { A: { salted: 'a' } } });
    assert.deepEqual(driftBetween(was, record({ variables: { A: { value: 'v' } } })), []);
  });
});
