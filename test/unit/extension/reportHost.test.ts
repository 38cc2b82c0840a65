import assert from 'node:assert/strict';

import { panelHtml } from '../../../src/extension/report/panelHtml';
import { reportHandlers, targetOf } from '../../../src/extension/report/reportHandlers';
import { savedReports } from '../../../src/extension/report/reportSource';
import { savedAddress, savedPlace } from '../../../src/extension/savedFiles/savedAddress';
import { answerMessage } from '../../../src/present/reportPage/talk';
import type { SavedReader } from '../../../src/engine/reading/readerModel';
import { recordingActions } from '../../support/reportPage/pageHost';
import {
  reportOf,
  sameOutput,
  stepOf,
  writtenHandlers,
} from '../../support/reportPage/writtenReport';

describe('the host of the report page', () => {
  it('lets nothing run or be loaded but one script with its nonce, one style sheet, and pictures made in the page', () => {
    const made = () => panelHtml({ source: 'vscode-webview:', script: 's.js', style: 's.css' });
    const html = made();
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
    const [, nonce = ''] = /script-src 'nonce-([^']+)'/.exec(policy) ?? [];
    assert.ok(Buffer.from(nonce, 'base64').length >= 16);
    assert.deepEqual(policy.replace(nonce, '').split('; '), [
      "default-src 'none'",
      "script-src 'nonce-'",
      'style-src vscode-webview:',
      'img-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    assert.equal(html.split('<script').length, 2);
    assert.ok(html.includes(`<script nonce="${nonce}" src="s.js"></script>`));
    assert.doesNotMatch(html, /style=|<style|onload|unsafe/);
    assert.notEqual(/nonce-([^']+)'/.exec(made())?.[1], nonce);
  });

  it('finds a report again in what its page has kept, and in nothing else', () => {
    const ref = { kind: 'verify', run: 'r', rules: 'saved' };
    assert.deepEqual(targetOf({ ref: { root: '/p', ref }, view: {} }), { root: '/p', ref });
    const compare = {
      kind: 'compare',
      was: { kind: 'version', version: 'p@v' },
      is: { kind: 'run', run: 'r' },
    };
    assert.ok(targetOf({ ref: { root: '/p', ref: compare } }));
    for (const state of [
      undefined,
      null,
      'x',
      {},
      { ref: { root: 3, ref } },
      { ref: { root: '/p', ref: { kind: 'verify', run: 3, rules: 'saved' } } },
      { ref: { root: '/p', ref: { ...compare, is: { kind: 'file', file: '/etc/passwd' } } } },
    ]) {
      assert.equal(targetOf(state), null, JSON.stringify(state));
    }
  });

  it('puts the report of another verify into the page', async () => {
    const report = reportOf([stepOf('a', [sameOutput('x')])]);
    const next = { kind: 'verify', run: 'later', rules: 'saved' } as const;
    const replaced: unknown[] = [];
    const page = await writtenHandlers(report).ready({});
    const handlers = reportHandlers({
      target: { root: '/p', ref: { kind: 'last', version: 'pipeline.yaml@v1.0' } },
      source: {
        ...savedReports({} as SavedReader),
        report: (ref) =>
          Promise.resolve({
            ref,
            page: page.page,
            pipeline: 'pipeline.yaml',
            version: 'v1.0',
            sides: { was: null, is: null },
            runs: { was: null, is: null },
          }),
      },
      actions: { ...recordingActions([]), verifyAgain: () => Promise.resolve(next) },
      replace: (ref) => {
        replaced.push(ref);
        return Promise.resolve();
      },
    });
    await handlers.verifyAgain({});
    assert.deepEqual(replaced, [next]);
  });

  it('tells a failure of the engine in words', async () => {
    const failed = () =>
      Promise.resolve({ ok: false, failure: { code: 'run-unknown', id: '2026-x' } } as const);
    const handlers = reportHandlers({
      target: { root: '/p', ref: { kind: 'verify', run: '2026-x', rules: 'saved' } },
      source: savedReports({ report: failed } as unknown as SavedReader),
      actions: recordingActions([]),
      replace: () => Promise.resolve(),
    });
    const answer = await answerMessage({ type: 'ask', id: 1, request: 'ready', ask: {} }, handlers);
    assert.ok(!answer.ok);
    assert.match(answer.error, /2026-x/);
  });
});

describe('addresses of saved files', () => {
  it('bring root, version and path there and back, whatever is in them', () => {
    for (const place of [
      { root: '/home/me/proj', name: 'pipeline.yaml@v1.0', path: 'outputs/a b/ü?#.txt' },
      { root: 'C:\\work\\x', name: 'sub/x.pipeline.yaml@v+1', path: 'source' },
      { root: '/', name: '20261124T115800000Z-a1b2c3', path: '' },
    ]) {
      assert.deepEqual(savedPlace(savedAddress(place)), place);
    }
  });

  it('are nothing where they are malformed', () => {
    const wrong = [
      ['', '/a'],
      ['ABCD', '/a'],
      ['abc', '/a'],
      ['zz', '/a'],
      ['ab', ''],
      ['ab', '/'],
      ['ab', 'a/b'],
      ['ab', '/%zz/x'],
    ] as const;
    for (const [authority, path] of wrong) {
      assert.equal(savedPlace({ authority, path }), null, `${authority} ${path}`);
    }
  });
});
