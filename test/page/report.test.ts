import assert from 'node:assert/strict';

import type { Browser, Page } from 'playwright-core';

import type { Handlers } from '../../src/present/reportPage/talk';
import { cannotRun } from '../support/cannotRun';
import { openPage, startBrowser } from '../support/reportPage/openPage';
import type { OpenedPage } from '../support/reportPage/openPage';
import { THEMES } from '../support/reportPage/themes';
import {
  differentOutput,
  manyOutputs,
  reportOf,
  sameOutput,
  stepOf,
  writtenHandlers,
} from '../support/reportPage/writtenReport';

const [DARK] = THEMES;

describe('the report page in a browser', function () {
  this.timeout(60_000);
  let browser: Browser | string;
  const opened: OpenedPage[] = [];

  before(async () => {
    browser = await startBrowser();
  });

  afterEach(async () => {
    for (const { page, wrong } of opened.splice(0)) {
      await page.context().close();
      assert.deepEqual(wrong, []);
    }
  });

  after(async () => {
    if (typeof browser !== 'string') await browser.close();
  });

  const open = async (context: Mocha.Context, handlers: Handlers): Promise<OpenedPage> => {
    if (typeof browser === 'string') return cannotRun(context, browser);
    const page = await openPage(browser, handlers, { theme: DARK! });
    opened.push(page);
    await page.page.locator('h1').waitFor();
    return page;
  };

  const THREE = reportOf([
    stepOf('prepare', [sameOutput('data.csv')]),
    stepOf('train', [differentOutput('a.txt', 'was a', 'is a'), differentOutput('b.txt')]),
  ]);

  it('says the verdict first, then what began where', async function () {
    const { page } = await open(this, writtenHandlers(THREE));
    assert.equal(await page.locator('h1').textContent(), 'Not reproducible');
    assert.match((await page.locator('.lead').textContent()) ?? '', /^It began at train: /);
    assert.deepEqual(await page.locator('main h2').allTextContents(), [
      'Steps',
      'Outputs',
      'Details',
    ]);
    assert.equal(await page.title(), 'churn v1.0');
  });

  it('lists only what differs, until all is asked for', async function () {
    const { page } = await open(this, writtenHandlers(THREE));
    assert.deepEqual(await paths(page), ['a.txt', 'b.txt']);
    await page.locator('select').selectOption('all');
    assert.deepEqual(await paths(page), ['data.csv', 'a.txt', 'b.txt']);
  });

  it('filters by words of step and path, and says where nothing is left', async function () {
    const { page } = await open(this, writtenHandlers(THREE));
    await page.locator('input[type=search]').fill('TRAIN b.');
    assert.deepEqual(await paths(page), ['b.txt']);
    await page.locator('input[type=search]').fill('nowhere');
    assert.match(
      (await page.locator('.empty').textContent()) ?? '',
      /No output matches the filter/,
    );
    await page.keyboard.press('Escape');
    assert.deepEqual(await paths(page), ['a.txt', 'b.txt']);
  });

  it('shortens names in their middle to the room there is, also when that changes', async function () {
    const long = 'models/2026/11/24/shards/part-00042-of-00128.safetensors';
    const report = reportOf([stepOf('train', [differentOutput(long)])]);
    const { page } = await open(this, writtenHandlers(report));
    assert.deepEqual(await paths(page), [long]);
    await page.setViewportSize({ width: 460, height: 800 });
    await page.locator('.row .path', { hasText: '…' }).waitFor();
    const [short = ''] = await paths(page);
    assert.match(short, /^models\/?.*….*safetensors$/);
    const [all, seen] = await page.evaluate<[number, number]>(
      `(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])(document.querySelector('.where'))`,
    );
    assert.ok(all <= seen, `${all} of ${seen}`);
    await page.setViewportSize({ width: 1000, height: 800 });
    await page.locator('.row .path', { hasText: long }).waitFor();
  });

  it('asks for what an output holds when it is opened, not before', async function () {
    const done: string[] = [];
    const { page } = await open(this, writtenHandlers(THREE, done));
    assert.deepEqual(done, ['report']);
    await row(page, 'a.txt').click();
    await page.locator('.line', { hasText: 'was a' }).waitFor();
    assert.deepEqual(done, ['report', 'files a.txt']);
    assert.equal(await row(page, 'a.txt').getAttribute('aria-expanded'), 'true');
  });

  it('is gone through with arrows, opened with Enter, closed with Escape', async function () {
    const { page } = await open(this, writtenHandlers(THREE));
    await page.locator('input[type=search]').focus();
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'a.txt');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'b.txt');
    await page.keyboard.press('Enter');
    await page.locator('.detail .foot').waitFor();
    await page.locator('.detail button', { hasText: 'Open Diff Editor' }).focus();
    await page.keyboard.press('Escape');
    assert.equal(await focused(page), 'b.txt');
    assert.equal(await page.locator('.detail').count(), 0);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(page), 'a.txt');
    assert.equal(await page.locator('.detail').count(), 1);
  });

  it('stops at every difference with F7, and goes back with Shift', async function () {
    const { page } = await open(this, writtenHandlers(THREE));
    await page.keyboard.press('F7');
    assert.equal(await focused(page), 'a.txt');
    await page.locator('tr[data-stop]').waitFor();
    await page.keyboard.press('F7');
    assert.match((await focusedText(page)) ?? '', /was a/);
    await page.keyboard.press('F7');
    assert.equal(await focused(page), 'b.txt');
    await page.keyboard.press('Shift+F7');
    assert.match((await focusedText(page)) ?? '', /was a/);
  });

  it('lets Tab stop once in the list', async function () {
    const { page } = await open(this, writtenHandlers(THREE));
    assert.equal(await page.locator('.row[tabindex="0"]').count(), 1);
    assert.equal(await page.locator('.row[tabindex="-1"]').count(), 1);
  });

  it('comes back after a reload as it was left', async function () {
    const { page } = await open(this, writtenHandlers(THREE));
    await page.locator('select').selectOption('all');
    await page.locator('input[type=search]').fill('txt');
    await row(page, 'b.txt').click();
    await page.locator('.detail .foot').waitFor();
    await keptState(page, 'b.txt');
    await page.reload();
    await page.locator('.detail .foot').waitFor();
    assert.equal(await page.locator('select').inputValue(), 'all');
    assert.equal(await page.locator('input[type=search]').inputValue(), 'txt');
    assert.equal(await row(page, 'b.txt').getAttribute('aria-expanded'), 'true');
    const state = await page.evaluate(`JSON.parse(sessionStorage.getItem('state')).ref`);
    assert.deepEqual(state, {
      root: '/project',
      ref: { kind: 'verify', run: THREE.run, rules: 'saved' },
    });
  });

  it('shows what comes from a project as text and never as markup', async function () {
    const evil = '<img src=x onerror="document.title=1">';
    const script = '</script><script>document.title=2</script>';
    const report = reportOf(
      [
        stepOf(evil, [differentOutput(`${evil}/\u202etxt.exe`, script, evil)], {
          notes: [script],
          explanation: {
            kind: 'unknown',
            cause: [],
            sentence: `<b>bold</b> ${evil}`,
            evidence: [script],
            suggestion: evil,
          },
        }),
      ],
      { environment: { drift: [{ what: `variable ${evil}`, was: script, is: null }] } },
    );
    const { page } = await open(this, writtenHandlers(report));
    await page.locator('.row').click();
    await page.locator('.line').first().waitFor();
    await page.locator('.evidence summary').click();
    await page.locator('.all-details summary').click();
    assert.equal(await page.locator('main img, main script, .why b').count(), 0);
    assert.equal(await page.title(), 'churn v1.0');
    const text = (await page.locator('main').textContent()) ?? '';
    assert.ok(text.includes(script) && text.includes(evil));
    assert.ok(text.includes('\\u{202e}txt.exe') && !text.includes('\u202e'));
  });

  it('tells what its host cannot do, and goes on', async function () {
    const handlers = writtenHandlers(THREE);
    const { page } = await open(this, {
      ...handlers,
      compare: () => Promise.reject(new Error('The bytes are gone.')),
      copySummary: () => Promise.reject(new Error('No clipboard here.')),
    });
    await row(page, 'a.txt').click();
    await page.locator('.problem', { hasText: 'The bytes are gone.' }).waitFor();
    await page.locator('button', { hasText: 'Copy Summary' }).click();
    await page.locator('.notice.error', { hasText: 'No clipboard here.' }).waitFor();
  });

  it('says why there is no report, and tries again', async function () {
    if (typeof browser === 'string') return cannotRun(this, browser);
    const handlers = writtenHandlers(THREE);
    let times = 0;
    const ready: Handlers['ready'] = (ask) =>
      times++ === 0 ? Promise.reject(new Error('There is no run x.')) : handlers.ready(ask);
    const { page } = await open(this, { ...handlers, ready });
    assert.equal(await page.locator('.problem').textContent(), 'There is no run x.');
    await page.locator('button', { hasText: 'Try Again' }).click();
    await page.locator('h1', { hasText: 'Not reproducible' }).waitFor();
  });

  it('hands on what it is asked to do', async function () {
    const done: string[] = [];
    const { page } = await open(this, writtenHandlers(THREE, done));
    await row(page, 'a.txt').click();
    for (const name of ['Open Diff Editor', 'Open v1.0', 'Open re-run', 'Verify Again']) {
      await page.locator('button', { hasText: name }).click();
    }
    await page.locator('.copy').first().click();
    await page.locator('.notice.shown').waitFor();
    assert.deepEqual(done.slice(2), [
      'diff a.txt',
      'open was a.txt',
      'open is a.txt',
      'verify',
      `copy sha256:${'a'.repeat(64)}`,
    ]);
  });

  it('goes to a place that is told, through filter and closed rows', async function () {
    const { page, tell } = await open(this, writtenHandlers(THREE));
    await page.locator('input[type=search]').fill('b.txt');
    const news = { kind: 'reveal', step: 'train', output: 'a.txt' } as const;
    await tell({ type: 'news', news });
    await page.locator('.line', { hasText: 'was a' }).waitFor();
    assert.equal(await focused(page), 'a.txt');
    await page.locator('.node', { hasText: 'prepare' }).click();
    assert.equal(await focused(page), 'data.csv');
  });

  it('takes another report in its place', async function () {
    const { page, tell } = await open(this, writtenHandlers(THREE));
    await row(page, 'a.txt').click();
    const calm = await writtenHandlers(reportOf([stepOf('prepare', [sameOutput('x')])])).ready({});
    await tell({ type: 'news', news: { kind: 'page', ...calm, ref: 'another' } });
    await page.locator('h1', { hasText: /^Reproducible$/ }).waitFor();
    assert.match((await page.locator('.empty').textContent()) ?? '', /No output differs/);
    assert.equal(await page.locator('.detail').count(), 0);
  });

  it('holds five thousand outputs, of which only those in sight are in the document', async function () {
    const { page } = await open(this, writtenHandlers(manyOutputs(5000)));
    await page.locator('select').selectOption('all');
    assert.ok((await page.locator('.out').count()) < 80);
    await page.evaluate('window.scrollTo(0, 90000)');
    await page.locator('.path', { hasText: 'shards/5/' }).first().waitFor();
    assert.ok((await page.locator('.out').count()) < 80);
    await page.locator('.row[tabindex="-1"]').first().click();
    await page.keyboard.press('End');
    assert.equal(await focused(page), 'shards/9/part-0499.csv');
    assert.equal(await page.locator('.out').last().getAttribute('aria-posinset'), '5000');
  });

  it('keeps the length of rows that were opened, above and below', async function () {
    const { page } = await open(this, writtenHandlers(manyOutputs(5000)));
    await row(page, 'shards/0/part-0001.csv').click();
    await page.locator('.detail .foot').waitFor();
    // a row that has the focus would stay
    await page.evaluate('document.activeElement.blur(), window.scrollTo(0, 40000)');
    await page.locator('.detail').waitFor({ state: 'detached' });
    await page.evaluate('window.scrollTo(0, 0)');
    await page.locator('.detail .foot').waitFor();
    const [first, second] = await Promise.all(
      ['part-0001.csv', 'part-0004.csv'].map((name) =>
        page.locator('.out', { hasText: `shards/0/${name}` }).boundingBox(),
      ),
    );
    assert.equal(Math.round((first?.y ?? 0) + (first?.height ?? 0)), Math.round(second?.y ?? 0));
  });
});

/** Waits until what the page keeps for its next life holds a text; it writes a little later than it changes. */
async function keptState(page: Page, text: string): Promise<void> {
  for (;;) {
    if (await page.evaluate(`sessionStorage.getItem('state').includes(${JSON.stringify(text)})`))
      return;
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(resolve))');
  }
}

function row(page: Page, path: string) {
  return page.locator('.row', { hasText: path });
}

async function paths(page: Page): Promise<string[]> {
  return page.locator('.row .where b').allTextContents();
}

async function focused(page: Page): Promise<unknown> {
  return page.evaluate(`document.activeElement?.querySelector('.where b')?.textContent`);
}

async function focusedText(page: Page): Promise<string | null> {
  return page.evaluate('document.activeElement?.textContent');
}
