import type { Locator, Page } from 'playwright-core';

import { chooseFromMenu } from './menu';
import { matcher, partsOf } from './text';
import { again, SOON, until } from './until';

const PANE = '[id="workbench.view.extension.reprise"]';

/** Opens the container of the extension in the sidebar. */
export async function openSidebar(page: Page): Promise<void> {
  const pane = page.locator(PANE);
  if (await pane.isVisible()) return;
  await page.locator('.activitybar [aria-label^="Reprise"]').first().click();
  await pane.waitFor();
}

/** One row of the tree, as it is read: its label and its description. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly level: number;
}

/** All rows that are drawn, from the top. */
export async function rows(page: Page): Promise<Row[]> {
  const read = await partsOf(drawn(page), {
    label: '.label-name',
    description: '.label-description',
  });
  return read.map(({ label = '', description = '', level = '' }) => {
    return { label, description, level: Number(level) };
  });
}

/** Waits for the first row whose label is this, or matches, and gives it. */
export async function row(page: Page, label: string | RegExp): Promise<Locator> {
  const found = rowOf(page, label);
  await until(
    () => found.isVisible(),
    async () => `the tree has no ${String(label)}, but ${JSON.stringify(await rows(page))}`,
  );
  return found;
}

/** Waits until the first row of this label has this description, or one that matches. */
export async function untilRow(
  page: Page,
  label: string | RegExp,
  description: string | RegExp,
): Promise<void> {
  await until(
    async () => {
      const first = (await rows(page)).find((one) => matcher(label).test(one.label));
      return first !== undefined && matcher(description).test(first.description);
    },
    async () =>
      `${String(label)} is not ${String(description)}: ${JSON.stringify(await rows(page))}`,
    60_000,
  );
}

/** The descriptions of the first rows of these labels. */
export async function descriptions(page: Page, labels: readonly string[]): Promise<string[]> {
  const all = await rows(page);
  return labels.map((label) => all.find((one) => one.label === label)?.description ?? 'no row');
}

/** Clicks a row: what that opens is up to the row. */
export async function clickRow(page: Page, label: string | RegExp): Promise<void> {
  await again(() => rowOf(page, label).locator('.label-name').click(SOON));
}

/** Selects the first rows whose label matches, so many of them, as one does with Ctrl held. */
export async function selectRows(page: Page, label: RegExp, count: number): Promise<void> {
  await row(page, label);
  const named = page.locator('.label-name').filter({ hasText: label });
  for (let at = 0; at < count; at += 1) {
    const one = drawn(page).filter({ has: named }).nth(at);
    await again(async () => {
      if ((await one.getAttribute('aria-selected', SOON)) === 'true') return;
      await one.locator('.label-name').click({ modifiers: ['Control'], ...SOON });
    });
  }
}

/** Shows what is below a row, by its twistie, because a click on the label may open something. */
export async function expand(page: Page, label: string | RegExp): Promise<void> {
  const found = await row(page, label);
  await again(async () => {
    if ((await found.getAttribute('aria-expanded', SOON)) === 'true') return;
    await found.locator('.monaco-tl-twistie').click(SOON);
    await until(
      async () => (await found.getAttribute('aria-expanded', SOON)) === 'true',
      () => `${String(label)} does not open`,
      SOON.timeout,
    );
  });
}

/** Presses a button in a row by its title; it is there while the mouse is over the row. */
export async function rowButton(page: Page, label: string | RegExp, title: string): Promise<void> {
  await again(async () => {
    await rowOf(page, label).hover(SOON);
    await rowOf(page, label).locator(`.actions [aria-label^="${title}"]`).click(SOON);
  });
}

/** Chooses from the menu that the right mouse button opens on a row. */
export async function rowMenu(page: Page, label: string | RegExp, title: string): Promise<void> {
  await again(async () => {
    await rowOf(page, label)
      .locator('.label-name')
      .click({ button: 'right', ...SOON });
    await chooseFromMenu(page, title);
  });
}

/** Looked for anew each time it is used, and so never a row that has become another. */
function rowOf(page: Page, label: string | RegExp): Locator {
  const named = page.locator('.label-name').filter({ hasText: matcher(label) });
  return drawn(page).filter({ has: named }).first();
}

function drawn(page: Page): Locator {
  return page.locator(`${PANE} .monaco-list-row`);
}

/** Rows that do not show the first words of their description, or have nothing to say to a screen reader. */
export async function clippedRows(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const faults = [];
    for (const row of document.querySelectorAll('${PANE} .monaco-list-row')) {
      const label = row.querySelector('.label-name')?.textContent ?? '';
      if (!(row.getAttribute('aria-label') ?? '').includes(label)) faults.push(label + ' is not said');
      const text = row.querySelector('.label-description')?.firstChild;
      if (!text) continue;
      const range = document.createRange();
      range.setStart(text, 0);
      const end = text.textContent.indexOf(' \\u00b7 ');
      range.setEnd(text, Math.min(end < 0 ? text.textContent.length : end, ${FIRST_WORDS}));
      const room = row.querySelector('.monaco-icon-label-container').getBoundingClientRect();
      const over = Math.ceil(range.getBoundingClientRect().right - room.right);
      if (over > 0) faults.push(label + ': ' + text.textContent + ' lacks ' + over + ' px');
    }
    return faults;
  })()`);
}

/** Drags the edge of the sidebar so far to the right; negative to the left. */
export async function widenSidebar(page: Page, by: number): Promise<void> {
  const pane = page.locator(PANE);
  const before = await pane.boundingBox();
  if (before === null) throw new Error('the sidebar is not open');
  const edge = before.x + before.width;
  const y = before.y + before.height / 2;
  const bars = page.locator('.monaco-sash.vertical:not(.disabled)');
  const places = (await Promise.all((await bars.all()).map((bar) => bar.boundingBox())))
    .map((box) => (box === null ? Infinity : box.x + box.width / 2))
    .sort((one, other) => Math.abs(one - edge) - Math.abs(other - edge));
  const x = places[0] ?? edge;
  const drag = async (): Promise<void> => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + by / 2, y);
    await page.mouse.move(x + by, y);
    await page.mouse.up();
  };
  const width = async (): Promise<number> => (await pane.boundingBox())?.width ?? 0;
  // the edge is where it was until a busy window has taken hold of it: then it is dragged again
  await until(
    async () => {
      if (Math.abs((await width()) - before.width) < 4) await drag();
      return Math.abs((await width()) - before.width - by) < 4;
    },
    async () => `the sidebar is ${await width()} px wide`,
  );
}

/** So many characters tell a person what a row is about. */
const FIRST_WORDS = 20;
