import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { OutlineItem } from '../../../src/present/outline/outlineModel';
import {
  pipelineChildren,
  pipelineItem,
  workspaceChildren,
} from '../../../src/present/outline/pipelineItems';
import {
  runChildren,
  runEnvironment,
  runItems,
  runStepChildren,
} from '../../../src/present/outline/runItems';
import {
  environmentItems,
  versionChildren,
  versionItems,
  versionOutputs,
} from '../../../src/present/outline/versionItems';
import {
  DIFFERENT,
  HEAD,
  liveRun,
  NOW,
  runDetail,
  runHead,
  versionDetail,
  versionHead,
  viewOf,
} from '../../support/pastFacts';

const FILE = '/project/pipeline.yaml';
const GOLDEN = path.join(__dirname, '..', '..', '..', '..', 'test', 'golden', 'present');
const words = { now: NOW, moment: (at: number) => new Date(at).toISOString().slice(11, 16) };

const VERSIONS = [
  versionHead({ label: 'v1.1', last: DIFFERENT, savedAt: NOW - 3_600_000 }),
  versionHead({
    message: 'first that we shipped\nwith more below',
    last: { ...DIFFERENT, verdict: 'identical', began: null, sentence: 'Reproducible.' },
  }),
  versionHead({ label: 'v0.9' }),
];

/** What the tree shows in each state, row by row. */
const CASES: Readonly<Record<string, () => (OutlineItem | OutlineItem[])[]>> = {
  'nothing-yet': () => {
    const view = viewOf({ total: 0 }, { standing: { state: 'unknown' } });
    return [pipelineItem(view), pipelineChildren(view), workspaceChildren(view)];
  },
  untrusted: () => {
    const view = viewOf({ versions: VERSIONS }, { standing: { state: 'untrusted' } });
    return [pipelineItem(view), pipelineChildren(view), workspaceChildren(view)];
  },
  problems: () => {
    const view = viewOf({}, { head: { ...HEAD, errors: 2 }, standing: { state: 'unknown' } });
    return [pipelineItem(view), pipelineChildren(view), workspaceChildren(view)];
  },
  unreadable: () => {
    const view = viewOf({}, { head: null, trouble: 'It cannot be read.' });
    return [pipelineItem(view), pipelineChildren(view), workspaceChildren(view)];
  },
  stale: () => {
    const runs = [runHead({ savedAs: ['v1.1'] })];
    const view = viewOf({ versions: VERSIONS, damaged: ['v0.8'], runs, total: 37, more: true });
    return [
      pipelineItem(view),
      pipelineChildren(view),
      workspaceChildren(view),
      versionItems(view, NOW),
      runItems(view, words),
    ];
  },
  live: () => {
    const verifying = liveRun({ id: 'v', purpose: 'verify', version: 'v1.0', running: [] });
    const view = viewOf({ runs: [liveRun(), verifying, runHead()], total: 3 });
    return [
      pipelineItem(view),
      pipelineChildren(view),
      workspaceChildren(view),
      runItems(view, words),
    ];
  },
  endings: () => {
    const runs = [
      runHead({ id: 'a', counts: { reused: 3 }, pinned: true }),
      runHead({ id: 'b', status: 'cancelled' }),
      runHead({ id: 'c', status: 'interrupted', endedAt: null }),
      runHead({ id: 'd', targets: ['train'] }),
      runHead({ id: 'e', purpose: 'verify', version: 'v1.0', verdict: 'not-run' }),
      runHead({ id: 'f', purpose: 'rerun', version: 'v1.0' }),
    ];
    return [runItems(viewOf({ runs }), words)];
  },
  version: () => {
    const detail = versionDetail();
    return [
      versionChildren(FILE, detail),
      versionOutputs(FILE, detail, 'train'),
      environmentItems(FILE, detail),
    ];
  },
  'version-unverified': () => {
    const detail = versionDetail(versionHead());
    return [versionChildren(FILE, detail), environmentItems(FILE, detail)];
  },
  run: () => {
    const detail = runDetail();
    return [
      runChildren(FILE, detail, NOW),
      runStepChildren(FILE, detail, 'prepare'),
      runStepChildren(FILE, detail, 'train'),
      runEnvironment(FILE, detail),
    ];
  },
};

describe('the rows of the sidebar', () => {
  for (const [name, rows] of Object.entries(CASES)) {
    it(name, () => {
      const printed = `${rows().flat().map(printRow).join('\n')}\n`;
      const file = path.join(GOLDEN, `outline-${name}.txt`);
      if (process.env['REPRISE_UPDATE_GOLDEN'] === '1') fs.writeFileSync(file, printed);
      assert.equal(printed, fs.readFileSync(file, 'utf8'));
    });
  }

  it('have an id each, and the same one when asked again', () => {
    for (const rows of Object.values(CASES)) {
      const ids = rows()
        .flat()
        .map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(
        rows()
          .flat()
          .map(({ id }) => id),
        ids,
      );
    }
  });
});

function printRow(row: OutlineItem): string {
  const icon = row.icon === null ? '-' : [row.icon.id, row.icon.color].filter(Boolean).join(' ');
  const click = row.click === null ? '' : ` → ${row.click}`;
  const tooltip = row.tooltip === '' ? '' : `\n    ${row.tooltip.replace(/\n/g, '\n    ')}`;
  return `${row.label}  [${row.description}]  (${icon})  {${row.context}, ${row.folding}}${click}${tooltip}`;
}
