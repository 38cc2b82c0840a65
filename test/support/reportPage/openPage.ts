import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { panelHtml } from '../../../src/extension/report/panelHtml';
import { answerMessage } from '../../../src/present/reportPage/talk';
import type { Handlers, NewsMessage } from '../../../src/present/reportPage/talk';
import type { Theme } from './themes';

const ROOT = path.resolve(__dirname, '../../../..');
const PICTURES = path.join(ROOT, 'out', 'pictures', 'report');
const ORIGIN = 'http://report.test';

interface BrowserTools {
  installBrowser(): { browser?: string; reason?: string };
  launchBrowser(browser: string): Promise<Browser>;
}

/** Starts the browser that VS Code's server build is opened in too; or why there is none. */
export async function startBrowser(): Promise<Browser | string> {
  const tools = createRequire(__filename)(
    path.join(ROOT, 'scripts/host/browser.js'),
  ) as BrowserTools;
  const { browser, reason } = tools.installBrowser();
  return browser === undefined ? (reason ?? 'there is no browser') : tools.launchBrowser(browser);
}

/** The report page in a browser, with a host of the test's own in VS Code's place. */
export interface OpenedPage {
  readonly page: Page;
  /** What went wrong in it: errors, and whatever its content-security policy refused. */
  readonly wrong: string[];
  /** Tells the page something unasked. */
  readonly tell: (message: NewsMessage) => Promise<void>;
  /** Puts another theme on, as VS Code does while a page is open. */
  readonly wear: (theme: Theme) => Promise<void>;
  /** Keeps a picture for somebody to look at: of the whole page, or of what is in sight. */
  readonly picture: (name: string, options?: { readonly whole: boolean }) => Promise<void>;
}

/** Opens the built page as the webview does: the same document, the same policy, the same messages. */
export async function openPage(
  browser: Browser,
  handlers: Handlers,
  options: {
    readonly theme: Theme;
    /** Of the window, in the page's own pixels. */
    readonly width?: number;
    readonly height?: number;
    /** How many pixels of the screen one of the page takes. */
    readonly scale?: number;
  },
): Promise<OpenedPage> {
  const { width = 1000, height = 800, scale = 1 } = options;
  let { theme } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
  });
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text());
  });
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') {
      const [script, style] = [`${ORIGIN}/report.js`, `${ORIGIN}/report.css`];
      await route.fulfill({
        contentType: 'text/html',
        body: panelHtml({ source: ORIGIN, script, style }),
      });
    } else if (pathname === '/favicon.ico') {
      await route.fulfill({ status: 204 });
    } else {
      await route.fulfill({
        body: fs.readFileSync(path.join(ROOT, 'dist/media', pathname)),
        contentType: pathname.endsWith('.css') ? 'text/css' : 'text/javascript',
      });
    }
  });
  await page.exposeFunction('hostAnswers', async (message: string) =>
    packed(await answerMessage(unpacked(message), handlers)),
  );
  await page.addInitScript({ content: `(${WINDOW_OF_VS_CODE})(${JSON.stringify(theme)})` });
  await page.goto(ORIGIN);
  return {
    page,
    wrong,
    tell: async (message) => {
      await page.evaluate(`window.takeFromHost(${JSON.stringify(packed(message))})`);
    },
    wear: async (next) => {
      theme = next;
      await page.evaluate(`window.wearTheme(${JSON.stringify(next)})`);
    },
    picture: async (name, { whole } = { whole: true }) => {
      fs.mkdirSync(PICTURES, { recursive: true });
      const file = path.join(PICTURES, `${name}-${theme.name}.png`);
      if (whole) {
        // the list draws what is in sight alone
        const long = await page.evaluate<number>(
          `document.querySelector('main').getBoundingClientRect().bottom + window.scrollY`,
        );
        await page.setViewportSize({
          width: page.viewportSize()?.width ?? width,
          height: Math.max(400, Math.ceil(long)),
        });
        await page.evaluate(`new Promise((done) => requestAnimationFrame(() => setTimeout(done)))`);
      }
      await page.screenshot({ path: file });
    },
  };
}

/** What VS Code gives a webview: its theme, a way to its host, and a memory that outlives a reload. */
const WINDOW_OF_VS_CODE = `(theme) => {
  const pack = (message) => JSON.stringify(message, (_, value) =>
    value instanceof Uint8Array ? { $bytes: btoa(String.fromCharCode(...value)) } : value);
  const unpack = (text) => JSON.parse(text, (_, value) =>
    typeof value?.$bytes === 'string'
      ? Uint8Array.from(atob(value.$bytes), (one) => one.charCodeAt(0)) : value);
  const take = (text) => window.postMessage(unpack(text), '*');
  window.takeFromHost = take;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void window.hostAnswers(pack(message)).then(take),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  window.wearTheme = (worn) => {
    document.body.className = worn.bodyClass;
    document.documentElement.removeAttribute('style');
    for (const [name, value] of Object.entries(worn.variables)) {
      document.documentElement.style.setProperty('--vscode-' + name, value);
    }
  };
  window.addEventListener('DOMContentLoaded', () => window.wearTheme(theme));
}`;

function packed(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value,
  );
}

function unpacked(text: string): unknown {
  return JSON.parse(text);
}
