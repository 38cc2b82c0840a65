// The workspaces that test suites open: a fresh copy of test/fixtures/workspaces/<folder> for each.
const { root } = require('../install');

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/**
 * What is not plain: `folder` is another workspace's files, `named` what the copy is called, `file` the workspace
 * file that is opened, `trusted` false where Restricted Mode is tried, `linked` true where a link to the folder is
 * opened, `make` a compiled module whose `fill(folder)` adds what is too much to keep.
 */
const SPECIAL = {
  freeing: { folder: 'linear' },
  keeping: { folder: 'linear' },
  outside: { folder: 'linear' },
  'multi-root': { file: 'multi-root.code-workspace' },
  linked: { folder: 'linear', linked: true },
  'odd-names': { folder: 'linear', named: `it's "100%" #1 ü 🎉 a+b%20c` },
  restricted: { folder: 'linear', trusted: false },
  'ten-thousand-runs': { folder: 'linear', make: 'out/test/support/tenThousandRuns.js' },
};

/** A copy of a workspace in a folder of its own, as `{ open, trusted, remove }`; `open` is what VS Code opens. */
function copyWorkspace(name) {
  const {
    folder = name,
    named = name,
    file = '',
    trusted = true,
    linked,
    make,
  } = SPECIAL[name] ?? {};
  const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reprise-suite-')));
  const copy = path.join(top, named);
  fs.cpSync(path.join(root, 'test', 'fixtures', 'workspaces', folder), copy, { recursive: true });
  if (make) require(path.join(root, make)).fill(copy);
  const remove = () => fs.rmSync(top, { recursive: true, force: true, maxRetries: 10 });
  const link = path.join(top, 'link');
  if (linked) fs.symlinkSync(copy, link, 'junction');
  return { open: path.join(linked ? link : copy, file), trusted, remove };
}

module.exports = { copyWorkspace };
