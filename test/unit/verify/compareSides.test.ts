import * as assert from 'node:assert/strict';

import { digestOf } from '../../../src/base/digest';
import type { Digest } from '../../../src/base/digest';
import { failed } from '../../../src/base/result';
import type { OutputDeclaration, Plan } from '../../../src/pipeline/model';
import type { StepReport } from '../../../src/records/report';
import { memoryStore } from '../../../src/store/memoryStore';
import type { Store } from '../../../src/store/storeModel';
import type { TreeEntry } from '../../../src/store/treeModel';
import { compareSides } from '../../../src/verify/compareSides';
import type { Judgement } from '../../../src/verify/compareSides';
import type { Doubts } from '../../../src/verify/doubts';
import type { Side, SideStep } from '../../../src/verify/sides';
import { planStep } from '../../support/planStep';
import { value } from '../../support/results';

type Files = Readonly<Record<string, string>>;
type Made = { readonly inputs?: string; readonly outputs: Files } | 'failed';

const FAILURE = { code: 'step-exit', exit: 3, signal: null, logTail: ['no such file'] };

function output(path: string, more: Partial<OutputDeclaration> = {}): OutputDeclaration {
  return { path, kind: null, cache: true, tolerance: null, ignore: null, ...more };
}

function planOf(outputs: Readonly<Record<string, readonly OutputDeclaration[]>>): Plan {
  return {
    format: 1,
    pipeline: 'pipeline.yaml',
    name: null,
    python: null,
    lock: null,
    folder: '.',
    source: null,
    steps: Object.entries(outputs).map(([name, own]) => planStep({ name, outputs: own })),
  };
}

describe('comparing two sides', () => {
  let store: Store;
  beforeEach(() => (store = memoryStore()));
  afterEach(() => store.close());

  async function treeOf(files: Files, keep = true): Promise<Digest> {
    const entries: TreeEntry[] = [];
    for (const [written, content] of Object.entries(files)) {
      const path = written.replace(/[*/]$/, '');
      if (written.endsWith('/')) {
        entries.push({ path, kind: 'folder' });
      } else if (content.startsWith('->')) {
        entries.push({ path, kind: 'link', target: content.slice(2) });
      } else {
        const executable = written.endsWith('*');
        const digest = keep ? value(await store.putBytes(Buffer.from(content))) : digestOf(content);
        entries.push({ path, kind: 'file', executable, size: content.length, digest });
      }
    }
    return value(await store.putTree(entries));
  }

  async function side(
    plan: Plan,
    made: Readonly<Record<string, Made>>,
    keep = true,
  ): Promise<Side> {
    const steps = new Map<string, SideStep>();
    for (const [name, one] of Object.entries(made)) {
      if (one === 'failed') {
        steps.set(name, {
          recipe: null,
          inputTree: null,
          outcome: null,
          failure: FAILURE,
          removed: [],
        });
        continue;
      }
      const outcome = await treeOf(one.outputs, keep);
      steps.set(name, {
        recipe: null,
        inputTree: digestOf(one.inputs ?? ''),
        outcome,
        failure: null,
        removed: [],
      });
    }
    const none = { environment: null, doubts: new Map(), left: new Map() };
    return { plan, steps, durationMs: 0, whole: true, inRoom: false, ...none };
  }

  async function judge(
    was: Side,
    is: Side,
    more: { rules?: Plan; doubts?: Doubts } = {},
  ): Promise<Judgement> {
    const { rules = was.plan, doubts = new Map() } = more;
    return value(await compareSides(was, { ...is, doubts }, { store, rules }));
  }

  const brief = ({ name, verdict, role }: StepReport): unknown[] => [name, verdict, role];

  it('tells sources, carriers and what healed apart', async () => {
    const plan = planOf({ a: [output('a')], b: [output('b')], c: [output('c')], d: [output('d')] });
    const was = await side(plan, {
      a: { outputs: { a: '1' } },
      b: { inputs: '1', outputs: { b: '1' } },
      c: { inputs: '1', outputs: { c: 'same' } },
      d: { inputs: 'same', outputs: { d: 'same' } },
    });
    const is = await side(plan, {
      a: { outputs: { a: '2' } },
      b: { inputs: '2', outputs: { b: '2' } },
      c: { inputs: '2', outputs: { c: 'same' } },
      d: { inputs: 'same', outputs: { d: 'same' } },
    });
    const judged = await judge(was, is);
    assert.deepEqual(judged.steps.map(brief), [
      ['a', 'different', 'source'],
      ['b', 'different', 'carrier'],
      ['c', 'identical', null],
      ['d', 'identical', null],
    ]);
    assert.equal(judged.verdict, 'different');
    assert.deepEqual(judged.firstDivergence, { step: 'a', output: 'a' });
  });

  it('calls a step that failed, and what needs it, not run, never different', async () => {
    const plan = planOf({ a: [output('a')], b: [output('b'), output('b2')] });
    const was = await side(plan, {
      a: { outputs: { a: '1' } },
      b: { outputs: { b: '1', b2: '2' } },
    });
    const is = await side(plan, { a: { outputs: { a: '1' } }, b: 'failed' });
    const judged = await judge(was, is);
    assert.deepEqual([judged.verdict, judged.firstDivergence], ['not-run', null]);
    const [, b] = judged.steps;
    assert.deepEqual([b?.verdict, b?.role, b?.failure], ['not-run', null, FAILURE]);
    assert.deepEqual(
      b?.outputs.map(({ verdict, is: now, differencesTotal }) => [verdict, now, differencesTotal]),
      [
        ['not-run', null, 0],
        ['not-run', null, 0],
      ],
    );
  });

  it('lets a failed step without outputs count, and one that ran only where it is all there is', async () => {
    const plan = planOf({ a: [output('a')], b: [] });
    const was = await side(plan, { a: { outputs: { a: '1' } }, b: { outputs: {} } });
    const ran = await judge(was, was);
    assert.deepEqual([ran.verdict, ran.steps[1]?.verdict], ['identical', 'incomparable']);
    assert.match(ran.steps[1]?.notes.join() ?? '', /declares no outputs/);
    const failed = await judge(was, await side(plan, { a: { outputs: { a: '1' } }, b: 'failed' }));
    assert.equal(failed.verdict, 'not-run');
    const alone = await side(planOf({ b: [] }), { b: { outputs: {} } });
    assert.equal((await judge(alone, alone)).verdict, 'incomparable');
  });

  it('is a source where a rule excuses the difference', async () => {
    const plan = planOf({ a: [output('a.json', { tolerance: { relative: 0.1 } })] });
    const was = await side(plan, { a: { outputs: { 'a.json': '[1]' } } });
    const is = await side(plan, { a: { outputs: { 'a.json': '[1.01]' } } });
    const judged = await judge(was, is);
    assert.deepEqual(judged.steps.map(brief), [['a', 'equivalent', 'source']]);
    assert.deepEqual([judged.verdict, judged.firstDivergence], ['equivalent', null]);
  });

  it('judges by the rules it is given', async () => {
    const plan = planOf({ a: [output('a.json')] });
    const loose = planOf({ a: [output('a.json', { tolerance: { relative: 0.1 } })] });
    const was = await side(plan, { a: { outputs: { 'a.json': '[1]' } } });
    const is = await side(plan, { a: { outputs: { 'a.json': '[1.01]' } } });
    assert.equal((await judge(was, is)).verdict, 'different');
    assert.equal((await judge(was, is, { rules: loose })).verdict, 'equivalent');
  });

  it('compares folders file by file and names what differs, is missing, is new, is another kind', async () => {
    const plan = planOf({ a: [output('out', { ignore: { patterns: ['x'] } })] });
    const was = await side(plan, {
      a: {
        outputs: {
          'out/changed': 'one',
          'out/gone': '1',
          'out/link': '->a',
          'out/run': 'same',
          'out/same': 'same',
          'out/turned': 'file',
        },
      },
    });
    const is = await side(plan, {
      a: {
        outputs: {
          'out/changed': 'two',
          'out/link': '->b',
          'out/new': '1',
          'out/run*': 'same',
          'out/same': 'same',
          'out/turned/': '',
        },
      },
    });
    const [only] = (await judge(was, is)).steps[0]?.outputs ?? [];
    assert.equal(only?.verdict, 'different');
    assert.deepEqual(
      only.differences.map(({ file, at, was: before, is: now }) => [file, at, before, now]),
      [
        ['out/changed', 'line 1', 'one', 'two'],
        ['out/gone', null, digestOf('1'), null],
        ['out/link', 'target', 'a', 'b'],
        ['out/new', null, null, digestOf('1')],
        ['out/run', 'mode', 'not executable', 'executable'],
        ['out/turned', 'kind', digestOf('file'), 'folder'],
      ],
    );
    assert.equal(only.differencesTotal, 6);
  });

  it('never excuses the executable bit', async () => {
    const loose = { tolerance: { relative: 1 }, ignore: { patterns: ['.*'] } };
    const plan = planOf({ a: [output('run.json', loose)] });
    const was = await side(plan, { a: { outputs: { 'run.json': '[1]' } } });
    for (const now of ['[1]', '[2]']) {
      const is = await side(plan, { a: { outputs: { 'run.json*': now } } });
      assert.equal((await judge(was, is)).verdict, 'different', now);
    }
  });

  it('is incomparable only where a rule needs bytes that are gone', async () => {
    for (const [rule, verdict] of [
      [{}, 'different'],
      [{ tolerance: { relative: 1 } }, 'incomparable'],
    ] as const) {
      const plan = planOf({ a: [output('big.json', { cache: false, ...rule })] });
      const was = await side(plan, { a: { outputs: { 'big.json': '[1]' } } }, false);
      const is = await side(plan, { a: { outputs: { 'big.json': '[2]' } } }, false);
      const judged = await judge(was, is);
      assert.equal(judged.verdict, verdict);
      assert.equal(judged.firstDivergence === null, verdict === 'incomparable');
      assert.match(judged.steps[0]?.outputs[0]?.notes.join() ?? '', /digests/);
    }
  });

  it('holds doubted steps down, without hiding a difference', async () => {
    const plan = planOf({ a: [output('a')], b: [] });
    const was = await side(plan, { a: { outputs: { a: '1' } }, b: { outputs: {} } });
    const doubts: Doubts = new Map([['a', ['It looked elsewhere.']]]);
    const same = await judge(was, was, { doubts });
    assert.deepEqual([same.verdict, same.steps[0]?.verdict], ['incomparable', 'incomparable']);
    assert.deepEqual(same.steps[0]?.notes, ['It looked elsewhere.']);
    assert.equal(same.steps[0].outputs[0]?.verdict, 'identical');
    const is = await side(plan, { a: { outputs: { a: '2' } }, b: { outputs: {} } });
    assert.equal((await judge(was, is, { doubts })).verdict, 'different');
    const without = await judge(was, was, { doubts: new Map([['b', ['It looked elsewhere.']]]) });
    assert.equal(without.verdict, 'incomparable');
  });

  it('never calls outcomes equal that differ beside the declared outputs', async () => {
    const plan = planOf({ a: [output('a')] });
    const was = await side(plan, { a: { outputs: { a: '1' } } });
    const is = await side(plan, { a: { outputs: { a: '1', beside: '2' } } });
    const judged = await judge(was, is);
    assert.deepEqual([judged.verdict, judged.steps[0]?.role], ['different', 'source']);
    assert.equal(judged.steps[0]?.outputs[0]?.differences[0]?.file, 'beside');
  });

  it('compares outputs and steps that only one side declares', async () => {
    const before = planOf({ a: [output('a')], old: [output('old')] });
    const now = planOf({ a: [output('a'), output('more')], fresh: [output('fresh')] });
    const was = await side(before, {
      a: { outputs: { a: '1' } },
      old: { outputs: { old: '1' } },
    });
    const is = await side(now, {
      a: { outputs: { a: '1', more: '2' } },
      fresh: { outputs: { fresh: '1' } },
    });
    const judged = await judge(was, is);
    assert.deepEqual(
      judged.steps.map(({ name, outputs }) => [
        name,
        outputs.map(({ path, verdict, was: a, is: b }) => [path, verdict, a !== null, b !== null]),
      ]),
      [
        [
          'a',
          [
            ['a', 'identical', true, true],
            ['more', 'different', false, true],
          ],
        ],
        ['old', [['old', 'different', true, false]]],
        ['fresh', [['fresh', 'different', false, true]]],
      ],
    );
  });

  it('ends at a cancel, also in the midst of a pattern that does not come to an end, and says nothing', async () => {
    const ignore = { patterns: ['(a+)+$'] };
    const plan = planOf({ talk: [output('log.txt', { ignore })] });
    const long = `${'a'.repeat(60)}!`;
    const was = await side(plan, { talk: { outputs: { 'log.txt': `${long}1` } } });
    const is = await side(plan, { talk: { outputs: { 'log.txt': `${long}2` } } });
    const cancel = new AbortController();
    const judged = compareSides(was, is, { store, rules: plan, cancel: cancel.signal });
    setImmediate(() => cancel.abort());
    assert.deepEqual(await judged, failed({ code: 'cancelled' }));
  });

  it('does not call a step different that a run was not asked for', async () => {
    const plan = planOf({ a: [output('a')], b: [output('b')] });
    const was = await side(plan, { a: { outputs: { a: '1' } }, b: { outputs: { b: '1' } } });
    const is = await side(planOf({ a: [output('a')] }), { a: { outputs: { a: '1' } } });
    const judged = await judge(was, { ...is, whole: false });
    assert.deepEqual(judged.steps.map(brief), [
      ['a', 'identical', null],
      ['b', 'not-run', null],
    ]);
    assert.deepEqual([judged.verdict, judged.firstDivergence], ['not-run', null]);
  });
});
