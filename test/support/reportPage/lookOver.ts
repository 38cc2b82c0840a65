import type { Page } from 'playwright-core';

/** The least contrast of text that people read with ease, and of a ring around what has the focus. */
const TEXT = 4.5;
const RING = 3;

/**
 * What a person would stumble over on a page as it is drawn now: parts that stick out, text that is cut without a sign of
 * it, text too pale on its ground, things without a name for a screen reader.
 */
export async function lookOver(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(${LOOK})(${TEXT})`);
}

/** The same of what the Tab key reaches, one after the other: a ring that can be seen. */
export async function lookAtRings(page: Page, most = 12): Promise<string[]> {
  const faults: string[] = [];
  await page.evaluate('document.activeElement?.blur()');
  for (let at = 0; at < most; at += 1) {
    await page.keyboard.press('Tab');
    faults.push(...(await page.evaluate<string[]>(`(${LOOK_AT_RING})(${RING})`)));
  }
  await page.evaluate('document.activeElement?.blur()');
  return faults;
}

/** Colours as a browser computes them, laid over each other, and how far apart two of them are. */
const COLOURS = `
  const colour = (text) => {
    const numbers = (text.match(/[\\d.]+(e-?\\d+)?/g) ?? []).map(Number);
    const whole = text.startsWith('color(') ? 255 : 1;
    const [r = 0, g = 0, b = 0, a = 1] = numbers;
    return { rgb: [r, g, b].map((one) => one * whole), a: numbers.length > 3 ? a : 1 };
  };
  const over = (top, under) => top.rgb.map((one, at) => one * top.a + under[at] * (1 - top.a));
  const ground = (element) => {
    const above = [];
    for (let at = element; at !== null; at = at.parentElement) {
      above.unshift(colour(getComputedStyle(at).backgroundColor));
    }
    return above.reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const light = (rgb) => rgb
    .map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((one, other) => other - one);
    return (x + 0.05) / (y + 0.05);
  };
  const called = (element) => element.tagName.toLowerCase() + '.' +
    (element.className.baseVal ?? element.className).replaceAll(' ', '.') +
    ' "' + element.textContent.trim().slice(0, 40) + '"';
`;

const LOOK = `(least) => {
  ${COLOURS}
  const faults = new Set();
  const root = document.documentElement;
  const wide = root.scrollWidth - root.clientWidth;
  if (wide > 0) faults.add('the page is ' + wide + ' px too wide');
  const shown = (element) =>
    element.closest('.spoken') === null && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const element = text.parentElement;
    if (text.textContent.trim() === '' || !shown(element) || element.closest('script, option')) continue;
    const under = ground(element);
    const seen = colour(getComputedStyle(element).color);
    const ratio = contrast(over(seen, under), under);
    if (ratio < least && element.closest(':disabled') === null) {
      faults.add('contrast ' + ratio.toFixed(2) + ' of ' + called(element));
    }
  }
  for (const element of document.querySelectorAll('main *')) {
    if (!(element instanceof HTMLElement) || element.textContent.trim() === '' || !shown(element)) continue;
    const style = getComputedStyle(element);
    if (style.display === 'inline' || element.closest('select')) continue;
    const scrolls = /auto|scroll/.test(style.overflowX);
    if (!scrolls && element.scrollWidth > element.clientWidth + 1 && style.textOverflow !== 'ellipsis') {
      faults.add('cut or sticking out by ' + (element.scrollWidth - element.clientWidth) + ' px: ' + called(element));
    }
    if (style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 3) {
      faults.add('cut below: ' + called(element));
    }
  }
  for (const element of document.querySelectorAll('button, input, select, summary, [role=region], [role=list], img')) {
    const label = element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? '';
    const words = label + element.textContent + (element.closest('label')?.textContent ?? '');
    if (words.trim() === '') faults.add('nameless: ' + called(element));
  }
  for (const sign of document.querySelectorAll('svg')) {
    const around = sign.parentElement;
    const words = around.textContent + (around.closest('[aria-label]')?.getAttribute('aria-label') ?? '');
    if (sign.getAttribute('aria-hidden') !== 'true' || words.trim() === '') faults.add('a sign alone: ' + called(around));
  }
  return [...faults];
}`;

const LOOK_AT_RING = `(least) => {
  ${COLOURS}
  const element = document.activeElement;
  if (element === null || element === document.body) return [];
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(element);
  const under = ground(parseFloat(outlineOffset) > 0 ? element.parentElement : element);
  const ratio = contrast(over(colour(outlineColor), under), under);
  const visible = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1 && ratio >= least;
  return visible ? [] : ['no ring that can be seen: ' + called(element) + ' ' + outlineStyle + ' ' + ratio.toFixed(2)];
}`;
