import type { Frame, Page } from 'playwright-core';

import { until } from './until';

/**
 * The inner page of a webview, found by something that is in it: a webview is a frame in a frame, and neither has
 * a name. Style and script are there somewhat later than the text.
 */
export async function webview(page: Page, selector: string, ms = 30_000): Promise<Frame> {
  return until(
    async () => {
      for (const frame of page.frames()) {
        if (frame.url().includes('fake.html') && (await has(frame, selector))) return frame;
      }
      return null;
    },
    () =>
      `no webview has ${selector}; there are ${page
        .frames()
        .map((frame) => frame.url())
        .join()}`,
    ms,
  );
}

async function has(frame: Frame, selector: string): Promise<boolean> {
  try {
    return (await frame.locator(selector).count()) > 0;
  } catch {
    return false; // the frame went away meanwhile
  }
}
