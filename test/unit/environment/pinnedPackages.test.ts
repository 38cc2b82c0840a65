import * as assert from 'node:assert/strict';

import { brokenPins, pinnedPackages } from '../../../src/environment/pinnedPackages';

const LOCK = `# by pip-compile
--index-url https://pypi.org/simple
-e ./mine
Typing_Extensions==4.12.2 \\
    --hash=sha256:04e5ca0351e0f3f85c6853954072df659d0d13fac324d0072316b67d7794700d
    # via pydantic
torch[opt]==2.1.0
scipy ===1.14.0   # by hand
tool @ https://example.org/tool.whl
loose>=1.0
bare
wild==1.*
numpy==1.26.4 ; python_version < "3.9"
numpy==2.1.0 ; python_version >= "3.9"
colorama==0.4.6 ; sys_platform == "win32"
`;

describe('pins of a lock file', () => {
  it('are those of requirements that are exact', () => {
    assert.deepEqual(pinnedPackages(LOCK), [
      { name: 'typing-extensions', versions: ['4.12.2'], always: true },
      { name: 'torch', versions: ['2.1.0'], always: true },
      { name: 'scipy', versions: ['1.14.0'], always: true },
      { name: 'numpy', versions: ['1.26.4', '2.1.0'], always: false },
      { name: 'colorama', versions: ['0.4.6'], always: false },
    ]);
    assert.equal(pinnedPackages('a==1\r\nb==2\r\n').length, 2);
  });

  it('are none in lock files of other kinds', () => {
    for (const text of [
      'version = 1\n[[package]]\nname = "numpy"\nversion = "2.1.0"\n',
      '{\n  "name": "x",\n  "lockfileVersion": 3\n}\n',
      'name: env\ndependencies:\n  - numpy=2.1.0\n',
      '@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/linux-64/numpy-2.1.0.conda\n',
      'numpy=2.1.0=py312_0\n',
      '[packages]\nnumpy = "==2.1.0"\n',
      '',
    ]) {
      assert.deepEqual(pinnedPackages(text), [], text);
    }
  });

  it('are broken by another version, or none where they are always meant', () => {
    const installed = [
      { name: 'typing-extensions', version: '4.12.2' },
      { name: 'torch', version: '2.1+cpu' },
      { name: 'numpy', version: '2.2.0' },
    ];
    assert.deepEqual(brokenPins(pinnedPackages(LOCK), installed), [
      { name: 'scipy', locked: '1.14.0', installed: null },
      { name: 'numpy', locked: '1.26.4 or 2.1.0', installed: '2.2.0' },
    ]);
  });

  for (const [pin, version, same] of [
    ['1.0', '1.0.0', true],
    ['1.0rc1', '1.0.rc-1', true],
    ['v2', '2.0', true],
    ['1!2.0', '1!2', true],
    ['2.1.0+cpu', '2.1.0', false],
    ['1.0', '1.0.post1', false],
    ['1.10', '1.1', false],
    ['2024b', '2024.2', false],
  ] as const) {
    it(`say ${pin}, and ${version} ${same ? 'is that' : 'is another'}`, () => {
      const pins = [{ name: 'a', versions: [pin], always: true }];
      assert.equal(brokenPins(pins, [{ name: 'a', version }]).length, same ? 0 : 1);
    });
  }
});
