import assert from 'node:assert/strict';

import {
  ANSWER_SHAPES,
  ASK_SHAPES,
  isNews,
  MOST_BYTES,
} from '../../../../src/present/reportPage/messages';
import { answerMessage, Asker } from '../../../../src/present/reportPage/talk';
import type { AskMessage, Handlers } from '../../../../src/present/reportPage/talk';

const PLACE = { step: 'train', output: 'm.json', file: 'm.json' };
const FACTS = { kind: 'file', size: 1, content: 'sha256:00', executable: false };

/** Handlers that answer as they should, and what they were asked. */
function handlers(over: Partial<Handlers> = {}): Handlers & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  const nothing = (ask: unknown): Promise<null> => {
    asked.push(ask);
    return Promise.resolve(null);
  };
  const refuse = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  return {
    asked,
    ready: refuse,
    files: () => Promise.resolve({ files: [], total: 0, differing: 0 }),
    compare: refuse,
    bytes: () => Promise.resolve({ bytes: new Uint8Array(1), size: 1 }),
    openDiff: nothing,
    openFile: nothing,
    copy: nothing,
    copySummary: nothing,
    verifyAgain: nothing,
    revealStep: nothing,
    showLog: nothing,
    ...over,
  };
}

/** A page whose messages go straight to its host and back. */
function pageOf(host: Handlers): Asker {
  const asker = new Asker((message) => {
    void answerMessage(message, host).then((answer) => asker.receive(answer));
  });
  return asker;
}

describe('the talk between the report page and its host', () => {
  it('pairs every answer with its question, in whatever order they come', async () => {
    const sent: AskMessage[] = [];
    const asker = new Asker((message) => sent.push(message));
    const [first, second] = [asker.ask('copy', { text: 'a' }), asker.ask('files', PLACE)];
    const files = { files: [], total: 0, differing: 0 };
    asker.receive({ type: 'answer', id: sent[1]?.id, ok: true, value: files });
    asker.receive({ type: 'answer', id: sent[0]?.id, ok: true, value: null });
    assert.equal(await first, null);
    assert.deepEqual(await second, files);
  });

  it('tells the page what a handler threw', async () => {
    const page = pageOf(handlers({ files: () => Promise.reject(new Error('the disk is gone')) }));
    await assert.rejects(page.ask('files', PLACE), /^Error: the disk is gone$/);
    const sudden = pageOf(
      handlers({
        files: () => {
          throw new TypeError('not a promise at all');
        },
      }),
    );
    await assert.rejects(sudden.ask('files', PLACE), /not a promise at all/);
  });

  it('refuses what is unknown, without asking any handler', async () => {
    const host = handlers();
    for (const request of ['dance', 'toString', '__proto__', 3, null]) {
      const answer = await answerMessage({ type: 'ask', id: 7, request, ask: {} }, host);
      assert.equal(answer.ok, false, String(request));
      assert.equal(answer.id, 7);
    }
    assert.deepEqual(host.asked, []);
  });

  it('refuses what is malformed, in words, without asking any handler', async () => {
    const host = handlers();
    const wrong: [string, unknown][] = [
      ['copy', { text: 3 }],
      ['copy', null],
      ['copySummary', { extra: 1 }],
      ['openFile', { ...PLACE, side: 'both' }],
      ['openDiff', { step: 'train' }],
      ['bytes', { ...PLACE, side: 'was', offset: -1, length: 4 }],
      ['bytes', { ...PLACE, side: 'was', offset: 0, length: MOST_BYTES + 1 }],
      ['bytes', { ...PLACE, side: 'was', offset: 0.5, length: 4 }],
      ['revealStep', { step: 'x'.repeat(40_000) }],
    ];
    for (const [request, ask] of wrong) {
      const answer = await answerMessage({ type: 'ask', id: 1, request, ask }, host);
      assert.ok(!answer.ok);
      assert.match(answer.error, /malformed/, request);
    }
    assert.deepEqual(host.asked, []);
  });

  it('answers what is no request at all', async () => {
    for (const message of [null, 'copy', 7, [], { type: 'ask' }, { id: 1, type: 'news' }]) {
      const answer = await answerMessage(message, handlers());
      assert.equal(answer.ok, false, JSON.stringify(message));
    }
  });

  it('lets the page believe no answer of another shape', async () => {
    const bytes = { bytes: 'AAAA', size: 4 } as never;
    const page = pageOf(handlers({ bytes: () => Promise.resolve(bytes) }));
    const ask = { ...PLACE, side: 'was', offset: 0, length: 4 } as const;
    await assert.rejects(page.ask('bytes', ask), /malformed/);
  });

  it('lets the page overhear what is not for it', () => {
    const asker = new Asker(() => undefined);
    for (const message of [null, 'x', {}, { type: 'answer', id: 99, ok: true }, { type: 'news' }]) {
      assert.equal(asker.receive(message), null);
    }
  });

  it('takes for news a place to go to, and pages that are whole', () => {
    assert.ok(isNews({ kind: 'reveal', step: 'train', output: null }));
    assert.ok(!isNews({ kind: 'reveal', step: 3, output: null }));
    assert.ok(!isNews({ kind: 'page', ref: {}, page: { format: 1 } }));
  });

  it('has a shape for every request and every answer', () => {
    assert.deepEqual(Object.keys(ASK_SHAPES).sort(), Object.keys(ANSWER_SHAPES).sort());
    const compared = { path: 'a', was: FACTS, is: null, gone: [], text: true };
    const shown = [
      { kind: 'values', rows: [], total: 0 },
      { kind: 'lines', hunks: [], changed: 0, shown: 0, byPlace: false },
      { kind: 'bytes', first: 1, from: 0, was: new Uint8Array(), is: new Uint8Array() },
      { kind: 'nothing' },
    ];
    for (const one of shown) assert.ok(ANSWER_SHAPES.compare({ ...compared, shown: one }));
    assert.ok(!ANSWER_SHAPES.compare({ ...compared, shown: { kind: 'script' } }));
    assert.ok(!ANSWER_SHAPES.compare({ ...compared, shown: { kind: 'bytes', first: 1 } }));
  });
});
