import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Browser } from 'playwright-core';

import type { Handlers } from '../../../src/present/reportPage/talk';
import { reportSentence } from '../../../src/present/reportSentence';
import type { Report } from '../../../src/records/report';
import { REPOSITORY } from '../example';
import { lookAtRings, lookOver } from './lookOver';
import { openPage } from './openPage';
import type { OpenedPage } from './openPage';
import { THEMES } from './themes';

/** How a page is looked at beside its usual width. */
export interface Looks {
  /** What is done with it first. */
  readonly first?: (opened: OpenedPage) => Promise<void>;
  /** A narrow column too; its pictures are called `-narrow`. */
  readonly narrow?: boolean;
  /** At this magnification, in a window as wide as ever; its pictures are called `-zoomed`. */
  readonly zoom?: number;
  /** The whole page, or what is in sight of it. */
  readonly whole?: boolean;
  /** Whether what the Tab key reaches is looked at too. */
  readonly rings?: boolean;
}

const WIDTH = 1000;
const NARROW = 500;

/** Takes pictures of a report's page in every theme, for somebody to look at, and gives the faults that can be measured. */
export async function lookAt(
  browser: Browser,
  handlers: Handlers,
  name: string,
  { first, narrow = false, zoom = 1, whole = true, rings = false }: Looks = {},
): Promise<string[]> {
  const [theme] = THEMES;
  assert.ok(theme);
  const shape = { theme, width: Math.round(WIDTH / zoom), scale: zoom };
  const opened = await openPage(browser, handlers, shape);
  const { page } = opened;
  await page.locator('h1').waitFor();
  await first?.(opened);
  await page.mouse.move(0, 0);
  const how = { whole, rings };
  const faults = await inEveryTheme(opened, zoom === 1 ? name : `${name}-zoomed`, how);
  if (narrow) {
    await page.setViewportSize({ width: NARROW, height: 800 });
    faults.push(...(await inEveryTheme(opened, `${name}-narrow`, how)));
  }
  await page.context().close();
  return [...faults, ...opened.wrong];
}

async function inEveryTheme(
  opened: OpenedPage,
  name: string,
  { whole, rings }: { readonly whole: boolean; readonly rings: boolean },
): Promise<string[]> {
  const faults: string[] = [];
  for (const theme of THEMES) {
    await opened.wear(theme);
    await opened.picture(name, { whole });
    const found = await lookOver(opened.page);
    if (rings) found.push(...(await lookAtRings(opened.page)));
    faults.push(...found.map((fault) => `${name} ${theme.name}: ${fault}`));
  }
  return faults;
}

/** Opens an output and waits until what it holds is there. */
export async function openOutput({ page }: OpenedPage, output: string): Promise<void> {
  const row = page.locator('.out', { hasText: output }).first();
  await row.locator('.row').click();
  await row.locator('.foot, .file').first().waitFor();
  await row.locator('.waiting').waitFor({ state: 'detached' });
}

/** One of the reports that lie beside what is made of them, by its name. */
export function goldenReport(name: string): Report {
  const file = path.join(REPOSITORY, 'test/golden/present', `report-${name}.json`);
  const read = JSON.parse(fs.readFileSync(file, 'utf8')) as Report;
  return { ...read, sentence: reportSentence(read) };
}
