import type { Digest } from '../../src/base/digest';
import type { Failure, FailureCode } from '../../src/records/failures';
import type { Warning } from '../../src/records/warnings';

const digest = `sha256:${'a'.repeat(64)}` as Digest;
const range = { line: 6, column: 5, start: 60, end: 66 };
const problem = {
  severity: 'error',
  code: 'unknown-key',
  range,
  message: 'No key ouputs.',
} as const;

/** One failure of every code; a new code without a sample does not compile. */
export const FAILURES: { readonly [C in FailureCode]: Extract<Failure, { readonly code: C }> } = {
  'object-missing': { code: 'object-missing', digest },
  'object-damaged': { code: 'object-damaged', digest, where: 'objects/sha256/aa' },
  'tree-missing': { code: 'tree-missing', digest },
  'tree-damaged': { code: 'tree-damaged', digest, where: 'trees/aa' },
  'store-newer': { code: 'store-newer', folder: '/p/.reprise', found: 2, known: 1 },
  'store-not-writable': { code: 'store-not-writable', folder: '/p/.reprise', error: 'EACCES' },
  'disk-full': { code: 'disk-full', folder: '/p/.reprise' },
  'file-vanished': { code: 'file-vanished', path: 'a.txt' },
  'file-unreadable': { code: 'file-unreadable', path: 'a.txt', error: 'EACCES' },
  'file-changed-while-read': { code: 'file-changed-while-read', path: 'a.txt' },
  'path-unsafe': { code: 'path-unsafe', path: '../a.txt' },
  'file-exists': { code: 'file-exists', path: 'a.txt' },
  'name-not-utf8': { code: 'name-not-utf8', path: 'b\\xffd' },
  'input-missing': { code: 'input-missing', step: 'train', path: 'a.txt' },
  'input-bytes-missing': { code: 'input-bytes-missing', path: 'a.txt', digest, lastSeen: null },
  'folder-not-empty': { code: 'folder-not-empty', folder: '/tmp/x' },
  'folder-in-project': { code: 'folder-in-project', folder: '/p/x' },
  'link-leads-out': { code: 'link-leads-out', path: 'a', target: '/etc' },
  'not-enough-space': { code: 'not-enough-space', folder: '/tmp', needed: 2e9, free: 1e9 },
  'version-unknown': { code: 'version-unknown', label: 'v9.9', known: ['v1.0'] },
  'version-ambiguous': { code: 'version-ambiguous', label: 'v1', candidates: ['a@v1', 'b@v1'] },
  'version-taken': { code: 'version-taken', label: 'v1.0', differences: ['train: a.txt'] },
  'version-damaged': { code: 'version-damaged', label: 'v1.0', file: 'versions/v1.0.json' },
  'label-invalid': { code: 'label-invalid', label: 'a b' },
  'label-missing': { code: 'label-missing' },
  'label-mismatch': { code: 'label-mismatch', label: 'v2', file: 'v1' },
  'run-unknown': { code: 'run-unknown', id: 'r' },
  'run-ambiguous': { code: 'run-ambiguous', id: 'r', candidates: ['r-1', 'r-2'] },
  'run-damaged': { code: 'run-damaged', id: 'r', file: 'runs/r/run.json' },
  'run-unfinished': { code: 'run-unfinished', id: 'r' },
  'run-not-saveable': { code: 'run-not-saveable', id: 'r', why: 'a step failed', steps: ['a'] },
  'nothing-to-save': { code: 'nothing-to-save', pipeline: 'pipeline.yaml' },
  'run-has-displaced': { code: 'run-has-displaced', id: 'r' },
  'run-is-live': { code: 'run-is-live', id: 'r' },
  'run-pinned': { code: 'run-pinned', id: 'r' },
  'run-not-live': { code: 'run-not-live', id: null },
  'run-id-taken': { code: 'run-id-taken', id: 'r' },
  'run-saved': { code: 'run-saved', id: 'r', versions: ['v1.0'] },
  'no-earlier-verify': { code: 'no-earlier-verify', label: 'v1.0' },
  'step-exit': { code: 'step-exit', step: 'train', exit: 1, signal: null },
  'step-timeout': { code: 'step-timeout', step: 'train', timeoutMs: 1000 },
  'step-not-started': { code: 'step-not-started', step: 'train', error: 'ENOENT' },
  'step-lost': { code: 'step-lost', step: 'train' },
  'step-not-kept': {
    code: 'step-not-kept',
    step: 'train',
    cause: { code: 'disk-full', folder: '/p/.reprise' },
  },
  'step-cancelled': { code: 'step-cancelled', step: 'train' },
  'step-blocked': { code: 'step-blocked', step: 'train', by: 'prepare' },
  'input-gone': { code: 'input-gone', step: 'train', path: 'a.txt' },
  'output-missing': { code: 'output-missing', step: 'train', paths: ['m.bin'] },
  'output-link-leads-out': {
    code: 'output-link-leads-out',
    step: 'train',
    path: 'm/latest',
    target: '/tmp/m',
  },
  'output-not-readable': { code: 'output-not-readable', step: 'train', path: 'm', error: 'EACCES' },
  'pipeline-has-problems': {
    code: 'pipeline-has-problems',
    file: 'pipeline.yaml',
    problems: [problem],
  },
  'pipeline-busy': { code: 'pipeline-busy', run: 'r', pid: 1, host: 'kea', outputs: [] },
  'interpreter-missing': { code: 'interpreter-missing', python: '.venv', lock: 'r.lock' },
  'shell-missing': { code: 'shell-missing', step: 'train', shell: 'pwsh' },
  'steps-failed': { code: 'steps-failed', steps: ['train'] },
  cancelled: { code: 'cancelled' },
  'scratch-not-usable': { code: 'scratch-not-usable', folder: '/scratch', error: 'EROFS' },
  'pipeline-file-missing': { code: 'pipeline-file-missing', file: 'p.yaml' },
  'pipeline-file-not-found': { code: 'pipeline-file-not-found', folder: '/p' },
  'pipeline-file-ambiguous': {
    code: 'pipeline-file-ambiguous',
    folder: '/p',
    files: ['a.pipeline.yaml', 'b.pipeline.yaml'],
  },
  'pipeline-file-exists': { code: 'pipeline-file-exists', file: 'pipeline.yaml' },
  'step-unknown': { code: 'step-unknown', step: 'trian', known: ['train'] },
  usage: { code: 'usage', message: 'unknown option' },
};

const paths = ['a.txt'];

/** One warning of every code. */
export const WARNINGS: {
  readonly [C in Warning['code']]: Extract<Warning, { readonly code: C }>;
} = {
  'files-too-large': { code: 'files-too-large', paths, bytes: 12e6 },
  'files-unreadable': { code: 'files-unreadable', paths },
  'links-lead-out': { code: 'links-lead-out', paths },
  products: { code: 'products', paths },
  'changed-during-run': { code: 'changed-during-run', paths, steps: ['train'] },
  'input-changed-during-step': { code: 'input-changed-during-step', step: 'train', paths },
  'input-changed-before-step': { code: 'input-changed-before-step', step: 'train', paths },
  'changed-since-run': { code: 'changed-since-run', paths },
  'steps-without-outputs': { code: 'steps-without-outputs', steps: ['notify'] },
  'reused-other-code': { code: 'reused-other-code', step: 'train', run: 'r', paths },
  contradiction: { code: 'contradiction', step: 'train', run: 'r' },
  displaced: { code: 'displaced', step: 'train', paths, folder: 'runs/r/displaced' },
  'left-running': { code: 'left-running', step: 'train', pids: [1, 2] },
  'ended-leftovers': { code: 'ended-leftovers', run: 'r', pids: [3] },
  'label-saved-otherwise': { code: 'label-saved-otherwise', label: 'v1.0', steps: ['train'] },
  'tracked-not-judged': { code: 'tracked-not-judged', step: 'train', paths },
  'tracked-removed': { code: 'tracked-removed', step: 'train', paths },
  'project-changed': { code: 'project-changed', paths, steps: [] },
  'not-redirected': { code: 'not-redirected', paths },
  'interpreter-differs': { code: 'interpreter-differs', was: '3.11', is: '3.12' },
};
