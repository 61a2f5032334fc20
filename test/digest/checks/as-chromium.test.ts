import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scheme } from '../../../lambdas/digest/checks/finding.ts';
import { mailUnderCheck } from '../../../lambdas/digest/checks/mail-under-check.ts';
import { type SeenText, seenTexts } from '../../../lambdas/digest/checks/seen-text.ts';
import { renderEdition } from '../../../lambdas/digest/render-edition.ts';
import { LAYOUTS } from '../../../lambdas/domain/publication.ts';
import { sampleDigest } from '../../../templates/digest/sample.ts';
import { openBrowser } from '../../browser.ts';
import { SITE_URL } from '../samples.ts';

/** In the page: every text that is shown, and how. A string, as it runs elsewhere. */
const SHOWN = `(() => {
  const shown = [];
  const backgroundOf = (element) => {
    for (let under = element; under; under = under.parentElement) {
      const { backgroundColor } = getComputedStyle(under);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
  };
  const walk = (element) => {
    const { maxHeight, overflow, color, fontSize, fontWeight, lineHeight, display } = getComputedStyle(element);
    if (display === 'none' || (maxHeight === '0px' && overflow === 'hidden')) return;
    for (const child of element.childNodes) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(child);
      if (child.nodeType !== Node.TEXT_NODE || !/[\\p{L}\\p{N}]/u.test(child.data)) continue;
      shown.push([child.data.replace(/\\s+/g, ' ').trim(), color, backgroundOf(element),
        Math.round(parseFloat(fontSize)), Number(fontWeight) >= 600, Math.round(parseFloat(lineHeight))]);
    }
  };
  walk(document.body);
  return shown;
})()`;

const asShown = ({ text, colour, background, pixels, isBold, linePixels }: SeenText) => [
  ...[text, rgb(colour), rgb(background)],
  ...[Math.round(pixels), isBold, Math.round(linePixels)],
];

const rgb = (hex = '#') => `rgb(${(hex.match(/\w\w/g) ?? []).map((pair) => Number.parseInt(pair, 16)).join(', ')})`;

describe('what is seen of a mail', () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await openBrowser().catch((error: Error) => {
      console.warn(`Not compared with Chromium: ${error.message.split('\n')[0]}`);
      return undefined;
    });
  }, 60_000);
  afterAll(() => browser?.close());

  const cases = LAYOUTS.flatMap((layout) => (['light', 'dark'] as Scheme[]).map((scheme) => ({ layout, scheme })));
  it.for(cases)('is what Chromium shows: $layout, $scheme', async ({ layout, scheme }, { skip }) => {
    if (!browser) return skip('no browser');
    const { edition: sample, publication } = sampleDigest('de');
    const edition = { ...sample, layout };
    const { content } = await renderEdition(edition, { publication, siteUrl: SITE_URL });
    const { html, page } = mailUnderCheck(content, { edition, publication, siteUrl: SITE_URL });
    const tab = await browser.newPage({ colorScheme: scheme, viewport: { width: 600, height: 900 } });
    await tab.route(/^https?:/, (route) => route.abort());
    await tab.setContent(html);
    const shown = await tab.evaluate(SHOWN);
    await tab.close();
    expect(seenTexts(page, scheme).length).toBeGreaterThan(30);
    expect(seenTexts(page, scheme).map(asShown)).toEqual(shown);
  });
});
